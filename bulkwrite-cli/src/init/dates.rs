//! The pattern that the dates of a column are written in.

/// What the cells of a column tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Dates {
    /// All are written by this pattern, and by no other.
    Pattern(String),
    /// Each of these would do.
    Ambiguous(Vec<String>),
    /// No pattern is common to them, or there are none.
    Unknown,
}

/// Reads the cells of a column.
pub(super) fn infer(cells: &[&str]) -> Dates {
    let mut shapes = Vec::new();
    for cell in cells {
        let Some(shape) = Shape::of(cell) else { return Dates::Unknown };
        shapes.push(shape);
    }
    let Some(first) = shapes.first() else { return Dates::Unknown };
    if shapes.iter().any(|shape| shape.separator != first.separator || shape.time != first.time) {
        return Dates::Unknown;
    }
    let mut patterns: Vec<String> = ORDERS
        .into_iter()
        .filter(|order| shapes.iter().all(|shape| shape.fits(*order)))
        .map(|order| pattern(order, &shapes))
        .collect();
    match patterns.len() {
        0 => Dates::Unknown,
        1 => Dates::Pattern(patterns.remove(0)),
        _ => Dates::Ambiguous(patterns),
    }
}

/// In which order year, month and day stand.
type Order = [char; 3];

/// With points the day stands first wherever such dates are written.
const ORDERS: [Order; 3] = [['y', 'M', 'd'], ['M', 'd', 'y'], ['d', 'M', 'y']];

/// A cell taken apart.
struct Shape {
    /// The three numbers and how many digits each has.
    numbers: [(u32, usize); 3],
    separator: char,
    /// The pattern of what follows the date.
    time: String,
}

impl Shape {
    fn of(cell: &str) -> Option<Self> {
        let end = cell.find([' ', 'T']).unwrap_or(cell.len());
        let (date, rest) = cell.split_at(end);
        let separator = date.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '-' | '/' | '.'))?;
        let parts: Vec<&str> = date.split(separator).collect();
        let [a, b, c] = parts.as_slice() else { return None };
        let number = |text: &str| {
            let digits = !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
            Some((text.parse().ok().filter(|_| digits)?, text.len()))
        };
        Some(Self { numbers: [number(a)?, number(b)?, number(c)?], separator, time: time(rest)? })
    }

    fn fits(&self, order: Order) -> bool {
        if self.separator == '.' && order[0] == 'M' {
            return false;
        }
        order.iter().zip(self.numbers).all(|(letter, (value, digits))| match letter {
            'y' => digits == 4,
            'M' => digits <= 2 && (1..=12).contains(&value),
            _ => digits <= 2 && (1..=31).contains(&value),
        })
    }
}

fn pattern(order: Order, shapes: &[Shape]) -> String {
    let mut pattern = String::new();
    for (i, letter) in order.into_iter().enumerate() {
        if i > 0 {
            pattern.push(shapes[0].separator);
        }
        // Numbers without a leading zero are read by one letter.
        let bare = shapes.iter().any(|shape| shape.numbers[i].1 == 1);
        let count = if letter == 'y' { 4 } else { 2 - usize::from(bare) };
        pattern.extend(std::iter::repeat_n(letter, count));
    }
    pattern + &shapes[0].time
}

/// The pattern of a time behind a date: nothing, ` HH:mm`, `'T'HH:mm:ssXXX`, ….
fn time(text: &str) -> Option<String> {
    if text.is_empty() {
        return Some(String::new());
    }
    let (mut pattern, rest) =
        if let Some(rest) = text.strip_prefix('T') { ("'T'".to_owned(), rest) } else { (" ".to_owned(), &text[1..]) };
    let half = ["AM", "PM", "am", "pm"].into_iter().find(|half| rest.ends_with(half));
    let rest = half.map_or(rest, |half| rest.trim_end_matches(half).trim_end());
    let zone_at = rest.find(['Z', '+', '-']).unwrap_or(rest.len());
    let (clock, zone) = rest.split_at(zone_at);
    let numbers: Vec<&str> = clock.split(':').collect();
    if !(2..=3).contains(&numbers.len()) || numbers.iter().any(|n| n.len() != 2 || n.parse::<u8>().is_err()) {
        return None;
    }
    let hour = if half.is_some() { "hh" } else { "HH" };
    pattern += &[hour, "mm", "ss"][..numbers.len()].join(":");
    pattern += match zone.len() {
        0 => "",
        1 | 6 => "XXX",
        5 => "Z",
        _ => return None,
    };
    if half.is_some() {
        pattern += " a";
    }
    Some(pattern)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_tell_their_pattern_where_only_one_will_do() {
        for (cells, expected) in [
            (&["2024-03-04"][..], "yyyy-MM-dd"),
            (&["2024/3/4", "2024/12/24"], "yyyy/M/d"),
            (&["03/04/2024", "03/24/2024"], "MM/dd/yyyy"),
            (&["03/04/2024", "24/04/2024"], "dd/MM/yyyy"),
            (&["3.4.2024", "24.12.2024"], "d.M.yyyy"),
            (&["03.04.2024"], "dd.MM.yyyy"),
            (&["2024-03-04 10:00", "2024-03-05 11:30"], "yyyy-MM-dd HH:mm"),
            (&["2024-03-04T10:00:00+01:00"], "yyyy-MM-dd'T'HH:mm:ssXXX"),
            (&["2024-03-04T10:00:00Z"], "yyyy-MM-dd'T'HH:mm:ssXXX"),
            (&["03/24/2024 10:00 PM"], "MM/dd/yyyy hh:mm a"),
        ] {
            assert_eq!(infer(cells), Dates::Pattern(expected.to_owned()), "{cells:?}");
        }
        for cells in [
            &["03/24/2024", "24/03/2024"][..],
            &["2024-03-04", "2024/03/04"],
            &["2024-03-04", "2024-03-04 10:00"],
            &["2024-13-45"],
            &["03/04/24"],
            &["soon"],
            &["20240304"],
            &["2024-03-04 \u{e9}"],
            &["T", " "],
            &[],
        ] {
            assert_eq!(infer(cells), Dates::Unknown, "{cells:?}");
        }
        let both = vec!["MM/dd/yyyy".to_owned(), "dd/MM/yyyy".to_owned()];
        assert_eq!(infer(&["03/04/2024", "01/12/2024"]), Dates::Ambiguous(both));
    }
}

//! The pattern that the dates of a column are written in.

use super::table::Cell;

/// What the cells of a column tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Dates {
    /// All are written by this pattern, and by no other.
    Pattern(String),
    /// Each of these would do.
    Ambiguous(Vec<String>),
    /// No pattern is common to them: this is the row of the first that does not fit those above it.
    Odd(usize),
    /// There are none.
    None,
}

/// Reads the cells of a column.
pub(super) fn infer<'t>(cells: impl Iterator<Item = Cell<'t>>) -> Dates {
    let mut orders = ORDERS.to_vec();
    let mut column: Option<Column> = None;
    for cell in cells {
        let Some(shape) = Shape::of(cell.text) else { return Dates::Odd(cell.row) };
        orders.retain(|order| shape.fits(*order));
        if orders.is_empty() || !column.get_or_insert_with(|| Column::of(&shape)).add(&shape) {
            return Dates::Odd(cell.row);
        }
    }
    let Some(column) = column else { return Dates::None };
    let mut patterns: Vec<String> = orders.into_iter().map(|order| column.pattern(order)).collect();
    if patterns.len() == 1 { Dates::Pattern(patterns.remove(0)) } else { Dates::Ambiguous(patterns) }
}

/// What the cells of a column share.
struct Column {
    separator: char,
    time: String,
    /// Which of the three numbers stand without a leading zero somewhere: they are read by one letter.
    bare: [bool; 3],
}

impl Column {
    fn of(shape: &Shape) -> Self {
        Self { separator: shape.separator, time: shape.time.clone(), bare: [false; 3] }
    }

    /// Whether a cell is written as those before it.
    fn add(&mut self, shape: &Shape) -> bool {
        for (bare, (_, digits)) in self.bare.iter_mut().zip(shape.numbers) {
            *bare |= digits == 1;
        }
        self.separator == shape.separator && self.time == shape.time
    }

    fn pattern(&self, order: Order) -> String {
        let mut pattern = String::new();
        for (i, letter) in order.into_iter().enumerate() {
            if i > 0 {
                pattern.push(self.separator);
            }
            let count = if letter == 'y' { 4 } else { 2 - usize::from(self.bare[i]) };
            pattern.extend(std::iter::repeat_n(letter, count));
        }
        pattern + &self.time
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
        let [mut year, mut month, mut day] = [0; 3];
        for (letter, (value, digits)) in order.into_iter().zip(self.numbers) {
            if (letter == 'y') != (digits == 4) || digits == 3 {
                return false;
            }
            match letter {
                'y' => year = value,
                'M' => month = value,
                _ => day = value,
            }
        }
        (1..=days(year, month)).contains(&day)
    }
}

/// How many days a month has; none, if there is no such month.
const fn days(year: u32, month: u32) -> u32 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400) => 29,
        2 => 28,
        _ => 0,
    }
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

    fn of(cells: &[&str]) -> Dates {
        infer(cells.iter().zip(2..).map(|(text, row)| Cell { text, row }))
    }

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
            assert_eq!(of(cells), Dates::Pattern(expected.to_owned()), "{cells:?}");
        }
        for (cells, row) in [
            (&["03/24/2024", "24/03/2024"][..], 3),
            (&["2024-03-04", "2024/03/04"], 3),
            (&["2024-03-04", "2024-03-04 10:00"], 3),
            (&["2024-03-04", "2024-03-05", "not a date"], 4),
            (&["2024-13-45"], 2),
            (&["31/02/2026"], 2),
            (&["30/04/2026", "31/04/2026"], 3),
            (&["29/02/2024", "29/02/2023"], 3),
            (&["29.02.1900"], 2),
            (&["2024-00-04"], 2),
            (&["03/04/24"], 2),
            (&["003/04/2024"], 2),
            (&["soon"], 2),
            (&["20240304"], 2),
            (&["2024-03-04 \u{e9}"], 2),
            (&["T", " "], 2),
        ] {
            assert_eq!(of(cells), Dates::Odd(row), "{cells:?}");
        }
        assert_eq!(of(&[]), Dates::None);
        assert_eq!(of(&["29.02.2024", "29.02.2000"]), Dates::Pattern("dd.MM.yyyy".to_owned()));
        let both = vec!["MM/dd/yyyy".to_owned(), "dd/MM/yyyy".to_owned()];
        assert_eq!(of(&["03/04/2024", "01/12/2024"]), Dates::Ambiguous(both));
    }
}

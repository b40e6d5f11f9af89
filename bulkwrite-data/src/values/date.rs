//! Dates and times by a pattern: a calendar, not a shape.
//!
//! The letters are those of Java's `SimpleDateFormat`. Two letters are two digits: the vendor's list of patterns has no single ones.

/// A pattern, taken apart once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    parts: Vec<Part>,
    text: Box<str>,
    /// What every fitting cell looks like, with a zero for each digit, where all of them look alike.
    shape: Option<Box<[u8]>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Literal(Box<[u8]>),
    /// A number of so many digits, or of one up to so many.
    Number {
        of: Of,
        digits: usize,
        exactly: bool,
    },
    /// The name of a month: in full, or its first three letters.
    Month {
        full: bool,
    },
    Weekday {
        full: bool,
    },
    HalfDay,
    /// `GMT+1`, `+0100`, `+01:00`, `Z`
    Zone(u8),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    Year,
    ShortYear,
    Month,
    Day,
    Hour,
    HourFrom1,
    HalfHour,
    HalfHourFrom0,
    Minute,
    Second,
    Fraction,
}

/// What a cell that fits a pattern says of its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::struct_field_names, reason = "a day of a month of a year")]
pub(crate) struct Day {
    pub(crate) day: u32,
    pub(crate) month: u32,
    pub(crate) year: u32,
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

impl Pattern {
    /// Takes a pattern apart; `None` where a letter has no meaning here, or one stands twice.
    pub(crate) fn new(format: &str) -> Option<Self> {
        let mut parts = Vec::new();
        let mut literal = Vec::new();
        let bytes = format.as_bytes();
        let mut at = 0;
        let mut seen = Vec::new();
        while let Some(&byte) = bytes.get(at) {
            if byte == b'\'' {
                if bytes.get(at + 1) == Some(&b'\'') {
                    literal.push(b'\'');
                    at += 2;
                    continue;
                }
                at += 1;
                loop {
                    match (bytes.get(at)?, bytes.get(at + 1)) {
                        (b'\'', Some(b'\'')) => {
                            literal.push(b'\'');
                            at += 2;
                        }
                        (b'\'', _) => break,
                        (byte, _) => {
                            literal.push(*byte);
                            at += 1;
                        }
                    }
                }
                at += 1;
                continue;
            }
            if !byte.is_ascii_alphabetic() {
                literal.push(byte);
                at += 1;
                continue;
            }
            let run = bytes[at..].iter().take_while(|other| **other == byte).count();
            at += run;
            if seen.contains(&byte) {
                return None;
            }
            seen.push(byte);
            if !literal.is_empty() {
                parts.push(Part::Literal(std::mem::take(&mut literal).into()));
            }
            let number = |of: Of| Part::Number { of, digits: run.max(2), exactly: run > 1 };
            parts.push(match (byte, run) {
                (b'y', 2) => Part::Number { of: Of::ShortYear, digits: 2, exactly: true },
                (b'y', _) => Part::Number { of: Of::Year, digits: 4, exactly: true },
                (b'M' | b'L', 1 | 2) => number(Of::Month),
                (b'M' | b'L', 3 | 4) => Part::Month { full: run == 4 },
                (b'd', 1 | 2) => number(Of::Day),
                (b'H', 1 | 2) => number(Of::Hour),
                (b'k', 1 | 2) => number(Of::HourFrom1),
                (b'h', 1 | 2) => number(Of::HalfHour),
                (b'K', 1 | 2) => number(Of::HalfHourFrom0),
                (b'm', 1 | 2) => number(Of::Minute),
                (b's', 1 | 2) => number(Of::Second),
                (b'S', 1..=9) => Part::Number { of: Of::Fraction, digits: run.max(3), exactly: false },
                (b'E', _) => Part::Weekday { full: run > 3 },
                (b'a', _) => Part::HalfDay,
                (b'z' | b'Z' | b'X' | b'x', _) => Part::Zone(byte),
                _ => return None,
            });
        }
        if !literal.is_empty() {
            parts.push(Part::Literal(literal.into()));
        }
        let has_number = parts.iter().any(|part| !matches!(part, Part::Literal(_)));
        has_number.then(|| Self { shape: shape(&parts), parts, text: format.into() })
    }

    /// The pattern as it was written.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The day that a cell tells; `None` if it does not fit, or there is no such day or time. Blanks around it do not count.
    pub(crate) fn read(&self, cell: &[u8]) -> Option<Day> {
        let mut rest = cell.trim_ascii();
        let fits = |(byte, like): (&u8, &u8)| if *like == b'0' { byte.is_ascii_digit() } else { byte == like };
        if let Some(shape) = &self.shape
            && !(rest.len() == shape.len() && rest.iter().zip(shape).all(fits))
        {
            return None;
        }
        let (mut day, mut month, mut year) = (1, 1, 2000);
        for part in &self.parts {
            rest = match part {
                Part::Literal(literal) if self.shape.is_some() => rest.get(literal.len()..)?,
                Part::Literal(literal) => rest.strip_prefix(&**literal)?,
                Part::Number { of, digits, exactly } => {
                    let (value, after) = number(rest, *digits, *exactly, self.shape.is_some())?;
                    let range = match of {
                        Of::Year => 1..=9999,
                        Of::ShortYear => 0..=99,
                        Of::Month | Of::HalfHour => 1..=12,
                        Of::Day => 1..=31,
                        Of::Hour => 0..=23,
                        Of::HourFrom1 => 1..=24,
                        Of::HalfHourFrom0 => 0..=11,
                        Of::Minute | Of::Second => 0..=59,
                        Of::Fraction => 0..=u32::MAX,
                    };
                    if !range.contains(&value) {
                        return None;
                    }
                    match of {
                        Of::Year => year = value,
                        Of::ShortYear => year = 2000 + value,
                        Of::Month => month = value,
                        Of::Day => day = value,
                        _ => {}
                    }
                    after
                }
                Part::Month { full } => {
                    let (number, after) = name(rest, &MONTHS, *full)?;
                    month = number;
                    after
                }
                Part::Weekday { full } => name(rest, &WEEKDAYS, *full)?.1,
                Part::HalfDay => {
                    let word = rest.get(..2)?;
                    if !word.eq_ignore_ascii_case(b"am") && !word.eq_ignore_ascii_case(b"pm") {
                        return None;
                    }
                    &rest[2..]
                }
                Part::Zone(letter) => zone(rest, *letter)?,
            };
        }
        (rest.is_empty() && day <= days(year, month)).then_some(Day { day, month, year })
    }

    /// The same pattern with day and month the other way round, if both are numbers.
    pub(crate) fn swapped(&self) -> Option<String> {
        let has = |letters: &str| self.text.contains(letters);
        (has("dd") && has("MM") && !has("MMM"))
            .then(|| self.text.replace("dd", "\0").replace("MM", "dd").replace('\0', "MM"))
    }

    /// Whether it has a time.
    pub(crate) fn has_time(&self) -> bool {
        self.parts.iter().any(|part| {
            matches!(
                part,
                Part::Number { of: Of::Hour | Of::HalfHour | Of::HourFrom1 | Of::HalfHourFrom0 | Of::Minute, .. }
            )
        })
    }
}

/// What every cell that fits these parts looks like; `None` where some are longer than others.
fn shape(parts: &[Part]) -> Option<Box<[u8]>> {
    let mut shape = Vec::new();
    for part in parts {
        match part {
            // A digit that is no number would be taken for any.
            Part::Literal(literal) if !literal.contains(&b'0') => shape.extend_from_slice(literal),
            Part::Number { digits, exactly: true, .. } => shape.resize(shape.len() + digits, b'0'),
            _ => return None,
        }
    }
    Some(shape.into())
}

/// The number of so many digits, or of one up to so many, and what follows it; `known` to be digits.
#[inline]
fn number(cell: &[u8], digits: usize, exactly: bool, known: bool) -> Option<(u32, &[u8])> {
    let count = || cell.iter().take(digits).take_while(|byte| byte.is_ascii_digit()).count();
    let found = if known { digits } else { count() };
    if found == 0 || exactly && found != digits {
        return None;
    }
    let (number, after) = cell.split_at_checked(found)?;
    Some((number.iter().fold(0, |value, digit| value * 10 + u32::from(digit - b'0')), after))
}

fn days(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn name<'c>(cell: &'c [u8], names: &[&str], full: bool) -> Option<(u32, &'c [u8])> {
    let length = cell.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (word, rest) = cell.split_at(length);
    let at = names.iter().position(|name| {
        let name = if full { name } else { &name[..3] };
        word.eq_ignore_ascii_case(name.as_bytes())
    })?;
    Some((u32::try_from(at).ok()? + 1, rest))
}

fn zone(cell: &[u8], letter: u8) -> Option<&[u8]> {
    if let Some(rest) = cell.strip_prefix(b"Z") {
        return (letter != b'x').then_some(rest);
    }
    if letter == b'z' {
        let length = cell.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        if length >= 2 {
            let rest = &cell[length..];
            return Some(offset(rest).unwrap_or(rest));
        }
    }
    offset(cell)
}

/// `+01`, `+0100`, `+01:00`
fn offset(cell: &[u8]) -> Option<&[u8]> {
    let rest = cell.strip_prefix(b"+").or_else(|| cell.strip_prefix(b"-"))?;
    let two = |rest: &[u8], most: u32| -> bool {
        matches!(rest, [tens @ b'0'..=b'9', ones @ b'0'..=b'9', ..] if u32::from(tens - b'0') * 10 + u32::from(ones - b'0') <= most)
    };
    if !two(rest, 18) {
        return None;
    }
    let rest = &rest[2..];
    let minutes = rest.strip_prefix(b":").unwrap_or(rest);
    if two(minutes, 59) {
        return Some(&minutes[2..]);
    }
    (minutes.len() == rest.len()).then_some(rest)
}

/// The patterns that a column may have been written by, common ones first.
pub(crate) fn candidates(time: bool) -> Vec<Pattern> {
    const DATES: [&str; 24] = [
        "yyyy-MM-dd",
        "MM/dd/yyyy",
        "dd/MM/yyyy",
        "dd.MM.yyyy",
        "dd-MM-yyyy",
        "MM-dd-yyyy",
        "yyyy/MM/dd",
        "yyyy.MM.dd",
        "M/d/yyyy",
        "d/M/yyyy",
        "d.M.yyyy",
        "dd-MMM-yyyy",
        "dd MMM yyyy",
        "MMM dd, yyyy",
        "MMM dd yyyy",
        "dd MMMM yyyy",
        "MMMM dd, yyyy",
        "dd/MM/yy",
        "MM/dd/yy",
        "dd.MM.yy",
        "yyyyMMdd",
        "dd-MMM-yy",
        "yyyy-dd-MM",
        "d-M-yyyy",
    ];
    const TIMES: [&str; 10] = [
        " HH:mm:ss",
        " HH:mm",
        "'T'HH:mm:ss",
        "'T'HH:mm:ssXXX",
        "'T'HH:mm:ss.SSSXXX",
        "'T'HH:mm",
        " hh:mm:ss a",
        " hh:mm a",
        " h:mm a",
        " HH:mm:ss.SSS",
    ];
    let dates = DATES.iter().filter_map(|date| Pattern::new(date));
    if !time {
        return dates
            .chain(DATES.iter().take(5).filter_map(|date| Pattern::new(&format!("{date} HH:mm:ss"))))
            .collect();
    }
    let both = DATES.iter().flat_map(|date| TIMES.iter().map(move |time| format!("{date}{time}")));
    both.filter_map(|pattern| Pattern::new(&pattern)).chain(dates).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn dates_have_to_exist() {
        for (pattern, cell, expected) in [
            ("yyyy-MM-dd", "2024-02-29", true),
            ("yyyy-MM-dd", "2023-02-29", false),
            ("yyyy-MM-dd", "1900-02-29", false),
            ("yyyy-MM-dd", "0000-00-00", false),
            ("yyyy-MM-dd", "2024-2-9", false),
            ("yyyy-MM-dd", "2024-01-01 00:00:00", false),
            ("dd/MM/yyyy", "31/04/2024", false),
            ("dd/MM/yyyy", "1/2/2024", false),
            ("d/M/yyyy", "1/2/2024", true),
            ("d/M/yyyy", "01/02/2024", true),
            ("dd-MMM-yyyy HH:mm:ss", "03-Jul-1996 10:00:00", true),
            ("dd-MMM-yyyy HH:mm:ss", "03-Mai-2024 10:00:00", false),
            ("dd MMMM yyyy", "03 july 2024", true),
            ("dd MMMM yyyy", "03 Jul 2024", false),
            ("yyyy-MM-dd HH:mm:ss", "2024-02-29 24:00:00", false),
            ("yyyy-MM-dd'T'HH:mm:ssXXX", "2024-02-29T10:00:00+01:00", true),
            ("yyyy-MM-dd'T'HH:mm:ssXXX", "2024-02-29T10:00:00Z", true),
            ("yyyy-MM-dd'T'HH:mm:ssXXX", "2024-02-29T10:00:00", false),
            ("hh:mm a", "12:30 pm", true),
            ("hh:mm a", "13:30 PM", false),
            ("dd/MM/yy", "29/02/24", true),
            ("MMM dd,yyyy", "Feb 29,2024", true),
            ("yyyyMMdd", "20240229", true),
        ] {
            assert_eq!(Pattern::new(pattern).unwrap().read(cell.as_bytes()).is_some(), expected, "{pattern} {cell}");
        }
    }
}

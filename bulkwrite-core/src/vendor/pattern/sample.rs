//! Sample values in place of patterns: `2024/01/31`, `31-Jan-2024 10:30`.

/// What a sample value shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Sample {
    /// A date or time that only one pattern fits.
    Of(String),
    /// A date that two patterns fit: the day first, the month first.
    Either(String, String),
    /// A number, or a date that many patterns fit.
    Unclear,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'a> {
    Digits(&'a str),
    Word(&'a str),
    Other(char),
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

/// The letters for a full or shortened name out of `names`.
fn named(word: &str, names: &[&str], letter: char) -> Option<String> {
    let word = word.to_ascii_lowercase();
    let name = names.iter().find(|name| word.len() >= 3 && name.starts_with(&word))?;
    let full = *name == word && word.len() > 3;
    (full || word.len() == 3).then(|| letter.to_string().repeat(if full { 4 } else { 3 }))
}

/// Reads a text as a sample value; `None` if it is none.
pub(crate) fn read(format: &str) -> Option<Sample> {
    if format.len() > 60 {
        return None;
    }
    let tokens = tokens(format);
    let words = tokens.iter().filter_map(|token| if let Token::Word(word) = token { Some(*word) } else { None });
    let is_date_word = |word: &str| {
        named(word, &MONTHS, 'M').is_some()
            || named(word, &WEEKDAYS, 'E').is_some()
            || ["am", "pm", "t", "z", "utc", "gmt", "st", "nd", "rd", "th"]
                .contains(&word.to_ascii_lowercase().as_str())
    };
    let has_digits = tokens.iter().any(|token| matches!(token, Token::Digits(_)));
    let is_value = format.contains(|c: char| matches!(c, '1'..='9' | '/' | ':' | '-' | '.'));
    if !has_digits || !is_value || !words.clone().all(is_date_word) {
        return None;
    }
    Some(pattern(&tokens).unwrap_or(Sample::Unclear))
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let same: fn(&char) -> bool = if c.is_ascii_digit() {
            char::is_ascii_digit
        } else if c.is_ascii_alphabetic() {
            char::is_ascii_alphabetic
        } else {
            tokens.push(Token::Other(c));
            rest = &rest[c.len_utf8()..];
            continue;
        };
        let len = rest.find(|c| !same(&c)).unwrap_or(rest.len());
        tokens.push(if c.is_ascii_digit() { Token::Digits(&rest[..len]) } else { Token::Word(&rest[..len]) });
        rest = &rest[len..];
    }
    tokens
}

/// One part of the pattern to be: letters, a literal, or a number whose part of the date is not settled yet.
enum Part<'a> {
    Pattern(String),
    Literal(String),
    Date(&'a str),
}

fn pattern(tokens: &[Token<'_>]) -> Option<Sample> {
    let mut parts = Vec::new();
    let mut clock = 0;
    let half_day = tokens.iter().any(|token| matches!(token, Token::Word(word) if is_half_day(word)));
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        let after = tokens.get(at + 1);
        match *token {
            Token::Digits(digits) if after == Some(&Token::Other(':')) || before == Some(&Token::Other(':')) => {
                let letter = *[if half_day { 'h' } else { 'H' }, 'm', 's'].get(clock)?;
                clock += 1;
                parts.push(Part::Pattern(letter.to_string().repeat(width(digits)?)));
            }
            Token::Other('+' | '-') if clock > 0 => {
                let zone = match (after, tokens.get(at + 2), tokens.get(at + 3)) {
                    (Some(Token::Digits(hours)), Some(Token::Other(':')), Some(Token::Digits(_)))
                        if hours.len() == 2 =>
                    {
                        at += 3;
                        "XXX"
                    }
                    (Some(Token::Digits(offset)), ..) if offset.len() == 4 => {
                        at += 1;
                        "Z"
                    }
                    _ => return None,
                };
                parts.push(Part::Pattern(zone.to_owned()));
            }
            Token::Digits(digits) => parts.push(Part::Date(digits)),
            Token::Word(word) => parts.push(match word {
                "T" => Part::Literal("T".to_owned()),
                "Z" if clock > 0 => Part::Pattern("X".to_owned()),
                "UTC" | "GMT" if clock > 0 => Part::Pattern("z".to_owned()),
                _ if is_half_day(word) => Part::Pattern("a".to_owned()),
                _ => Part::Pattern(named(word, &MONTHS, 'M').or_else(|| named(word, &WEEKDAYS, 'E'))?),
            }),
            Token::Other(c) => parts.push(Part::Literal(c.to_string())),
        }
        at += 1;
    }
    let month_named = parts.iter().any(|part| matches!(part, Part::Pattern(letters) if letters.starts_with('M')));
    let numbers: Vec<&str> =
        parts.iter().filter_map(|part| if let Part::Date(n) = part { Some(*n) } else { None }).collect();
    let value = |n: &str| n.parse::<u32>().ok();
    let joined = |letters: &[String]| {
        let mut letters = letters.iter();
        let mut out = String::new();
        for part in &parts {
            match part {
                Part::Pattern(pattern) => out.push_str(pattern),
                Part::Literal(text) => super::push_literal(&mut out, text),
                Part::Date(_) => out.push_str(letters.next().map_or("", String::as_str)),
            }
        }
        out
    };
    let of = |order: [char; 3]| -> Option<String> {
        let letters: Option<Vec<String>> = order.iter().zip(&numbers).map(|(letter, n)| letters(*letter, n)).collect();
        Some(joined(&letters?))
    };
    match (&numbers[..], month_named) {
        ([], false) if clock > 1 => Some(Sample::Of(joined(&[]))),
        ([a, b, c], false) if a.len() == 4 => {
            let (month, day) = (value(b)?, value(c)?);
            match (month <= 12, day <= 12) {
                (true, _) => of(['y', 'M', 'd']).map(Sample::Of),
                (false, true) => of(['y', 'd', 'M']).map(Sample::Of),
                _ => None,
            }
        }
        ([a, b, _], false) => {
            let (day_first, month_first) = (of(['d', 'M', 'y'])?, of(['M', 'd', 'y'])?);
            match (value(a)? <= 12, value(b)? <= 12) {
                (true, true) => Some(Sample::Either(day_first, month_first)),
                (false, true) => Some(Sample::Of(day_first)),
                (true, false) => Some(Sample::Of(month_first)),
                (false, false) => None,
            }
        }
        ([year, day], true) if year.len() == 4 => Some(Sample::Of(joined(&[letters('y', year)?, letters('d', day)?]))),
        ([day, year], true) => Some(Sample::Of(joined(&[letters('d', day)?, letters('y', year)?]))),
        ([all], false) if matches!(all.len(), 8 | 14) && clock == 0 => {
            let plausible = matches!(value(&all[..4])?, 1900..=2199)
                && matches!(value(&all[4..6])?, 1..=12)
                && matches!(value(&all[6..8])?, 1..=31);
            let pattern = if all.len() == 8 { "yyyyMMdd" } else { "yyyyMMddHHmmss" };
            plausible.then(|| Sample::Of(joined(&[pattern.to_owned()])))
        }
        _ => None,
    }
}

fn is_half_day(word: &str) -> bool {
    word.eq_ignore_ascii_case("am") || word.eq_ignore_ascii_case("pm")
}

fn width(digits: &str) -> Option<usize> {
    (digits.len() <= 2).then_some(digits.len())
}

/// The letters for a number of a date: four for a whole year, else as many as there are digits.
fn letters(letter: char, digits: &str) -> Option<String> {
    let len = if letter == 'y' { (digits.len() == 4).then_some(4)? } else { width(digits)? };
    Some(letter.to_string().repeat(len))
}

//! What the letters of a pattern were meant for, and the pattern that says so.

use super::{Run, is_plain, push_literal, runs};
use crate::source::Loc;
use crate::text::sort;

/// Letters that stand for something else than they were meant for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Trap {
    /// Where they stand in the format.
    pub(crate) loc: Loc,
    /// What is wrong, as a clause.
    pub(crate) clause: String,
}

/// A run and what it was meant for.
struct Role {
    run: Run,
    /// The run as it was meant, if another one was.
    meant: Option<String>,
    trap: Option<String>,
}

/// The traps in a pattern, and the pattern that was probably meant, if that is certain.
pub(crate) fn traps(format: &str) -> (Vec<Trap>, Option<String>) {
    let roles = roles(format);
    let mut traps: Vec<Trap> =
        roles.iter().filter_map(|role| Some(Trap { loc: role.run.loc(), clause: role.trap.clone()? })).collect();
    let meant_letter = |role: &Role| role.meant.as_ref().map_or(role.run.letter, |meant| meant.as_bytes()[0]);
    for (i, role) in roles.iter().enumerate() {
        let letter = meant_letter(role);
        let twice = roles[..i].iter().any(|other| meant_letter(other) == letter && other.run.letter == role.run.letter);
        if twice && role.trap.is_none() {
            let clause = format!("`{}` stands in it twice, apart", char::from(role.run.letter));
            traps.push(Trap { loc: role.run.loc(), clause });
        }
    }
    let has = |letters: &[u8]| roles.iter().any(|role| letters.contains(&meant_letter(role)));
    let whole = super::loc(0, format.len());
    if has(b"yYMLdDEwWFG") {
        let by_week = has(b"wW") && has(b"EuF");
        let missing =
            [(has(b"yY"), "year"), (has(b"ML") || has(b"D") || by_week, "month"), (has(b"dD") || by_week, "day")];
        let missing: Vec<&str> = missing.iter().filter(|(there, _)| !there).map(|(_, part)| *part).collect();
        if !missing.is_empty() {
            traps.push(Trap { loc: whole, clause: format!("it has no {}", missing.join(" and no ")) });
        }
    }
    if format.trim() != format {
        traps.push(Trap { loc: whole, clause: "blanks stand around it".to_owned() });
    }
    let digit = format.find(|c: char| matches!(c, '1'..='9'));
    if let Some(at) = digit.filter(|_| traps.is_empty() && !format.contains('\'')) {
        let loc = super::loc(at, at + 1);
        traps.push(Trap { loc, clause: "a digit stands for itself, not for a part of the date".to_owned() });
    }
    sort::by_key(&mut traps, |trap| trap.loc == whole);
    let meant = if roles.iter().any(|role| role.meant.is_some()) || format.trim() != format {
        Some(rewritten(format, &roles)).filter(|meant| is_plain(meant))
    } else {
        None
    };
    (traps, meant)
}

/// The pattern that was meant by one with letters that are none, and whether no other letter changed its meaning.
pub(crate) fn meant(format: &str) -> Option<(String, bool)> {
    if let Some(meant) = php(format) {
        return Some((meant, false));
    }
    let unquoted = unquoted_literals(format);
    let roles = roles(&unquoted);
    let same = roles.iter().all(|role| role.meant.is_none() || !role.run.is_known());
    let meant = rewritten(&unquoted, &roles);
    (is_plain(&meant) && meant != format).then_some((meant, same))
}

fn roles(format: &str) -> Vec<Role> {
    let runs = runs(format);
    let has = |letters: &[u8]| runs.iter().any(|run| letters.contains(&run.letter));
    let short_day = runs.iter().any(|run| matches!(run.letter, b'd' | b'D') && run.len() <= 2);
    let clock = runs.iter().any(|run| run.is_hour());
    let half_day = has(b"a") && clock;
    let mut roles: Vec<Role> = Vec::with_capacity(runs.len());
    let month_somewhere = has(b"ML") || (0..runs.len()).any(|i| is_month_as_minutes(&runs, i));
    for (i, &run) in runs.iter().enumerate() {
        let text = run.text(format);
        let len = run.len();
        let say = |meaning: &str| Some(format!("`{text}` is {meaning}"));
        let repeat = |letter: &str| Some(letter.repeat(len));
        let no = (None, None);
        let (meant, trap) = match run.letter {
            b'Y' if !has(b"w") => (repeat("y"), say("the year of the week, which differs around New Year")),
            b'D' if len <= 2 || month_somewhere => (Some("d".repeat(len.min(2))), say("the day of the year")),
            b'd' if len >= 3 && short_day => (Some("E".repeat(len)), say("the day of the month, not its name")),
            b'm' if is_month_as_minutes(&runs, i) => (repeat("M"), say("the minutes, but stands in the date")),
            b'M' if is_minutes_as_month(format, &runs, i) => (repeat("m"), say("the month, but stands in the time")),
            b'S' if !has(b"s") && len <= 2 => (repeat("s"), say("the milliseconds, and there are no seconds")),
            b'S' => (None, say("the milliseconds, which dates of the CRM do not have")),
            b'h' | b'K' if !has(b"a") && !has(b"At") => {
                (repeat("H"), say("the hour up to 12, and there is no `a` for am and pm"))
            }
            b'H' | b'k' if half_day => (repeat("h"), say("the hour up to 24, and `a` goes with `h`")),
            b'a' if !clock && matches!(len, 2 | 4) => {
                (repeat("y"), say("the mark for am and pm, and there is no hour"))
            }
            b'a' if !clock => (None, say("the mark for am and pm, and there is no hour")),
            b'u' if len > 1 && !has(b"yY") => (repeat("y"), say("the number of the weekday")),
            b'X' if len > 3 => (Some("XXX".to_owned()), say("too long: `X` stands three times at most")),
            b'x' | b'V' | b'O' => {
                let meant = (run.letter == b'x').then(|| "X".repeat(len.min(3)));
                (meant, say("no letter of such a pattern"))
            }
            // Letters of other tools and languages.
            b'A' if clock && len == 1 => (Some("a".to_owned()), None),
            b'A' | b'j' | b'J' if len == 4 => (repeat("y"), None),
            b'j' | b'J' | b'T' | b'g' if len == 2 && !clock => (repeat("d"), None),
            b't' if len <= 2 && clock => (Some("a".to_owned()), None),
            b'T' if len == 1 => (Some("'T'".to_owned()), None),
            _ => no,
        };
        roles.push(Role { run, meant, trap });
    }
    roles
}

/// `a` stands behind the time and belongs to it.
fn neighbours(runs: &[Run], i: usize) -> (Option<Run>, Option<Run>) {
    let part = |run: &&Run| !matches!(run.letter, b'a' | b'T');
    (runs[..i].iter().rev().find(part).copied(), runs[i + 1..].iter().find(part).copied())
}

fn is_month_as_minutes(runs: &[Run], i: usize) -> bool {
    let (before, after) = neighbours(runs, i);
    let date = |run: Option<Run>| run.is_some_and(|run| b"yYdDMLEujJAg".contains(&run.letter));
    runs[i].letter == b'm'
        && !before.is_some_and(Run::is_hour)
        && !after.is_some_and(|run| matches!(run.letter, b's' | b'S'))
        && (date(before) || date(after) || runs[i..].iter().any(|run| run.letter == b'a' && run.len() == 4))
}

fn is_minutes_as_month(format: &str, runs: &[Run], i: usize) -> bool {
    if runs[i].letter != b'M' {
        return false;
    }
    let (before, after) = neighbours(runs, i);
    let date = after.is_some_and(|run| b"yYdD".contains(&run.letter));
    let colon = format.as_bytes().get(runs[i].start.wrapping_sub(1)) == Some(&b':');
    let second = after.is_some_and(|run| matches!(run.letter, b's' | b'S'));
    before.is_some_and(Run::is_hour) && (colon || !date)
        || second && !before.is_some_and(|run| b"yYdD".contains(&run.letter))
}

fn rewritten(format: &str, roles: &[Role]) -> String {
    let mut out = String::with_capacity(format.len() + 2);
    let mut at = 0;
    for role in roles {
        out.push_str(format.get(at..role.run.start).unwrap_or_default());
        out.push_str(role.meant.as_deref().unwrap_or(role.run.text(format)));
        at = role.run.end;
    }
    out.push_str(format.get(at..).unwrap_or_default());
    out.trim().to_owned()
}

/// Writes the literals of other tools, `[T]`, `"T"`, `\T` and typographic quotes, as ours, and words of theirs as letters.
fn unquoted_literals(format: &str) -> String {
    const WORDS: [(&str, &str); 14] = [
        ("[T]", "'T'"),
        ("\"T\"", "'T'"),
        ("\\T", "'T'"),
        ("\u{2018}T\u{2019}", "'T'"),
        ("AM/PM", "a"),
        ("am/pm", "a"),
        ("A/P", "a"),
        ("HH24", "HH"),
        ("hh24", "HH"),
        ("HH12", "hh"),
        ("MI", "mm"),
        ("mi", "mm"),
        ("MONTH", "MMMM"),
        ("MON", "MMM"),
    ];
    let mut text = format.to_owned();
    for (theirs, ours) in WORDS {
        text = text.replace(theirs, ours);
    }
    // In Oracle's patterns all letters are capital.
    if format.contains("MI") || format.contains("HH24") {
        text = text.replace("SS", "ss");
    }
    text.replace(" AM", " a").replace(" PM", " a")
}

/// A pattern of PHP's `date`: one letter for each part, `Y-m-d`.
///
/// Source: `www.php.net/manual/en/datetime.format.php`.
pub(crate) fn php(format: &str) -> Option<String> {
    const LETTERS: &[(u8, &str)] = &[
        (b'd', "dd"),
        (b'j', "d"),
        (b'D', "EEE"),
        (b'l', "EEEE"),
        (b'm', "MM"),
        (b'n', "M"),
        (b'M', "MMM"),
        (b'F', "MMMM"),
        (b'Y', "yyyy"),
        (b'y', "yy"),
        (b'H', "HH"),
        (b'G', "H"),
        (b'h', "hh"),
        (b'g', "h"),
        (b'i', "mm"),
        (b's', "ss"),
        (b'a', "a"),
        (b'A', "a"),
        (b'P', "XXX"),
        (b'O', "Z"),
        (b'e', "z"),
        (b'T', "z"),
    ];
    let runs = runs(format);
    let (marked, single) = (runs.iter().any(|run| b"Yi".contains(&run.letter)), runs.iter().all(|run| run.len() == 1));
    if !marked || !single || format.contains(['\'', '\\']) {
        return None;
    }
    let mut out = String::new();
    let mut at = 0;
    for run in &runs {
        push_literal(&mut out, format.get(at..run.start)?);
        let between = run.letter == b'T' && runs.last() != Some(run);
        let (_, letters) = LETTERS.iter().find(|(letter, _)| *letter == run.letter)?;
        out.push_str(if between { "'T'" } else { letters });
        at = run.end;
    }
    push_literal(&mut out, format.get(at..)?);
    is_plain(&out).then_some(out)
}

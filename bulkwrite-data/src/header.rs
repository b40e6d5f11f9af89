//! The first line: what separates the columns, whether it is a header, and what the columns are called.

use crate::records::Records;
use crate::text::Coding;

/// What may stand between columns.
pub(crate) const DELIMITERS: [u8; 4] = *b",;|:";
/// What other programs write there.
const OTHERS: [u8; 6] = [b'\t', b'^', b'~', 0x1F, 0x01, 0x1E];
/// How many records are looked at.
const LOOK: usize = 40;

/// What separates the columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Form {
    pub(crate) delimiter: u8,
    /// The header has others of the four, too, or one that no row has.
    pub(crate) others: Vec<u8>,
    pub(crate) is_supported: bool,
    /// Whether carriage returns alone end the lines.
    pub(crate) returns: bool,
}

/// How a file is read, once its beginning was looked at.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    pub(crate) coding: Coding,
    /// How many bytes the byte order mark takes.
    pub(crate) mark: usize,
    /// How long each line above the header is, in decoded bytes.
    pub(crate) above: Vec<usize>,
    pub(crate) delimiter: u8,
    /// Whether carriage returns alone end the lines.
    pub(crate) returns: bool,
}

/// Finds out what separates the columns of a text, of which this is the beginning.
pub(crate) fn form(head: &[u8]) -> Form {
    let returns = !head.contains(&b'\n') && head.contains(&b'\r') && {
        head.iter().position(|byte| *byte == b'\r').is_some_and(|at| at + 1 < head.len())
    };
    let counts = |delimiter: u8| count(head, delimiter, returns);
    let in_header: Vec<u8> = DELIMITERS.into_iter().filter(|delimiter| counts(*delimiter) > 0).collect();
    let agreement = |delimiter: u8| agreement(head, delimiter, returns);
    let best = in_header.iter().copied().max_by(|a, b| {
        let key = |delimiter: u8| {
            let order = DELIMITERS.iter().position(|other| *other == delimiter).unwrap_or(9);
            (agreement(delimiter), counts(delimiter), std::cmp::Reverse(order))
        };
        key(*a).cmp(&key(*b))
    });
    let other =
        OTHERS.into_iter().filter(|other| counts(*other) > 0).max_by_key(|other| (agreement(*other), counts(*other)));
    if let Some(other) = other
        && best.is_none_or(|best| {
            agreement(other) > agreement(best) || agreement(other) == agreement(best) && counts(other) > counts(best)
        })
    {
        return Form { delimiter: other, others: Vec::new(), is_supported: false, returns };
    }
    let Some(best) = best else {
        return Form { delimiter: b',', others: Vec::new(), is_supported: true, returns };
    };
    let others: Vec<u8> = in_header.into_iter().filter(|delimiter| *delimiter != best).collect();
    if others.is_empty() && best == b':' && agreement(best) == 0 && rows(head, best, returns) > 0 {
        // One column whose name has a colon.
        return Form { delimiter: b',', others: vec![best], is_supported: true, returns };
    }
    Form { delimiter: best, others, is_supported: true, returns }
}

/// How often a byte stands in the first line, outside of quotes.
fn count(head: &[u8], delimiter: u8, returns: bool) -> usize {
    let (mut is_quoted, mut found) = (false, 0);
    for byte in head {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' if !is_quoted => break,
            b'\r' if !is_quoted && returns => break,
            byte if !is_quoted && *byte == delimiter => found += 1,
            _ => {}
        }
    }
    found
}

fn shapes(head: &[u8], delimiter: u8, returns: bool) -> Vec<usize> {
    let mut records = Records::new(head, delimiter);
    records.set_form(delimiter, returns);
    let mut shapes = Vec::new();
    while shapes.len() <= LOOK {
        match records.next() {
            Ok(Some(record)) => shapes.push(record.cells.len()),
            _ => break,
        }
    }
    // The last record of a beginning may be cut off.
    if shapes.len() > 2 && shapes.len() <= LOOK && head.last() != Some(&b'\n') && head.len() > 8 * 1024 {
        shapes.pop();
    }
    shapes
}

/// How many of a hundred rows have as many cells as the header.
fn agreement(head: &[u8], delimiter: u8, returns: bool) -> usize {
    let shapes = shapes(head, delimiter, returns);
    let Some((header, rows)) = shapes.split_first() else { return 0 };
    if rows.is_empty() {
        return 100;
    }
    rows.iter().filter(|cells| *cells == header).count() * 100 / rows.len()
}

fn rows(head: &[u8], delimiter: u8, returns: bool) -> usize {
    shapes(head, delimiter, returns).len().saturating_sub(1)
}

/// What stands above the header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Above {
    /// `sep=;`
    Separator,
    /// An empty line.
    Blank,
    /// Words about the file.
    Title,
}

/// What stands above the header, and how many bytes that takes; `is_known` tells the names of fields from others.
pub(crate) fn above(head: &[u8], is_known: impl Fn(&str) -> bool) -> Option<(Above, usize)> {
    let line_end = head.iter().position(|byte| *byte == b'\n')?;
    let line = &head[..line_end];
    let rest = &head[line_end + 1..];
    let text = String::from_utf8_lossy(line);
    let bare = text.trim().trim_matches('"');
    if bare.is_empty() {
        return (!rest.trim_ascii().is_empty()).then_some((Above::Blank, line_end + 1));
    }
    if bare.len() <= 6 && bare.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("sep=")) {
        return Some((Above::Separator, line_end + 1));
    }
    if rest.trim_ascii().is_empty() {
        return None;
    }
    // By the form of the second line, as if it were the first.
    let below = form(rest);
    let first = cells(head, below.delimiter)?;
    let second = cells(rest, below.delimiter)?;
    let named = |cells: &[String]| cells.iter().filter(|cell| is_known(cell.trim())).count();
    let filled = |cells: &[String]| cells.iter().filter(|cell| !cell.trim().is_empty()).count();
    if named(&first) > 0 || line.contains(&b'"') && first.len() == 1 && memchr::memchr_iter(b'"', line).count() % 2 == 1
    {
        return None;
    }
    let own = form(head);
    let is_alone = filled(&first) == 1 && own.is_supported;
    let third = rest.iter().position(|byte| *byte == b'\n').and_then(|end| cells(&rest[end + 1..], below.delimiter));
    let is_table =
        second.len() > 1 && filled(&second) > 1 && third.as_ref().is_none_or(|third| third.len() == second.len());
    let is_header = named(&second) * 2 >= filled(&second) && filled(&second) > 0;
    let is_title = is_alone
        && (is_header || is_table && first.len() == 1 && own.delimiter == b',' && count(head, b',', false) == 0)
        || first.len() != second.len() && is_header;
    is_title.then_some((Above::Title, line_end + 1))
}

fn cells(head: &[u8], delimiter: u8) -> Option<Vec<String>> {
    let mut records = Records::new(head, delimiter);
    let record = records.next().ok()??;
    Some(record.cells.iter().map(|cell| String::from_utf8_lossy(&record.value(cell)).into_owned()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_is_told_by_header_and_rows() {
        for (head, delimiter, others, is_supported) in [
            ("a,b\n1,2\n", b',', &b""[..], true),
            ("a;b\n1,5;2\n", b';', b"", true),
            ("a|b\n1|2\n", b'|', b"", true),
            ("a:b\n1:2\n", b':', b"", true),
            ("a\n1\n", b',', b"", true),
            ("\"a;b\",c\n1,2\n", b',', b"", true),
            ("Last_Name,City: home\nBoyle,Oslo\n", b',', b":", true),
            ("a;b, c\n1;2\n", b';', b",", true),
            ("a\tb\n1\t2\n", b'\t', b"", false),
            ("a\tb: c\n1\t2\n", b'\t', b"", false),
            ("a^b\n1^2\n", b'^', b"", false),
            ("Note: x\nBoyle\n", b',', b":", true),
        ] {
            let form = form(head.as_bytes());
            assert_eq!(
                (form.delimiter, &form.others[..], form.is_supported),
                (delimiter, others, is_supported),
                "{head:?}"
            );
        }
    }

    #[test]
    fn what_stands_above_the_header_is_told() {
        let known = |name: &str| ["Last_Name", "Email"].contains(&name);
        for (head, expected) in [
            ("Last_Name,Email\nBoyle,p@zylker.com\n", None),
            ("sep=;\nLast_Name;Email\n", Some(Above::Separator)),
            ("\nLast_Name,Email\n", Some(Above::Blank)),
            ("Leads export 2026-01-02\nLast_Name,Email\nBoyle,p@zylker.com\n", Some(Above::Title)),
            ("Leads export,\nLast_Name,Email\nBoyle,p@zylker.com\n", Some(Above::Title)),
            ("Leads, January, all\nLast_Name,Email\nBoyle,p@zylker.com\n", Some(Above::Title)),
            ("Leads export\nn,e\nBoyle,p@zylker.com\n", Some(Above::Title)),
            ("Leads\nLast_Name\nBoyle\n", Some(Above::Title)),
            ("n\nBoyle\nKim\n", None),
            ("n,e\nBoyle,p@zylker.com\n", None),
            ("n,e\n\"a\nb\",p@zylker.com\n", None),
        ] {
            assert_eq!(above(head.as_bytes(), known).map(|(above, _)| above), expected, "{head:?}");
        }
    }
}

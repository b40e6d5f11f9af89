//! A text that a file holds as a string, and the way from its places back to the file.

use bulkwrite_core::Loc;
use bulkwrite_core::node::Node;

/// The body of a request as it is sent, and where it stands in the collection that holds it as an escaped string.
///
/// ```
/// use bulkwrite_core::{Loc, json};
/// use bulkwrite_render::Body;
///
/// let file = br#"  "a\nb"  "#;
/// let string = json::parse(file, &json::Options::default()).root.unwrap();
/// let body = Body::new(file, &string).unwrap();
/// assert_eq!(body.text, "a\nb");
/// assert_eq!(body.in_file(file, Loc::new(2, 3)), Loc::new(6, 7));
/// ```
#[derive(Debug)]
pub struct Body {
    /// The text, escapes resolved.
    pub text: String,
    /// What stands between the quotes in the collection.
    content: Loc,
    /// Pairs of a byte of the text and the byte of the collection it stands at, [`STEP`] or more bytes apart.
    marks: Vec<(u32, u32)>,
}

/// Far enough apart to be few, near enough to be quick between them.
const STEP: u32 = 128;

impl Body {
    /// The body in the string `raw` of `file`, which is valid JSON; `None` if it is no string.
    pub fn new(file: &[u8], raw: &Node<'_>) -> Option<Self> {
        let text = raw.as_str()?.to_owned();
        let content = Loc::new(raw.loc.start + 1, raw.loc.end.saturating_sub(1));
        let mut marks = vec![(0, content.start)];
        let (mut decoded, mut at) = marks[0];
        while at < content.end {
            let (raw_len, len) = unit(&file[at as usize..content.end as usize]);
            at += raw_len;
            decoded += len;
            if decoded - marks[marks.len() - 1].0 >= STEP {
                marks.push((decoded, at));
            }
        }
        Some(Self { text, content, marks })
    }

    /// Where the string stands in the collection, quotes included.
    pub const fn string(&self) -> Loc {
        Loc::new(self.content.start - 1, self.content.end + 1)
    }

    /// Where a range of the text stands in `file`. An escape of which only a part is meant is taken whole.
    pub fn in_file(&self, file: &[u8], range: Loc) -> Loc {
        let start = self.place(file, range.start, false);
        Loc::new(start, if range.end > range.start { self.place(file, range.end, true) } else { start })
    }

    /// Where the unit that holds a byte of the text starts; `after` takes the unit before it instead, and its end.
    fn place(&self, file: &[u8], offset: u32, after: bool) -> u32 {
        let (mut decoded, mut at) = self.marks[self.marks.partition_point(|mark| mark.0 <= offset).max(1) - 1];
        while at < self.content.end && decoded < offset {
            let (raw_len, len) = unit(&file[at as usize..self.content.end as usize]);
            if decoded + len > offset && !after {
                break;
            }
            at += raw_len;
            decoded += len;
        }
        at
    }
}

/// How many bytes the first unit of the inside of a valid JSON string takes, and how many its text. Bytes of one
/// character count one by one.
fn unit(raw: &[u8]) -> (u32, u32) {
    let hex = |at: usize| {
        let digits = std::str::from_utf8(raw.get(at..at + 4)?).ok()?;
        u32::from_str_radix(digits, 16).ok()
    };
    match raw {
        [b'\\', b'u', ..] => match hex(2) {
            Some(0..0x80) => (6, 1),
            Some(0x80..0x800) => (6, 2),
            Some(0xD800..0xDC00) => (12, 4),
            _ => (6, 3),
        },
        [b'\\', ..] => (2, 1),
        _ => (1, 1),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use bulkwrite_core::json::{Options, parse, raw_range};

    use super::*;

    #[test]
    fn every_range_leads_to_the_place_that_the_core_finds() {
        let long = format!(r#"  "{}é😀\n\u00e9\ud83d\ude00\/x""#, r#"ab\"\u0041\\"#.repeat(90));
        for file in [r#""""#, r#"  "plain""#, r#" "\n\t\"\u20ac\ud83d\ude00é" "#, &long] {
            let node = parse(file.as_bytes(), &Options::default()).root.unwrap();
            let body = Body::new(file.as_bytes(), &node).unwrap();
            assert!(body.text.len() < 400 || body.marks.len() > 2);
            let boundaries: Vec<u32> = (0..=u32::try_from(body.text.len()).unwrap())
                .filter(|&at| body.text.is_char_boundary(at as usize))
                .collect();
            for (i, &start) in boundaries.iter().enumerate() {
                for &end in boundaries[i..].iter().step_by(1 + boundaries.len() / 20) {
                    let expected = raw_range(file.as_bytes(), node.loc, start..end);
                    let found = body.in_file(file.as_bytes(), Loc::new(start, end));
                    assert_eq!(found.start, expected.start, "{start}..{end} of {file}");
                    assert!(start == end || found == expected, "{start}..{end} of {file}");
                }
            }
        }
    }
}

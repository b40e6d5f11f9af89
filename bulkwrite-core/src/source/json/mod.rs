//! JSON text as a [`Node`] tree with byte places, read past the slips that people make.
//!
//! What is valid is what RFC 8259 says, over UTF-8. A text with slips (a comment, a trailing comma, single quotes) is
//! still read as it is meant, and each slip is reported at its place, so that one run finds everything that is wrong
//! with a job, not only the first slip. Duplicate keys are kept, and numbers stay the text that they are.

mod comments;
mod condense;
mod decode;
mod edit;
mod parse;
mod path;
mod plain;
mod position;
mod recover;
mod scan;
mod slip;
mod sniff;
mod text;
mod write;

pub use comments::blanked_comments;
pub(crate) use condense::condense;
pub(crate) use decode::decode;
pub use edit::{TextEdit, text_edits};
pub use path::path_of;
pub use position::{Columns, LineIndex};
pub use slip::{Fix, Slip, SlipKind};
pub use text::raw_range;
pub use write::compact;

use crate::source::Loc;
use crate::source::node::Node;

/// How many brackets may be open at once.
pub const MAX_DEPTH: u32 = 128;

/// How many values a document may have. It bounds the memory of the tree to about 250 MB.
pub const MAX_VALUES: u32 = 1_000_000;

/// How many slips are reported before reading stops, those of spelling (quotes, commas, comments) apart.
pub const MAX_SLIPS: usize = 100;

/// How many slips of spelling are read past before reading stops: a dump of another language is full of them.
const MAX_SPELLINGS: usize = 20_000;

/// The UTF-8 byte order mark.
const BOM: &[u8] = "\u{feff}".as_bytes();

/// What to read besides JSON.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Whether a string that is nothing but `{{x}}`, and a `{{x}}` without quotes where a value belongs, is a
    /// [`Hole`](crate::node::Value::Hole), as in a Postman collection. Otherwise the first stays a string and the second
    /// is a slip.
    pub placeholders: bool,
}

/// A text that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed<'a> {
    /// The document; `None` if nothing sensible could be read.
    pub root: Option<Node<'a>>,
    /// Everything in the text that is not JSON, in reading order. If there is none, the text is valid and there is a root.
    pub slips: Vec<Slip>,
    /// Where the UTF-8 byte order mark is, if there is one. It is skipped and not a slip.
    pub bom: Option<Loc>,
    /// Whether the tree has everything that the text has. If not, because reading had to stop or something was left out
    /// (`...`), it is no mistake of the document that a key is absent.
    pub complete: bool,
}

/// Reads a document.
///
/// It never panics, and time and memory are bounded: see [`MAX_DEPTH`], [`MAX_VALUES`] and [`MAX_SLIPS`].
///
/// ```
/// # use bulkwrite_core as bulkwrite;
/// use bulkwrite::Loc;
/// use bulkwrite::json::{Options, SlipKind, parse};
///
/// let parsed = parse(b"{'index': 007,}", &Options::default());
/// let kinds: Vec<_> = parsed.slips.iter().map(|slip| slip.kind).collect();
/// assert_eq!(kinds, [SlipKind::WrongQuotes, SlipKind::LeadingZero, SlipKind::TrailingComma]);
/// assert_eq!(parsed.slips[2].loc, Loc::new(13, 14));
/// assert_eq!(parsed.slips[1].message(), "the number `007` starts with a zero");
///
/// let root = parsed.root.expect("it is readable");
/// assert!(root.get("index").is_some());
/// ```
pub fn parse<'a>(text: &'a [u8], options: &Options) -> Parsed<'a> {
    parse::document(text, *options)
}

/// A place in a text of at most `u32::MAX` bytes.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "`sniff` refuses longer texts before any place is made")]
const fn loc(start: usize, end: usize) -> Loc {
    Loc::new(start as u32, end as u32)
}

#[cfg(test)]
mod tests;

//! What is not JSON in a text that is meant to be.

use std::borrow::Cow;

use super::{MAX_DEPTH, MAX_SLIPS};
use crate::source::Loc;

/// A place where the text is not JSON.
#[derive(Clone, Debug, PartialEq)]
pub struct Slip {
    /// What is wrong.
    pub kind: SlipKind,
    /// Where; empty, at the place to insert something, if something is missing.
    pub loc: Loc,
    /// Another place that explains this one, such as the bracket that is never closed, with a short label.
    pub related: Option<(Loc, Cow<'static, str>)>,
    /// The edits that make it JSON, if they are known.
    pub fix: Option<Fix>,
    /// How many more of its kind it stands for.
    pub(super) more: usize,
    /// The text at fault, or a detail, ready for a message.
    pub(super) found: Box<str>,
    /// How to make it JSON, where its kind alone does not tell.
    pub(super) how: Option<&'static str>,
}

/// Edits of the source that make a slip go away.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// The parts to replace, in reading order, and what stands there instead.
    pub edits: Vec<(Loc, Cow<'static, str>)>,
    /// Whether the result certainly means what the author meant.
    pub safe: bool,
}

/// The ways in which a text fails to be JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SlipKind {
    /// `// …`, `# …` or `/* … */`.
    Comment,
    /// A `/*` without `*/`; nothing after it is read.
    UnclosedComment,
    /// `...` for something left out; the tree lacks it.
    Ellipsis,
    /// A blank that JSON does not know, such as a no-break space.
    StrangeBlank,
    /// A comma before a closing bracket.
    TrailingComma,
    /// No comma between two entries.
    MissingComma,
    /// Two commas in a row, or one before the first entry.
    ExtraComma,
    /// `;` for a comma.
    WrongComma,
    /// No colon after a key.
    MissingColon,
    /// `=` or `=>` for a colon.
    WrongColon,
    /// Nothing after the colon.
    MissingValue,
    /// A string in single quotes or backticks.
    WrongQuotes,
    /// A typographic quotation mark.
    SmartQuotes,
    /// A string that does not end on its line.
    UnclosedString,
    /// A quotation mark inside of a string.
    UnescapedQuote,
    /// A control character inside of a string.
    ControlCharacter,
    /// A backslash sequence that JSON does not know.
    BadEscape,
    /// One half of a surrogate pair.
    LoneSurrogate,
    /// A key without quotes.
    UnquotedKey,
    /// A value without quotes, or an expression of some language.
    BareWord,
    /// `True`, `FALSE`, `None`, `nil`, …: a constant in the spelling of another language.
    WrongConstant,
    /// `undefined`.
    Undefined,
    /// `NaN` or `Infinity`.
    NotFinite,
    /// `{{x}}` without quotes.
    Placeholder,
    /// `007`.
    LeadingZero,
    /// `+1`.
    LeadingPlus,
    /// `.5` or `1.`.
    BareDot,
    /// `0x1F`.
    HexNumber,
    /// Anything else that starts like a number.
    BadNumber,
    /// The text ends inside of a value.
    Truncated,
    /// `]` for `}` or the other way around, or one too many.
    MismatchedBracket,
    /// A bracket that is not closed before an outer one is, or before the text ends.
    UnclosedBracket,
    /// Something that fits nowhere; nothing after it is read.
    Unexpected,
    /// A second document, or other text, after the document.
    TrailingText,
    /// Nothing, or nothing but blanks.
    Empty,
    /// Bytes that are not UTF-8.
    NotUtf8,
    /// UTF-16 or UTF-32.
    WrongEncoding,
    /// Another kind of file: HTML, CSV, ZIP, …
    OtherFormat,
    /// Another notation throughout, such as that of a Python dict.
    OtherNotation,
    /// Text that is no JSON at all.
    NotJson,
    /// More than [`MAX_DEPTH`] nested brackets; nothing after it is read.
    TooDeep,
    /// More than [`MAX_VALUES`](super::MAX_VALUES) values, or 4 GiB; nothing after it is read.
    TooLarge,
    /// More than [`MAX_SLIPS`] slips; nothing after it is read.
    TooManySlips,
}

impl SlipKind {
    /// Whether it is a matter of spelling that may run through a text, past which reading goes on.
    pub(super) const fn is_spelling(self) -> bool {
        matches!(
            self,
            Self::WrongQuotes
                | Self::SmartQuotes
                | Self::UnquotedKey
                | Self::WrongConstant
                | Self::WrongColon
                | Self::TrailingComma
                | Self::MissingComma
                | Self::Comment
                | Self::StrangeBlank
        )
    }
}

impl Slip {
    pub(super) fn new(kind: SlipKind, loc: Loc, found: impl Into<Box<str>>) -> Self {
        Self { kind, loc, related: None, fix: None, more: 0, found: found.into(), how: None }
    }

    /// Whether the whole text is in another encoding, and can be written as UTF-8.
    pub(crate) const fn is_decodable(&self) -> bool {
        matches!(self.kind, SlipKind::WrongEncoding) || matches!(self.kind, SlipKind::NotUtf8) && self.how.is_some()
    }

    /// What is wrong, in one clause.
    pub fn message(&self) -> String {
        match self.more {
            0 => self.clause(),
            more => format!("{}, and {more} more like this", self.clause()),
        }
    }

    fn clause(&self) -> String {
        let found = &*self.found;
        match self.kind {
            SlipKind::Comment => format!("JSON has no comments, but here is a `{found}` comment"),
            SlipKind::UnclosedComment => "JSON has no comments, and this one never ends".into(),
            SlipKind::Ellipsis => format!("`{found}` stands for something that is left out"),
            SlipKind::StrangeBlank => format!("{found} is not a blank in JSON"),
            SlipKind::TrailingComma => format!("trailing comma before `{found}`"),
            SlipKind::MissingComma => format!("missing comma before {found}"),
            SlipKind::ExtraComma => "a comma with nothing before it".into(),
            SlipKind::WrongComma => "`;` in place of a comma".into(),
            SlipKind::MissingColon => format!("no `:` after the key {found}"),
            SlipKind::WrongColon => format!("`{found}` in place of `:`"),
            SlipKind::MissingValue => "nothing stands where a value belongs".into(),
            SlipKind::WrongQuotes => format!("a string in {found}"),
            SlipKind::SmartQuotes => format!("typographic quotation mark {found} around a string"),
            SlipKind::UnclosedString => "this string is not closed".into(),
            SlipKind::UnescapedQuote => "a quotation mark inside of a string is not escaped".into(),
            SlipKind::ControlCharacter => format!("raw {found} inside of a string"),
            SlipKind::BadEscape => format!("JSON has no escape `{found}`"),
            SlipKind::LoneSurrogate => format!("`{found}` is one half of a surrogate pair and no character by itself"),
            SlipKind::UnquotedKey => format!("the key `{found}` is not quoted"),
            SlipKind::BareWord => format!("`{found}` is not a JSON value"),
            SlipKind::WrongConstant => format!("JSON has no constant `{found}`"),
            SlipKind::Undefined => "JSON has no `undefined`".into(),
            SlipKind::NotFinite => format!("JSON has no number `{found}`"),
            SlipKind::Placeholder => format!("the placeholder `{found}` is not a JSON value"),
            SlipKind::LeadingZero => format!("the number `{found}` starts with a zero"),
            SlipKind::LeadingPlus => format!("the number `{found}` starts with a plus sign"),
            SlipKind::BareDot => format!("the number `{found}` lacks a digit beside the point"),
            SlipKind::HexNumber => format!("JSON has no hexadecimal numbers such as `{found}`"),
            SlipKind::BadNumber => format!("`{found}` is not a number in JSON"),
            SlipKind::Truncated => format!("the text ends inside of {found}"),
            SlipKind::MismatchedBracket => format!("`{found}` closes a bracket of the other kind"),
            SlipKind::UnclosedBracket => format!("unclosed `{found}`"),
            SlipKind::Unexpected => found.into(),
            SlipKind::TrailingText => format!("unexpected {found}"),
            SlipKind::Empty => "the text is empty".into(),
            SlipKind::NotUtf8 => format!("not UTF-8: {found}"),
            SlipKind::WrongEncoding => format!("the text is {found}, JSON must be UTF-8"),
            SlipKind::OtherFormat => format!("this is {found}, not JSON"),
            SlipKind::OtherNotation => format!("this is {found}"),
            SlipKind::NotJson => format!("this is not JSON: it starts with {found}"),
            SlipKind::TooDeep => format!("more than {MAX_DEPTH} nested brackets"),
            SlipKind::TooLarge => format!("more than {found}"),
            SlipKind::TooManySlips => format!("more than {MAX_SLIPS} mistakes, the rest is not read"),
        }
    }

    /// How to make it JSON, as an instruction.
    pub fn help(&self) -> Option<String> {
        if let Some(how) = self.how {
            return Some(how.into());
        }
        let found = &*self.found;
        let fixed = match &self.fix {
            Some(Fix { edits, .. }) => edits.first().map_or("", |(_, text)| text),
            None => "",
        };
        Some(match self.kind {
            SlipKind::Comment | SlipKind::UnclosedComment => "remove the comment".into(),
            SlipKind::Ellipsis => "write out what is left out, or remove it".into(),
            SlipKind::StrangeBlank => "replace it by a space".into(),
            SlipKind::TrailingComma | SlipKind::ExtraComma => "remove the comma".into(),
            SlipKind::MissingComma => "insert a comma".into(),
            SlipKind::WrongComma => "write `,`".into(),
            SlipKind::MissingColon => "write `:` and the value after the key".into(),
            SlipKind::WrongColon => "write `:`".into(),
            SlipKind::MissingValue => "write the value, or remove the key".into(),
            SlipKind::WrongQuotes | SlipKind::SmartQuotes => "use straight double quotes, `\"`".into(),
            SlipKind::UnclosedString => "close it with `\"`".into(),
            SlipKind::UnescapedQuote => "write `\\\"`".into(),
            SlipKind::ControlCharacter | SlipKind::BadEscape if !fixed.is_empty() => format!("write `{fixed}`"),
            SlipKind::BadEscape => "write `\\\\` for a backslash".into(),
            SlipKind::ControlCharacter => "escape it".into(),
            SlipKind::LoneSurrogate => "write both halves, or the character itself".into(),
            SlipKind::UnquotedKey => format!("write `\"{found}\"`"),
            SlipKind::BareWord => "put it in quotes if it is text; JSON has no variables and no expressions".into(),
            SlipKind::Placeholder => "fill it in, or quote it".into(),
            SlipKind::WrongConstant
            | SlipKind::LeadingZero
            | SlipKind::LeadingPlus
            | SlipKind::BareDot
            | SlipKind::HexNumber => format!("write `{}`", self.fixed()),
            SlipKind::Undefined => "write a value, or remove the key".into(),
            SlipKind::NotFinite => "write a number with digits, or a string".into(),
            SlipKind::BadNumber => "write digits, or put it in quotes if it is text".into(),
            SlipKind::Truncated if !fixed.is_empty() => {
                format!("add what closes it: `{}`", fixed.split_whitespace().collect::<String>())
            }
            SlipKind::Truncated => "complete the text; a download or a copy may have been cut off".into(),
            SlipKind::MismatchedBracket => match &self.fix {
                Some(_) if fixed.is_empty() => "remove it".into(),
                Some(_) => format!("write `{fixed}`"),
                None => "close the bracket first that was opened last".into(),
            },
            SlipKind::UnclosedBracket => format!("close it with `{}`", fixed.trim()),
            SlipKind::TrailingText => "keep one document in the text".into(),
            SlipKind::Empty => "write the JSON of the job".into(),
            SlipKind::NotUtf8 | SlipKind::WrongEncoding => "save the file as UTF-8".into(),
            SlipKind::OtherFormat | SlipKind::NotJson => "pass the JSON body of the job".into(),
            SlipKind::TooManySlips => "repair the ones before first".into(),
            _ => return None,
        })
    }

    /// What the text at fault reads once it is fixed by a single edit.
    fn fixed(&self) -> &str {
        self.fix.as_ref().and_then(|fix| fix.edits.first()).map_or("", |(_, text)| text)
    }
}

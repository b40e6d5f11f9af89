//! The file as a whole: what is no JSON at all, and what stands after the document.

use crate::source::Loc;
use crate::source::json::parse::Parser;
use crate::source::json::{Fix, Slip, SlipKind, decode, loc, sniff};
use crate::source::node::{Node, Value};

impl<'a> Parser<'a> {
    /// Reports a file that is no UTF-8 text; whether it can be read all the same.
    #[inline]
    pub(in crate::source::json) fn check_file(&mut self) -> bool {
        let short = u32::try_from(self.bytes.len()).is_ok();
        if short && self.text.is_some() && !matches!(self.bytes, [0, ..] | [_, 0, ..]) { true } else { self.odd_file() }
    }

    #[cold]
    fn odd_file(&mut self) -> bool {
        let Ok(len) = u32::try_from(self.bytes.len()) else {
            self.report(SlipKind::TooLarge, Loc::default(), "4 GiB of text");
            self.stop();
            return false;
        };
        let whole = Loc::new(0, len);
        if let Some(name) = sniff::encoding(self.bytes) {
            self.report(SlipKind::WrongEncoding, whole, name);
        } else if let Some(name) = sniff::archive(self.bytes) {
            self.report(SlipKind::OtherFormat, whole, name);
        } else {
            if let Err(error) = std::str::from_utf8(self.bytes) {
                let start = error.valid_up_to();
                let end = error.error_len().map_or(self.bytes.len(), |len| start + len);
                let found = format!("the byte 0x{:02X} at offset {start}", self.bytes[start]);
                let how = decode::is_windows_1252(self.bytes)
                    .then_some("save the file as UTF-8; it seems to be Windows-1252");
                if let Some(slip) = self.report(SlipKind::NotUtf8, loc(start, end), found) {
                    slip.how = how;
                }
            }
            return true;
        }
        self.stop();
        false
    }

    /// A document that starts like none.
    #[cold]
    pub(in crate::source::json) fn odd_root(&mut self) -> Option<Node<'a>> {
        let start = self.at;
        if start == self.bytes.len() {
            self.report(SlipKind::Empty, loc(0, start), "");
            self.stop();
            return None;
        }
        if self.wrapped(start) {
            return None;
        }
        let slips = self.slips.len();
        if self.peek() != 0 && sniff::format(self.bytes).is_none() {
            let root = self.value();
            let word =
                |slip: &Slip| matches!(slip.kind, SlipKind::BareWord | SlipKind::Unexpected | SlipKind::MissingValue);
            if !self.slips[slips..].iter().any(word) {
                return Some(root);
            }
        }
        self.slips.truncate(slips);
        self.not_json(start);
        None
    }

    /// Something after the document.
    #[cold]
    pub(in crate::source::json) fn odd_end(&mut self, root: Node<'a>) -> Option<Node<'a>> {
        let prose = match root.value {
            Value::Map(_) | Value::Hole => false,
            Value::List(_) => {
                self.slips.iter().any(|slip| matches!(slip.kind, SlipKind::BareWord | SlipKind::BadNumber))
            }
            _ => true,
        };
        if prose {
            // A line of prose, of a log or of a table may start with a number, a string or a bracket.
            self.slips.retain(|slip| slip.kind == SlipKind::NotUtf8);
            self.not_json(root.loc.start as usize);
            return None;
        }
        let start = self.at;
        let end = self.text_end();
        let junk = loc(start, end);
        let second = matches!(self.bytes[start], b'{' | b'[');
        let found = if second {
            "second document after the end of the first".to_owned()
        } else {
            format!("{} after the end of the document", self.name_next())
        };
        // What is not a document of its own is left over from where the text was copied.
        let safe = self.bytes[start..end].iter().all(|byte| b";,}]) \t\r\n".contains(byte));
        if let Some(slip) = self.report(SlipKind::TrailingText, junk, found) {
            slip.fix = (!second).then(|| Fix::one(junk, "", safe));
            slip.how = (!second).then_some("remove it");
        }
        Some(root)
    }

    /// A document in a wrapper of text: a Markdown fence, an assignment of a program; whether it is one.
    fn wrapped(&mut self, start: usize) -> bool {
        let end = self.text_end();
        let text = &self.bytes[start..end];
        let (name, cure, from, to) = if text.starts_with(b"```") {
            let line = text.iter().position(|&byte| byte == b'\n').unwrap_or(text.len());
            let body = &text[line..];
            let Some(len) = body.windows(3).position(|fence| fence == b"```") else { return false };
            if !body[..len].trim_ascii_start().starts_with(b"{") {
                return false;
            }
            ("a Markdown code block", "keep what stands between the fences", start + line + 1, start + line + len)
        } else {
            let Some(from) = assigned(text) else { return false };
            let body = text[from..].iter().rposition(|&byte| byte == b'}').map_or(from, |last| from + last + 1);
            if text[body..].iter().any(|byte| !b"; \t\r\n".contains(byte)) {
                return false;
            }
            ("an assignment of a program", "keep what is assigned", start + from, start + body)
        };
        let line = text.iter().take_while(|&&byte| byte != b'\n' && byte != b'\r').count();
        let place = loc(start, (start + line).min(from));
        if let Some(slip) = self.report(SlipKind::OtherFormat, place, name) {
            let edits = [loc(start, from), loc(to, end)].into_iter().filter(|part| part.start < part.end);
            // What follows the fence is nobody's JSON, but somebody's text.
            let safe = to + 4 >= end;
            slip.fix = Some(Fix { edits: edits.map(|part| (part, "".into())).collect(), safe });
            slip.how = Some(cure);
        }
        self.stop();
        true
    }

    fn not_json(&mut self, start: usize) {
        self.stopped = false;
        let line = start + self.bytes[start..].iter().take_while(|&&byte| byte != b'\n' && byte != b'\r').count();
        if let Some(name) = sniff::format(self.bytes) {
            if let Some(slip) = self.report(SlipKind::OtherFormat, loc(start, line), name) {
                slip.how = sniff::cure(name);
            }
        } else {
            let found = beginning(&self.bytes[start..line]);
            self.report(SlipKind::NotJson, loc(start, line), found);
        }
        self.stop();
    }
}

/// The first word of a line, or its first character. Whatever the file is, it may hold a password or a token: no more of it is told
/// than shows what kind of thing it is.
fn beginning(line: &[u8]) -> String {
    const MOST: usize = 8;
    let word = line.iter().take(MOST).take_while(|byte| byte.is_ascii_alphabetic()).count();
    let shown = if word == 0 { usize::from(line.first().is_some_and(u8::is_ascii_graphic)) } else { word };
    let more = if shown < line.len() { "…" } else { "" };
    format!("`{}{more}`", String::from_utf8_lossy(&line[..shown]))
}

/// Where the object starts that a program assigns: `const job = {`, `$job = {`, `module.exports = {`, `export default {`.
fn assigned(text: &[u8]) -> Option<usize> {
    let brace = text.iter().take(200).position(|&byte| byte == b'{')?;
    let before = text[..brace].trim_ascii_end();
    let name = match before.strip_suffix(b"=") {
        Some(name) => name,
        None => before.strip_suffix(b"default")?,
    };
    let fits = |byte: &u8| byte.is_ascii_alphanumeric() || b"_$.: \t<>,[]".contains(byte);
    (name.first().is_some_and(|&byte| byte.is_ascii_alphabetic() || byte == b'$') && name.iter().all(fits))
        .then_some(brace)
}

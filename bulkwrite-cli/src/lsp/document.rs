//! A text that is open, and what is found in it.

use std::path::PathBuf;

use bulkwrite_config::Access;
use bulkwrite_core::json::{Columns, LineIndex};
use bulkwrite_core::{Checker, Level, Loc, Options, Report};
use bulkwrite_render::{Finding, View, utf16};
use serde_json::{Value, json};

use crate::cli::Checking;
use crate::configs::Configs;
use crate::sniff;

pub(super) struct Document {
    text: String,
    checker: Checker,
    report: Report,
    /// Whether it looks like a job: of other JSON nothing is said.
    pub(super) is_job: bool,
}

impl Document {
    pub(super) fn new(uri: &str, text: String, checking: &Checking, access: Access) -> Self {
        let path = path(uri);
        let configs = Configs::new(checking, access, [path.as_deref()]);
        Self::checked(text, Checker::new(configs.options(path.as_deref())))
    }

    /// The same document after a change.
    pub(super) fn with(self, text: String) -> Self {
        Self::checked(text, self.checker)
    }

    fn checked(text: String, checker: Checker) -> Self {
        let report = checker.check_json(text.as_bytes());
        let is_job = sniff::may_be_job(text.as_bytes());
        Self { text, checker, report, is_job }
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn checker(&self) -> &Checker {
        &self.checker
    }

    pub(super) fn options(&self) -> &Options {
        self.checker.options()
    }

    pub(super) fn report(&self) -> &Report {
        &self.report
    }

    pub(super) fn view(&self) -> View<'_> {
        // The text stays with the client, who shows it anyway.
        View::new("", self.text.as_bytes(), &self.report).verbatim(true)
    }

    /// The byte that a request's position stands for.
    pub(super) fn offset(&self, params: &Value) -> Option<u32> {
        self.byte(params.get("position")?)
    }

    fn byte(&self, position: &Value) -> Option<u32> {
        let number = |key: &str| u32::try_from(position.get(key)?.as_u64()?).ok()?.checked_add(1);
        let lines = LineIndex::new(self.text.as_bytes());
        lines.offset(number("line")?, number("character")?, Columns::Utf16)
    }

    /// The bytes of a range of the protocol.
    pub(super) fn loc(&self, range: &Value) -> Option<Loc> {
        Some(Loc::new(self.byte(range.get("start")?)?, self.byte(range.get("end")?)?))
    }

    /// A range of the protocol for bytes.
    pub(super) fn range(&self, loc: Loc) -> Value {
        let lines = LineIndex::new(self.text.as_bytes());
        let position = |offset: u32| {
            let (line, character) = utf16(&lines, offset);
            json!({ "line": line, "character": character })
        };
        json!({ "start": position(loc.start), "end": position(loc.end) })
    }

    pub(super) fn diagnostics(&self, uri: &str) -> Value {
        if !self.is_job {
            return Value::Array(Vec::new());
        }
        self.view().findings().map(|found| self.diagnostic(uri, &found)).collect()
    }

    /// A finding as the protocol has it.
    pub(super) fn diagnostic(&self, uri: &str, found: &Finding<'_>) -> Value {
        let loc = |start: u32, end: u32| self.range(Loc::new(start, end));
        let help = found.help.map(|help| format!("\nhelp: {help}")).unwrap_or_default();
        let related: Vec<Value> = found
            .related
            .iter()
            .map(|note| {
                let range = loc(note.place.start.offset, note.place.end.offset);
                json!({ "location": { "uri": uri, "range": range }, "message": note.label })
            })
            .collect();
        json!({
            "range": loc(found.place.start.offset, found.place.end.offset),
            "severity": if found.level == Level::Error { 1 } else { 2 },
            "code": found.rule.name,
            "codeDescription": { "href": found.rule.url() },
            "source": "bulkwrite",
            "message": format!("{}{help}", found.message),
            "relatedInformation": related,
        })
    }
}

/// The file of a URI; `None` for a text that is not saved.
fn path(uri: &str) -> Option<PathBuf> {
    let url = uri.strip_prefix("file://")?;
    let mut bytes = Vec::with_capacity(url.len());
    let mut rest = url.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = |digits: &[u8]| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok();
        if let (b'%', Some(byte)) = (first, after.get(..2).and_then(hex)) {
            bytes.push(byte);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    let path = String::from_utf8(bytes).ok()?;
    // `file:///C:/jobs/leads.json`
    let is_drive = path.as_bytes().get(2) == Some(&b':');
    Some(PathBuf::from(if is_drive { &path[1..] } else { &path }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uris_are_paths() {
        for (uri, expected) in [
            ("file:///home/me/jobs/leads.json", Some("/home/me/jobs/leads.json")),
            ("file:///a%20b/%C3%BC.json", Some("/a b/ü.json")),
            ("file:///C:/jobs/leads.json", Some("C:/jobs/leads.json")),
            ("file:///100%", Some("/100%")),
            ("untitled:Untitled-1", None),
        ] {
            assert_eq!(path(uri), expected.map(PathBuf::from), "{uri}");
        }
    }
}

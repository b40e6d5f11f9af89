//! One JSON object a line for each job: a contract, described in `docs/json-output.md`.

use std::fmt::Write as _;
use std::io::{self, Write};

use bulkwrite_core::response::ApiError;
use bulkwrite_core::{Diagnostic, Loc, Prediction, Verdict, is_deceptive};
use serde_json::{Map, Value};

use super::{Output, Totals, View, shortened};
use crate::postman::Recorded;

/// Longer texts are cut: paths and answers may repeat words of the job, as long as those are.
pub(crate) const LONGEST: usize = 2_000;

#[derive(Debug)]
pub(crate) struct Json;

impl Output for Json {
    fn job(&mut self, out: &mut dyn Write, view: &View<'_>) -> io::Result<()> {
        let report = &view.job.report;
        let mut line = Object::new();
        line.string("file", &view.file.name);
        if let Some(request) = &view.job.request {
            let agrees = request.recorded.as_ref().and_then(|recorded| recorded.agrees(report));
            line.string("request", &request.name)
                .raw("predicted", &or_null(report.predicted_response().map(|answer| self::answer(&answer))))
                .raw("recorded", &or_null(request.recorded.as_ref().map(self::recorded)))
                .raw("agrees", agrees.map_or("null", |agrees| if agrees { "true" } else { "false" }));
        }
        line.string("version", report.version().segment())
            .string("verdict", report.verdict().as_str())
            .list("diagnostics", view.diagnostics().iter().map(|found| diagnostic(view, found)))
            .boolean("truncated", report.is_truncated());
        writeln!(out, "{}", line.close())
    }

    fn finish(&mut self, _: &mut dyn Write, _: &Totals) -> io::Result<()> {
        Ok(())
    }
}

fn diagnostic(view: &View<'_>, found: &Diagnostic) -> String {
    let mut object = Object::new();
    object
        .string("rule", found.rule.name)
        .string("level", found.level.as_str())
        .string("path", &shortened(&found.path, LONGEST));
    range(&mut object, view, view.in_file(found.loc, found.within));
    object
        .string("message", &found.message)
        .optional("help", found.help.as_deref())
        .list(
            "related",
            found.related.iter().map(|related| {
                let mut object = Object::new();
                range(&mut object, view, view.in_file(related.loc, related.within));
                object.string("label", &related.label);
                object.close()
            }),
        )
        .raw("predicts", &or_null(found.predicts.as_ref().map(prediction)))
        .raw("fix", &or_null(fix(view, found)));
    object.close()
}

fn fix(view: &View<'_>, found: &Diagnostic) -> Option<String> {
    let edits = view.edits(found)?;
    let fix = found.fix.as_ref()?;
    let mut object = Object::new();
    object.string("title", &fix.title).boolean("safe", fix.safe).list(
        "edits",
        edits.iter().map(|edit| {
            let mut object = Object::new();
            object.number("start", edit.range.start).number("end", edit.range.end).string("text", &edit.text);
            object.close()
        }),
    );
    Some(object.close())
}

fn range(object: &mut Object, view: &View<'_>, loc: Loc) {
    for (key, offset) in [("start", loc.start), ("end", loc.end)] {
        let at = view.position(offset);
        let mut position = Object::new();
        position.number("line", at.line).number("column", at.column).number("offset", at.offset);
        object.raw(key, &position.close());
    }
}

fn prediction(prediction: &Prediction) -> String {
    let mut object = Object::new();
    object
        .string("code", prediction.code.as_str())
        .optional("message", prediction.message.as_deref().map(|text| shortened(text, LONGEST)).as_deref())
        .raw("details", &map(&prediction.details))
        .string("basis", prediction.basis.as_str());
    object.close()
}

fn answer(answer: &ApiError) -> String {
    let mut object = Object::new();
    object
        .string("code", answer.code.as_str())
        .optional("message", answer.message.as_deref().map(|text| shortened(text, LONGEST)).as_deref())
        .raw("details", &map(&answer.details));
    object.close()
}

fn recorded(recorded: &Recorded) -> String {
    let mut object = Object::new();
    object
        .raw("http", &or_null(recorded.http.map(|http| http.to_string())))
        .optional("code", recorded.code.as_deref())
        .optional("message", recorded.message.as_deref())
        .raw("details", &map(&recorded.details));
    object.close()
}

/// What a verdict is called; the callback check has a type of its own for it.
pub(crate) const fn verdict(verdict: bulkwrite_core::callback::Verdict) -> &'static str {
    use bulkwrite_core::callback::Verdict as Callback;
    match verdict {
        Callback::Accept => Verdict::Accept.as_str(),
        Callback::Warn => Verdict::Warn.as_str(),
        Callback::Reject => Verdict::Reject.as_str(),
    }
}

fn or_null(json: Option<String>) -> String {
    json.unwrap_or_else(|| "null".to_owned())
}

fn map(map: &Map<String, Value>) -> String {
    let mut object = Object::new();
    for (key, value) in map {
        match value {
            Value::String(text) => object.string(key, &shortened(text, LONGEST)),
            value => object.raw(key, &value.to_string()),
        };
    }
    object.close()
}

/// Writes an object, its keys in the order given.
#[derive(Debug)]
pub(crate) struct Object(String);

impl Object {
    pub(crate) fn new() -> Self {
        Self("{".to_owned())
    }

    pub(crate) fn string(&mut self, key: &str, value: &str) -> &mut Self {
        self.key(key);
        push_string(&mut self.0, value);
        self
    }

    pub(crate) fn optional(&mut self, key: &str, value: Option<&str>) -> &mut Self {
        match value {
            Some(value) => self.string(key, value),
            None => self.raw(key, "null"),
        }
    }

    pub(crate) fn number(&mut self, key: &str, value: impl std::fmt::Display) -> &mut Self {
        self.key(key);
        let _ = write!(self.0, "{value}");
        self
    }

    pub(crate) fn boolean(&mut self, key: &str, value: bool) -> &mut Self {
        self.raw(key, if value { "true" } else { "false" })
    }

    /// `json` is JSON already.
    pub(crate) fn raw(&mut self, key: &str, json: &str) -> &mut Self {
        self.key(key);
        self.0.push_str(json);
        self
    }

    /// The items are JSON already.
    pub(crate) fn list(&mut self, key: &str, items: impl IntoIterator<Item = String>) -> &mut Self {
        self.key(key);
        self.0.push('[');
        for (i, item) in items.into_iter().enumerate() {
            if i > 0 {
                self.0.push(',');
            }
            self.0.push_str(&item);
        }
        self.0.push(']');
        self
    }

    pub(crate) fn strings<'s>(&mut self, key: &str, items: impl IntoIterator<Item = &'s str>) -> &mut Self {
        self.list(key, items.into_iter().map(quoted))
    }

    pub(crate) fn close(&mut self) -> String {
        self.0.push('}');
        std::mem::take(&mut self.0)
    }

    fn key(&mut self, key: &str) {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        push_string(&mut self.0, key);
        self.0.push(':');
    }
}

/// A text as it stands between the quotes of a JSON string.
pub(crate) fn inside_string(text: &str) -> String {
    let quoted = quoted(text);
    quoted[1..quoted.len() - 1].to_owned()
}

/// A text as a JSON string.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    push_string(&mut out, text);
    out
}

/// Appends a JSON string; a character that does not show as itself is escaped, for those who look at the output.
fn push_string(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_deceptive(c) => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_read_back_as_they_were() {
        for text in ["", "a\"b\\c/", "\0\u{1f}\u{7f}\n\r\t", "é\u{202e}\u{feff}\u{e0001}😀\u{2028}"] {
            let json = quoted(text);
            assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
            assert!(!json.contains(is_deceptive), "{json}");
        }
    }
}

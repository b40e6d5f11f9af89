//! A log in the Static Analysis Results Interchange Format.
//!
//! Source: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.

use std::fmt::Write as _;

use bulkwrite_core::rules::RULES;
use bulkwrite_core::{Fix, Level, Rule};

use crate::human::predicted;
use crate::json::LONGEST;
use crate::{Finding, Object, Output, Place, Position, Totals, View, escaped, quoted, shortened};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// A log of all findings, written in the end.
///
/// ```
/// use bulkwrite_render::{Output, Totals, View, sarif::Sarif};
///
/// let text = br#"{ "operation": "insert", "resource": [] }"#;
/// let report = bulkwrite_core::check_json(text);
/// let (mut sarif, mut out) = (Sarif::default(), String::new());
/// sarif.job(&mut out, &View::new("job.json", text, &report));
/// assert_eq!(out, "");
/// sarif.finish(&mut out, &Totals::default());
/// assert!(out.contains(r#""results":[{"ruleId":"empty-resource","#));
/// ```
#[derive(Debug)]
pub struct Sarif {
    rules: Vec<&'static Rule>,
    results: Vec<String>,
}

impl Default for Sarif {
    /// A log of findings about jobs alone.
    fn default() -> Self {
        Self::of(RULES.iter().copied())
    }
}

impl Sarif {
    /// A log of what these rules find.
    ///
    /// ```
    /// use bulkwrite_core::rules;
    /// use bulkwrite_render::{Output, Totals, sarif::Sarif};
    ///
    /// let mut out = String::new();
    /// Sarif::of(rules::find("missing-key")).finish(&mut out, &Totals::default());
    /// assert!(out.contains(r#""rules":[{"id":"missing-key","#));
    /// ```
    pub fn of(rules: impl IntoIterator<Item = &'static Rule>) -> Self {
        Self { rules: rules.into_iter().collect(), results: Vec::new() }
    }
}

impl Output for Sarif {
    fn job(&mut self, _: &mut String, view: &View<'_>) {
        let rules = &self.rules;
        self.results.extend(view.findings().map(|found| result(view, &found, rules)));
    }

    fn finish(&mut self, out: &mut String, _: &Totals) {
        let mut driver = Object::new();
        driver
            .string("name", "bulkwrite")
            .string("semanticVersion", env!("CARGO_PKG_VERSION"))
            .string("informationUri", "https://docs.rs/bulkwrite")
            .list("rules", self.rules.iter().map(|rule| self::rule(rule)));
        let mut tool = Object::new();
        tool.raw("driver", &driver.close());
        let mut run = Object::new();
        run.raw("tool", &tool.close())
            .string("columnKind", "unicodeCodePoints")
            .list("results", self.results.drain(..));
        let mut log = Object::new();
        log.string("$schema", SCHEMA).string("version", "2.1.0").list("runs", [run.close()]);
        out.push_str(&log.close());
        out.push('\n');
    }
}

fn rule(rule: &Rule) -> String {
    let mut help = Object::new();
    help.string("text", &rule.markdown()).string("markdown", &rule.markdown());
    let mut configuration = Object::new();
    configuration.boolean("enabled", rule.level.is_some()).string("level", level(rule.level.unwrap_or(Level::Warning)));
    let mut object = Object::new();
    object
        .string("id", rule.name)
        .raw("shortDescription", &message(&rule.summary()))
        .raw("help", &help.close())
        .string("helpUri", &rule.url())
        .raw("defaultConfiguration", &configuration.close());
    object.close()
}

fn result(view: &View<'_>, found: &Finding<'_>, rules: &[&'static Rule]) -> String {
    let mut text = found.message.to_owned();
    if let Some(help) = found.help {
        let _ = write!(text, "\nhelp: {help}");
    }
    if let Some(prediction) = found.predicts {
        let _ = write!(text, "\npredicts: {}", predicted(prediction));
    }
    let mut place = Object::new();
    place.raw("physicalLocation", &physical(&found.place));
    let request = view.request().map(|request| escaped(request.name));
    let path = view.shown(found.path);
    let logical: Vec<&str> = request.as_deref().into_iter().chain([&*path]).filter(|name| !name.is_empty()).collect();
    if !logical.is_empty() {
        place.list(
            "logicalLocations",
            [format!("{{\"fullyQualifiedName\":{}}}", quoted(&shortened(&logical.join(": "), LONGEST)))],
        );
    }

    let mut object = Object::new();
    object.string("ruleId", found.rule.name);
    if let Some(index) = rules.iter().position(|rule| *rule == found.rule) {
        object.number("ruleIndex", index);
    }
    object.string("level", level(found.level)).raw("message", &message(&text)).list("locations", [place.close()]);
    if !found.related.is_empty() {
        object.list(
            "relatedLocations",
            found.related.iter().enumerate().map(|(id, note)| {
                let mut object = Object::new();
                object
                    .number("id", id)
                    .raw("physicalLocation", &physical(&note.place))
                    .raw("message", &message(note.label));
                object.close()
            }),
        );
    }
    if let Some(fix) = found.fix.and_then(|found| fix(view, found)) {
        object.list("fixes", [fix]);
    }
    let mut properties = Object::new();
    let report = view.report();
    properties.string("version", report.version().segment()).string("versionFrom", report.version_from().as_str());
    object.raw("properties", &properties.close());
    object.close()
}

fn fix(view: &View<'_>, fix: &Fix) -> Option<String> {
    let edits = view.edits(fix)?;
    if edits.iter().any(|edit| view.hides_edit(edit)) {
        return None; // whoever applies it would write the mask
    }
    let replacements = edits.into_iter().map(|edit| {
        let (start, end) = (view.position(edit.range.start), view.position(edit.range.end));
        let mut object = Object::new();
        object.raw("deletedRegion", &region(start, end)).raw("insertedContent", &message(&edit.text));
        object.close()
    });
    let mut change = Object::new();
    change.raw("artifactLocation", &artifact(view.name())).list("replacements", replacements);
    let mut object = Object::new();
    object.raw("description", &message(&fix.title)).list("artifactChanges", [change.close()]);
    Some(object.close())
}

fn physical(place: &Place<'_>) -> String {
    let mut object = Object::new();
    object.raw("artifactLocation", &artifact(place.source)).raw("region", &region(place.start, place.end));
    object.close()
}

fn artifact(name: &str) -> String {
    let mut object = Object::new();
    object.string("uri", &uri(name));
    object.close()
}

fn region(start: Position, end: Position) -> String {
    let mut region = Object::new();
    region
        .number("startLine", start.line)
        .number("startColumn", start.column)
        .number("endLine", end.line)
        .number("endColumn", end.column)
        .number("byteOffset", start.offset)
        .number("byteLength", end.offset - start.offset);
    region.close()
}

fn message(text: &str) -> String {
    let mut object = Object::new();
    object.string("text", text);
    object.close()
}

const fn level(level: Level) -> &'static str {
    level.as_str()
}

/// A path as a relative reference or a `file:` URI.
fn uri(path: &str) -> String {
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
    let mut out = match path.as_bytes() {
        [b'/', ..] => "file://".to_owned(),
        [_, b':', b'/', ..] if cfg!(windows) => "file:///".to_owned(),
        _ => String::new(),
    };
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            byte => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_become_uris() {
        for (path, expected) in [
            ("jobs/a.json", "jobs/a.json"),
            ("/tmp/a b.json", "file:///tmp/a%20b.json"),
            ("é:1#?.json", "%C3%A9%3A1%23%3F.json"),
            ("<stdin>", "%3Cstdin%3E"),
        ] {
            assert_eq!(uri(path), expected);
        }
    }
}

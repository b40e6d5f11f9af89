//! A log in the Static Analysis Results Interchange Format.
//!
//! Source: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.

use std::fmt::Write as _;
use std::io::{self, Write};

use bulkwrite_core::rules::RULES;
use bulkwrite_core::{Diagnostic, Level, Loc, Rule};

use super::human::predicted;
use super::json::{LONGEST, Object, quoted};
use super::{Output, Totals, View, shortened};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

#[derive(Debug, Default)]
pub(crate) struct Sarif {
    results: Vec<String>,
}

impl Output for Sarif {
    fn job(&mut self, _: &mut dyn Write, view: &View<'_>) -> io::Result<()> {
        self.results.extend(view.diagnostics().iter().map(|found| result(view, found)));
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write, _: &Totals) -> io::Result<()> {
        let mut driver = Object::new();
        driver
            .string("name", "bulkwrite")
            .string("semanticVersion", env!("CARGO_PKG_VERSION"))
            .string("informationUri", "https://docs.rs/bulkwrite")
            .list("rules", RULES.iter().map(|rule| self::rule(rule)));
        let mut tool = Object::new();
        tool.raw("driver", &driver.close());
        let mut run = Object::new();
        run.raw("tool", &tool.close())
            .string("columnKind", "unicodeCodePoints")
            .list("results", self.results.drain(..));
        let mut log = Object::new();
        log.string("$schema", SCHEMA).string("version", "2.1.0").list("runs", [run.close()]);
        writeln!(out, "{}", log.close())
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

fn result(view: &View<'_>, found: &Diagnostic) -> String {
    let mut text = found.message.clone().into_owned();
    if let Some(help) = &found.help {
        let _ = write!(text, "\nhelp: {help}");
    }
    if let Some(prediction) = &found.predicts {
        let _ = write!(text, "\npredicts: {}", predicted(prediction));
    }
    let mut place = Object::new();
    place.raw("physicalLocation", &physical(view, view.in_file(found.loc, found.within)));
    let request = view.job.request.as_ref().map(|request| request.name.as_str());
    let logical: Vec<&str> = request.into_iter().chain([found.path.as_str()]).filter(|name| !name.is_empty()).collect();
    if !logical.is_empty() {
        place.list(
            "logicalLocations",
            [format!("{{\"fullyQualifiedName\":{}}}", quoted(&shortened(&logical.join(": "), LONGEST)))],
        );
    }

    let mut object = Object::new();
    object.string("ruleId", found.rule.name);
    if let Some(index) = RULES.iter().position(|rule| *rule == found.rule) {
        object.number("ruleIndex", index);
    }
    object.string("level", level(found.level)).raw("message", &message(&text)).list("locations", [place.close()]);
    if !found.related.is_empty() {
        object.list(
            "relatedLocations",
            found.related.iter().enumerate().map(|(id, related)| {
                let mut object = Object::new();
                object
                    .number("id", id)
                    .raw("physicalLocation", &physical(view, view.in_file(related.loc, related.within)))
                    .raw("message", &message(&related.label));
                object.close()
            }),
        );
    }
    if let Some(fix) = fix(view, found) {
        object.list("fixes", [fix]);
    }
    object.close()
}

fn fix(view: &View<'_>, found: &Diagnostic) -> Option<String> {
    let replacements = view.edits(found)?.into_iter().map(|edit| {
        let mut object = Object::new();
        object.raw("deletedRegion", &region(view, edit.range)).raw("insertedContent", &message(&edit.text));
        object.close()
    });
    let mut change = Object::new();
    change.raw("artifactLocation", &artifact(view)).list("replacements", replacements);
    let mut object = Object::new();
    object.raw("description", &message(&found.fix.as_ref()?.title)).list("artifactChanges", [change.close()]);
    Some(object.close())
}

fn physical(view: &View<'_>, loc: Loc) -> String {
    let mut object = Object::new();
    object.raw("artifactLocation", &artifact(view)).raw("region", &region(view, loc));
    object.close()
}

fn artifact(view: &View<'_>) -> String {
    let mut object = Object::new();
    object.string("uri", &uri(&view.file.name));
    object.close()
}

fn region(view: &View<'_>, loc: Loc) -> String {
    let (start, end) = (view.position(loc.start), view.position(loc.end));
    let mut region = Object::new();
    region
        .number("startLine", start.line)
        .number("startColumn", start.column)
        .number("endLine", end.line)
        .number("endColumn", end.column)
        .number("byteOffset", start.offset)
        .number("byteLength", loc.end - loc.start);
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

//! What is said of every kind of mistake, word for word, and where.
//!
//! Each file in `data/wording` has its inputs in it, a line each behind `### `, and below an input what comes of it.
//! `⏎` and `⇥` stand for a line break and a tab, `⟨c3 28⟩` for bytes. To add a case, add its line;
//! `BLESS=1 cargo test -p bulkwrite-core --test it wording` writes the rest: look at what changed before you commit it.

use std::fmt::Write as _;
use std::path::Path;

use bulkwrite_core::callback;
use bulkwrite_core::json;
use bulkwrite_core::metadata::Metadata;
use bulkwrite_core::node::{Node, Value};
use bulkwrite_core::rules::RULES;
use bulkwrite_core::{Checker, Diagnostic, Edit, Levels, Loc, Options, check_json};

/// Holds a file against what `judge` says of each of its inputs.
fn hold(name: &str, judge: impl Fn(&[u8]) -> String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/wording").join(name);
    let expected = std::fs::read_to_string(&path).expect("the file is there").replace("\r\n", "\n");
    let mut actual = String::new();
    for line in expected.lines().filter(|line| line.starts_with("### ")) {
        let _ = writeln!(actual, "{line}\n{}", visible(judge(&bytes(&line[4..])).trim_end()));
    }
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, actual).expect("the file is writable");
    } else if let Some((is, ought)) = actual.lines().zip(expected.lines()).find(|(is, ought)| is != ought) {
        panic!("{name}: is\n  {is}\nand ought to be\n  {ought}\nBLESS=1 accepts it");
    } else {
        assert_eq!(actual.lines().count(), expected.lines().count(), "{name}: BLESS=1 accepts it");
    }
}

/// The bytes that an input stands for.
fn bytes(input: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = input;
    while let Some(char) = rest.chars().next() {
        rest = &rest[char.len_utf8()..];
        match char {
            '⏎' => out.push(b'\n'),
            '⇥' => out.push(b'\t'),
            '⟨' => {
                let (hex, after) = rest.split_once('⟩').expect("a ⟨ is closed");
                rest = after;
                out.extend(hex.split(' ').map(|byte| u8::from_str_radix(byte, 16).expect("two hexadecimal digits")));
            }
            _ => out.extend(char.to_string().bytes()),
        }
    }
    out
}

/// A text with everything in it that a file of lines would not show.
fn visible(text: &str) -> String {
    let show = |char: char| match char {
        '\t' => "⇥".to_owned(),
        '\n' | ' '..='~' => char.to_string(),
        _ if char.is_alphanumeric() || "…⏎⇥⟨⟩“”‘’«»".contains(char) => char.to_string(),
        _ => format!("⟨{:x}⟩", u32::from(char)),
    };
    text.chars().map(show).collect()
}

fn inline(text: &str) -> String {
    text.replace('\n', "⏎")
}

fn at(loc: Loc) -> String {
    format!("{}..{}", loc.start, loc.end)
}

/// The tree that was read, each part with its place.
fn tree(node: &Node<'_>) -> String {
    let what = match &node.value {
        Value::Null => "null".into(),
        Value::Bool(bool) => bool.to_string(),
        Value::Number(text) => text.to_string(),
        Value::String(text) | Value::Name(text) => inline(&format!("\"{text}\"")),
        Value::Hole => "?".into(),
        Value::List(items) => format!("[{}]", items.iter().map(tree).collect::<Vec<_>>().join(", ")),
        Value::Map(entries) => {
            let entry = |entry: &bulkwrite_core::node::Entry<'_>| {
                format!("{}@{}: {}", inline(&entry.key), at(entry.key_loc), tree(&entry.value))
            };
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
    };
    format!("{what}@{}", at(node.loc))
}

/// What the reader makes of a text.
fn read(text: &[u8], placeholders: bool) -> String {
    let parsed = json::parse(text, &json::Options { placeholders });
    let mut out = format!("{}\n", parsed.root.as_ref().map_or("nothing".into(), tree));
    if !parsed.complete {
        out.push_str("incomplete\n");
    }
    for slip in &parsed.slips {
        let _ = writeln!(out, "{} {:?}: {}", at(slip.loc), slip.kind, inline(&slip.message()));
        if let Some((loc, label)) = &slip.related {
            let _ = writeln!(out, "  {}: {label}", at(*loc));
        }
        if let Some(help) = slip.help() {
            let _ = writeln!(out, "  help: {}", inline(&help));
        }
        if let Some(fix) = &slip.fix {
            let edits = fix.edits.iter().map(|(loc, text)| format!("{} `{}`", at(*loc), inline(text)));
            let _ =
                writeln!(out, "  {}fix: {}", if fix.safe { "safe " } else { "" }, edits.collect::<Vec<_>>().join(", "));
        }
    }
    out
}

fn edit(edit: &Edit) -> String {
    match edit {
        Edit::RenameKey { key, to } => format!("rename {} to {to}", at(*key)),
        Edit::Replace { value, with } => format!("replace {} by {with}", at(*value)),
        Edit::ReplaceWithin { string, within, with } => {
            format!("in {} replace {} by `{with}`", at(*string), at(*within))
        }
        Edit::RemoveEntry { key } => format!("remove {}", at(*key)),
        Edit::AddEntry { map, key, value } => format!("add to {} {key}: {value}", at(*map)),
        Edit::Keep { value, part } => format!("keep {} of {}", at(*part), at(*value)),
        Edit::Wrap { value, before, after } => format!("write {before} before {} and {after} behind it", at(*value)),
        Edit::RemoveItem { item } => format!("remove {}", at(*item)),
        Edit::MoveItem { item, behind } => format!("move {} behind {}", at(*item), at(*behind)),
        Edit::Swap { first, second } => format!("swap {} and {}", at(*first), at(*second)),
        Edit::MoveEntry { key, map, to } => format!("move {} to {} as {to}", at(*key), at(*map)),
        Edit::Decode => "write the text as UTF-8".to_owned(),
        Edit::Source { range, with } => format!("{} `{}`", at(*range), inline(with)),
    }
}

/// Everything that a diagnostic says.
fn said(found: &Diagnostic) -> String {
    let mut out = format!("{}[{}] {}", found.level, found.rule.name, at(found.loc));
    if let Some(within) = found.within {
        let _ = write!(out, " in it {}", at(within));
    }
    if let Some(key) = found.key {
        let _ = write!(out, " lacks {key}");
    }
    let _ = writeln!(out, " {}\n  {}", found.path, inline(&found.message));
    for related in &found.related {
        let within = related.within.map_or(String::new(), |within| format!(" in it {}", at(within)));
        let _ = writeln!(out, "  {}{within}: {}", at(related.loc), inline(&related.label));
    }
    if let Some(help) = &found.help {
        let _ = writeln!(out, "  help: {}", inline(help));
    }
    if let Some(fix) = &found.fix {
        let edits: Vec<String> = fix.edits.iter().map(edit).collect();
        let _ =
            writeln!(out, "  {}fix, {}: {}", if fix.safe { "safe " } else { "" }, inline(&fix.title), edits.join(", "));
    }
    if let Some(predicts) = &found.predicts {
        let message = predicts.message.as_deref().unwrap_or("any message");
        let details = serde_json::Value::from(predicts.details.clone());
        let _ = writeln!(out, "  predicts: {} {}, {details}, {:?}", predicts.code, inline(message), predicts.basis);
    }
    out
}

fn all_said(diagnostics: &[Diagnostic]) -> String {
    if diagnostics.is_empty() { "nothing".into() } else { diagnostics.iter().map(said).collect() }
}

/// A job with one mapping.
fn of_mapping(mapping: &str) -> String {
    of_resource(&format!(
        r#""type":"data","module":"Leads","file_id":"4150868000005379001","field_mappings":[{mapping}]"#
    ))
}

fn of_resource(entries: &str) -> String {
    format!(r#"{{"operation":"insert","resource":[{{{entries}}}]}}"#)
}

/// A text as JSON.
fn quoted(text: &[u8]) -> String {
    serde_json::to_string(&String::from_utf8_lossy(text)).expect("a text is JSON")
}

#[test]
fn slips() {
    hold("slips.txt", |text| read(text, false));
}

#[test]
fn placeholders() {
    hold("placeholders.txt", |text| read(text, true));
}

#[test]
fn callbacks() {
    hold("callbacks.txt", |url| {
        let inspection = callback::inspect(&String::from_utf8_lossy(url));
        let said = |finding: &callback::Finding| {
            let mut out =
                format!("{:?} {:?} {:?}\n  {}\n", finding.level, finding.reason, finding.range, finding.message);
            if let Some(help) = &finding.help {
                let _ = writeln!(out, "  help: {help}");
            }
            if let Some(fix) = &finding.fix {
                let _ = writeln!(out, "  fix: {fix}");
            }
            out
        };
        let findings = inspection.findings();
        if findings.is_empty() { "nothing".into() } else { findings.iter().map(said).collect() }
    });
}

#[test]
fn formats() {
    hold("formats.txt", |format| {
        let job = of_mapping(&format!(r#"{{"api_name":"Day","index":0,"format":{}}}"#, quoted(format)));
        all_said(check_json(job.as_bytes()).diagnostics())
    });
}

#[test]
fn names() {
    hold("names.txt", |name| {
        let job = of_mapping(&format!(r#"{{"api_name":{},"index":0}}"#, quoted(name)));
        all_said(check_json(job.as_bytes()).diagnostics())
    });
}

#[test]
fn mappings() {
    hold("mappings.txt", |mapping| {
        all_said(check_json(of_mapping(&String::from_utf8_lossy(mapping)).as_bytes()).diagnostics())
    });
}

#[test]
fn resources() {
    hold("resources.txt", |entries| {
        all_said(check_json(of_resource(&String::from_utf8_lossy(entries)).as_bytes()).diagnostics())
    });
}

/// Operation, module and the other keys of a resource, with the metadata of `data/wording/boats.json`.
#[test]
fn fields() {
    let mut metadata = Metadata::new();
    metadata.read("Boats", include_bytes!("../data/wording/boats.json")).expect("the fixture is valid");
    let harbours = br#"{"fields":[{"api_name":"Name","data_type":"text","system_mandatory":true,"unique":{"case_sensitive":false}},
        {"api_name":"Tag","data_type":"text","json_type":"string"}]}"#;
    metadata.read("Harbours", harbours).expect("so is this");
    let seven =
        ["A", "B", "C", "D", "E", "F", "G"].map(|name| format!(r#"{{"api_name":"{name}","system_mandatory":true}}"#));
    metadata.read("Task", format!(r#"{{"fields":[{}]}}"#, seven.join(",")).as_bytes()).expect("and this");
    let checker = Checker::new(Options { metadata: Some(metadata), ..Options::default() });
    hold("fields.txt", |line| {
        let line = String::from_utf8_lossy(line);
        let [operation, module, rest] = line.splitn(3, ' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let job = format!(
            r#"{{"operation":"{operation}","ignore_empty":true,"resource":[{{"type":"data","module":{{"api_name":"{module}"}},"file_id":"4150868000005379001",{rest}}}]}}"#
        );
        all_said(checker.check_json(job.as_bytes()).diagnostics())
    });
}

/// Whole jobs, with the rules that are silent unless asked for.
#[test]
fn jobs() {
    let options = Options { levels: Levels::all(), ..Options::default() };
    let checker = Checker::new(options);
    hold("jobs.txt", |job| all_said(checker.check_json(job).diagnostics()));
}

/// The examples of the rules' documentation, by the rule's name.
#[test]
fn examples() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/wording/examples.txt");
    let mut named = std::fs::read_to_string(&path).expect("the file is there");
    for rule in RULES {
        let line = format!("### {}", rule.name);
        if !named.lines().any(|named| named == line) {
            assert!(std::env::var_os("BLESS").is_some(), "{line} is missing: BLESS=1 adds it");
            let _ = writeln!(named, "{line}");
            std::fs::write(&path, &named).expect("the file is writable");
        }
    }
    hold("examples.txt", |name| {
        let rule = RULES.iter().find(|rule| rule.name.as_bytes() == name).expect("the rule exists");
        let mut out = String::new();
        for example in rule.examples().iter().filter(|example| example.incorrect) {
            let levels = Levels::all();
            let options =
                Options { version: example.version, metadata: example.metadata.clone(), levels, ..Options::default() };
            let report = Checker::new(options).check_json(example.job.as_bytes());
            let _ = writeln!(out, "{}\n{}", inline(&example.job), all_said(report.diagnostics()));
        }
        out
    });
}

/// A kind of slip that no file shows is one whose wording nobody has looked at.
#[test]
fn every_kind_of_slip_is_shown() {
    let shown = ["slips.txt", "placeholders.txt"].map(|name| {
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/wording").join(name))
            .expect("the file is there")
    });
    // All but those of a size, which are in `hostile.rs`.
    let kinds = "Comment UnclosedComment Ellipsis StrangeBlank TrailingComma MissingComma ExtraComma WrongComma MissingColon \
                 WrongColon MissingValue WrongQuotes SmartQuotes UnclosedString UnescapedQuote ControlCharacter BadEscape \
                 LoneSurrogate UnquotedKey BareWord WrongConstant Undefined NotFinite Placeholder LeadingZero LeadingPlus \
                 BareDot HexNumber BadNumber Truncated MismatchedBracket Unexpected TrailingText Empty NotUtf8 WrongEncoding \
                 OtherFormat NotJson";
    for kind in kinds.split_whitespace() {
        assert!(shown.iter().any(|text| text.contains(&format!(" {kind}: "))), "{kind}");
    }
}

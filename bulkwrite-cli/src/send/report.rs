//! What is said of a plan and of rows.

use std::fmt::Write as _;
use std::io::{self, Write};

use bulkwrite_data::pack::CREDITS;
use bulkwrite_http::{Environment, OrgId, Site};
use bulkwrite_render::{ACCENT, ERROR, count, escaped, grouped};
use serde_json::{Value, json};

use super::data::Data;
use super::job::Ready;
use super::join::message;
use super::join::outcome::{Counts, Outcome, Refused};
use super::split::Part;
use crate::cli::send::RowFormat;
use crate::terminal::Terminal;

/// Rows that are drawn for people; programs get all.
const SHOWN: usize = 20;

pub(crate) fn rows(number: u64) -> String {
    format!("{} row{}", grouped(number), if number == 1 { "" } else { "s" })
}

fn size(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

/// Whose organisation it is, as far as that is known.
#[derive(Debug, Default)]
pub(crate) struct Target {
    pub(crate) zgid: Option<OrgId>,
    pub(crate) name: Option<String>,
    pub(crate) kind: Option<String>,
    pub(crate) credits: Option<String>,
}

/// Whether a second run of the job would change nothing.
pub(crate) fn is_repeatable(ready: &Ready) -> bool {
    ready.operation != "insert" || ready.resources.iter().all(|resource| resource.find_by.is_some())
}

/// The plan, as lines for people.
pub(crate) fn plan(ready: &Ready, (data, parts): (Option<&Data>, &[Part]), site: &Site, target: &Target) -> String {
    let mut text = String::new();
    let mut line = |label: &str, value: &str| {
        let _ = writeln!(text, "  {label:<25} {}", escaped(value));
    };
    let csvs = data.map(|data| &data.csvs[..]).unwrap_or_default();
    for (n, resource) in ready.resources.iter().enumerate() {
        let verb = match ready.operation.as_str() {
            "update" => "update",
            "upsert" => "upsert into",
            _ => "insert into",
        };
        let what = match (csvs.get(n), data) {
            (Some(csv), Some(data)) => {
                let zipped = if n == 0 && parts.is_empty() {
                    format!(", {} zipped", size(data.zip.len()))
                } else {
                    String::new()
                };
                format!("{} of {} ({}{zipped})", rows(csv.rows), csv.shown, size(csv.bytes.len()))
            }
            _ => "the rows of the file that was uploaded".to_owned(),
        };
        line(&format!("{verb} {}", resource.module), &what);
        let fields: Vec<_> = resource.columns.iter().map(|(field, _)| field.as_str()).collect();
        let mut columns = if fields.is_empty() { "as the header names them".to_owned() } else { fields.join(", ") };
        for (field, value) in &resource.defaults {
            let _ = write!(columns, "; {field} is \"{value}\" for all");
        }
        line("columns", &columns);
    }
    let mut into = match (&target.name, &target.zgid) {
        (Some(name), Some(zgid)) => format!("{name} ({zgid}), "),
        (None, Some(zgid)) => format!("{zgid}, "),
        _ => String::new(),
    };
    let environment = site.known().map(|(_, environment)| environment);
    let kind = target.kind.as_deref().map(str::to_ascii_uppercase).or_else(|| match environment? {
        Environment::Production => Some("PRODUCTION".to_owned()),
        environment => Some(environment.as_str().to_owned()),
    });
    if let Some(kind) = kind {
        let _ = write!(into, "{kind}, ");
    }
    let _ = write!(into, "{site}");
    line("into", &into);
    if !parts.is_empty() {
        let sizes: Vec<_> = parts.iter().map(|part| grouped(part.rows)).collect();
        let more = if sizes.len() > 8 { " + …" } else { "" };
        let rows = sizes[..sizes.len().min(8)].join(" + ");
        line("in parts", &format!("{} jobs, one after the other: {rows}{more} rows", parts.len()));
    }
    let credits = target.credits.as_ref().map(|left| format!("; {left} left today")).unwrap_or_default();
    line("costs", &format!("about {} credits{credits}", grouped(CREDITS * parts.len().max(1) as u64)));
    let twice = match (ready.operation.as_str(), is_repeatable(ready)) {
        ("insert", false) => "every row is there twice: an insert without `find_by` cannot be repeated",
        ("insert", true) => "nothing changes: rows that are there are skipped",
        _ => "nothing changes that has not changed before",
    };
    line("if it is sent twice", twice);
    text
}

/// The rows that were refused, in the format that is wanted.
pub(crate) fn refused(outcomes: &[Outcome<'_>], format: RowFormat, terminal: &Terminal) -> io::Result<()> {
    match format {
        RowFormat::Human => human(outcomes, terminal),
        RowFormat::Github => {
            let mut out = Terminal::plain();
            for (outcome, refused) in of_all(outcomes) {
                let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
                let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
                let file = property(&escaped(&outcome.csv.shown));
                let (line, column) = (refused.place.line, refused.place.column);
                writeln!(out, "::error file={file},line={line},col={column}::{}", data(&escaped(&sentence(&refused))))?;
            }
            out.flush()
        }
        // They are one document, with the rest.
        RowFormat::Json | RowFormat::Sarif => Ok(()),
    }
}

fn of_all<'o>(outcomes: &'o [Outcome<'_>]) -> impl Iterator<Item = (&'o Outcome<'o>, Refused<'o>)> {
    outcomes.iter().flat_map(|outcome| outcome.refused().into_iter().map(move |refused| (outcome, refused)))
}

fn sentence(refused: &Refused<'_>) -> String {
    match message(&refused.told.errors) {
        Some(message) => format!("not written: {message}"),
        None => format!("not written: the CRM says {}, and not why", refused.told.status),
    }
}

fn human(outcomes: &[Outcome<'_>], terminal: &Terminal) -> io::Result<()> {
    let mut out = terminal.styled();
    let all: Vec<_> = of_all(outcomes).collect();
    for (outcome, refused) in all.iter().take(SHOWN) {
        let (line, column) = (refused.place.line, refused.place.column);
        let file = escaped(&outcome.csv.shown).into_owned();
        writeln!(
            out,
            "{file}:{line}:{column}: {ERROR}not written{ERROR:#}{}",
            escaped(&sentence(refused)["not written".len()..])
        )?;
        let number = line.to_string();
        let blank = " ".repeat(number.len());
        // A long line is shown around the place.
        let room = terminal.width.saturating_sub(number.len() + 3).max(40);
        let from = (column - 1).saturating_sub(room / 2).min(refused.place.text.chars().count().saturating_sub(room));
        let shown: String = refused.place.text.chars().skip(from).take(room).collect();
        let at = " ".repeat(column - 1 - from);
        let carets = "^".repeat(refused.place.width.min(room.saturating_sub(column - 1 - from)).max(1));
        writeln!(out, "{ACCENT}{blank} |{ACCENT:#}")?;
        writeln!(out, "{ACCENT}{number} |{ACCENT:#} {}", shown.replace(|c: char| c.is_control(), " "))?;
        writeln!(out, "{ACCENT}{blank} |{ACCENT:#} {at}{ERROR}{carets}{ERROR:#}")?;
        if !refused.told.raw.is_empty() {
            writeln!(out, "{ACCENT}{blank} ={ACCENT:#} {}", escaped(&refused.told.raw))?;
        }
    }
    if all.len() > SHOWN {
        writeln!(out, "… and {} more refused, all in the file below", rows((all.len() - SHOWN) as u64))?;
    }
    let unjoined = outcomes.iter().flat_map(Outcome::unjoined);
    for told in unjoined.take(SHOWN) {
        let raw = escaped(&told.raw).into_owned();
        let why = if raw.is_empty() { told.status.to_string() } else { raw };
        writeln!(
            out,
            "row {} of the result: {ERROR}not written{ERROR:#}, and it is not certain which row of the data it is: {why}",
            told.at + 1
        )?;
    }
    out.flush()
}

/// The counts of all results in one line.
pub(crate) fn summary(counts: &[Counts]) -> String {
    let sum = |of: fn(&Counts) -> usize| counts.iter().map(of).sum::<usize>();
    let (added, updated, refused) = (sum(|c| c.added), sum(|c| c.updated), sum(|c| c.refused));
    let mut parts = Vec::new();
    if added > 0 || updated == 0 {
        parts.push(format!("{} added", grouped(added as u64)));
    }
    if updated > 0 {
        parts.push(format!("{} updated", grouped(updated as u64)));
    }
    let mut errors: Vec<(String, usize)> = Vec::new();
    for (text, n) in counts.iter().flat_map(|counts| &counts.errors) {
        match errors.iter_mut().find(|(known, _)| known == text) {
            Some((_, sum)) => *sum += n,
            None => errors.push((text.clone(), *n)),
        }
    }
    errors.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let mut text = parts.join(", ");
    let _ = write!(text, ", {} not written", grouped(refused as u64));
    if !errors.is_empty() {
        let more = errors.len().saturating_sub(5);
        let named: Vec<_> = errors.iter().take(5).map(|(text, n)| format!("{} {text}", grouped(*n as u64))).collect();
        let more = if more > 0 { format!(", and {more} other kinds") } else { String::new() };
        let _ = write!(text, " ({}{more})", named.join(", "));
    }
    let (unjoined, untold) = (sum(|c| c.unjoined), sum(|c| c.untold));
    if unjoined > 0 {
        let _ = write!(text, "; {} of the result could be any of several", count(unjoined, "row"));
    }
    if untold > 0 {
        let _ = write!(text, "; of {} the result says nothing", count(untold, "row"));
    }
    text
}

/// Prints the document, where the format is one for programs.
pub(crate) fn print(outcomes: &[Outcome<'_>], format: RowFormat, end: &Value) -> io::Result<()> {
    if matches!(format, RowFormat::Json | RowFormat::Sarif) {
        let mut out = Terminal::plain();
        let document = document(outcomes, format, end);
        writeln!(out, "{}", serde_json::to_string_pretty(&document).unwrap_or_default())?;
        out.flush()?;
    }
    Ok(())
}

/// All of it, for programs.
pub(crate) fn document(outcomes: &[Outcome<'_>], format: RowFormat, end: &Value) -> Value {
    let place = |outcome: &Outcome<'_>, refused: &Refused<'_>| {
        json!({
            "file": outcome.csv.shown, "line": refused.place.line, "column": refused.place.column, "row": refused.row,
            "status": refused.told.status.as_str(), "errors": refused.told.raw, "message": sentence(refused),
        })
    };
    if format == RowFormat::Sarif {
        let results: Vec<Value> = of_all(outcomes)
            .map(|(outcome, refused)| {
                let code = refused.told.errors.first().map_or("SKIPPED".to_owned(), |error| error.code.to_string());
                json!({
                    "ruleId": code, "level": "error", "message": {"text": sentence(&refused)},
                    "locations": [{"physicalLocation": {
                        "artifactLocation": {"uri": outcome.csv.shown.replace('\\', "/").replace(' ', "%20")},
                        "region": {"startLine": refused.place.line, "startColumn": refused.place.column},
                    }}],
                })
            })
            .collect();
        let driver = json!({"name": "bulkwrite", "version": env!("CARGO_PKG_VERSION")});
        let mut properties = end.clone();
        // What the checks found is a run of its own.
        let check = properties.as_object_mut().and_then(|properties| properties.remove("check"));
        let checked = check.and_then(|mut log| log.get_mut("runs").and_then(Value::as_array_mut).map(std::mem::take));
        let rows = json!({"tool": {"driver": driver}, "results": results, "properties": properties});
        let runs: Vec<Value> = checked.into_iter().flatten().chain([rows]).collect();
        return json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": runs,
        });
    }
    let refused: Vec<Value> = of_all(outcomes).map(|(outcome, refused)| place(outcome, &refused)).collect();
    let unjoined: Vec<Value> = outcomes
        .iter()
        .flat_map(Outcome::unjoined)
        .map(|told| json!({"row_of_result": told.at + 1, "status": told.status.as_str(), "errors": told.raw}))
        .collect();
    let mut document = end.clone();
    if let Value::Object(map) = &mut document {
        map.insert("refused".to_owned(), refused.into());
        map.insert("unjoined".to_owned(), unjoined.into());
    }
    document
}

/// The counts, for programs.
pub(crate) fn counts_value(counts: &[Counts]) -> Value {
    let sum = |of: fn(&Counts) -> usize| counts.iter().map(of).sum::<usize>();
    json!({
        "added": sum(|c| c.added), "updated": sum(|c| c.updated), "not_written": sum(|c| c.refused),
        "unjoined": sum(|c| c.unjoined), "untold": sum(|c| c.untold),
    })
}

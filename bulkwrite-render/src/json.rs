//! One JSON object a line for each job: a contract, described in `docs/json-output.md`.

use bulkwrite_core::response::ApiError;
use bulkwrite_core::{DataPlace, Fix, Prediction, Report};
use serde_json::{Map, Value};

use crate::answer::Recorded;
use crate::{Finding, Object, Output, Place, Position, Totals, View, escaped, quoted, secrets, shortened};

/// Longer texts are cut: paths and answers may repeat words of the job, as long as those are.
pub const LONGEST: usize = 2_000;

/// One JSON object a line for each job.
#[derive(Debug)]
pub struct Json;

impl Output for Json {
    fn job(&mut self, out: &mut String, view: &View<'_>) {
        out.push_str(&line(view));
        out.push('\n');
    }

    fn finish(&mut self, _: &mut String, _: &Totals) {}
}

/// The JSON object for a text that is one job: what `bulkwrite check --format json` prints, without the line end.
///
/// ```
/// use bulkwrite_render::json;
///
/// let text = br#"{ "operation": "insert", "resource": [] }"#;
/// let line = json::report("job.json", text, &bulkwrite_core::check_json(text));
/// assert!(line.starts_with(r#"{"file":"job.json","version":"v8","version_from":"default","verdict":"reject","diagnostics":[{"rule":"#));
/// ```
pub fn report(name: &str, text: &[u8], report: &Report) -> String {
    line(&View::new(name, text, report))
}

/// The JSON object for a view.
pub fn line(view: &View<'_>) -> String {
    let report = view.report();
    let mut line = Object::new();
    line.string("file", view.name());
    if let Some(number) = view.number() {
        line.number("job", number);
    }
    if let Some(request) = view.request() {
        let agrees = request.recorded.and_then(|recorded| recorded.agrees(report));
        line.string("request", &escaped(request.name))
            .raw("predicted", &or_null(report.predicted_response().map(|answer| self::answer(&answer))))
            .raw("recorded", &or_null(request.recorded.map(self::recorded)))
            .raw("agrees", agrees.map_or("null", |agrees| if agrees { "true" } else { "false" }));
    }
    line.string("version", report.version().segment())
        .string("version_from", report.version_from().as_str())
        .string("verdict", view.verdict().as_str())
        .list("diagnostics", view.findings().map(|found| diagnostic(view, &found)))
        .boolean("truncated", report.is_truncated());
    if let Some(data) = view.data() {
        line.raw("data", &data.json());
    }
    line.close()
}

fn diagnostic(view: &View<'_>, found: &Finding<'_>) -> String {
    let mut object = Object::new();
    object
        .string("rule", found.rule.name)
        .string("level", found.level.as_str())
        .string("url", &found.rule.url())
        .string("path", &shortened(&view.shown(found.path), LONGEST));
    place(&mut object, view, &found.place);
    object
        .string("message", found.message)
        .optional("help", found.help)
        .list(
            "related",
            found.related.iter().map(|note| {
                let mut object = Object::new();
                place(&mut object, view, &note.place);
                object.string("label", note.label);
                object.close()
            }),
        )
        .raw("predicts", &or_null(found.predicts.map(prediction)))
        .raw("fix", &or_null(found.fix.and_then(|found| fix(view, found))));
    if let Some(place) = found.data {
        object.raw("data", &data(place));
    }
    object.close()
}

/// The place of a finding in a data file.
fn data(place: &DataPlace) -> String {
    let number = |number: Option<u64>| or_null(number.map(|number| number.to_string()));
    let start = place.start;
    let mut object = Object::new();
    object
        .string("file", &place.file)
        .raw("line", &number(start.map(|start| start.line)))
        .raw("column", &number(start.map(|start| start.column)))
        .raw("offset", &number(start.map(|start| start.offset)))
        .raw("row", &number(place.row))
        .raw("field_index", &number(place.field_index.map(u64::from)))
        .optional("header", place.header.as_deref().map(text).as_deref())
        .raw("count", &place.count.to_string())
        .list("rows", place.rows.iter().map(u64::to_string))
        .list(
            "values",
            place.values.iter().map(|(value, count)| {
                let mut object = Object::new();
                object
                    .string("value", &shortened(&secrets::masked_cell(value), LONGEST))
                    .raw("count", &count.to_string());
                object.close()
            }),
        );
    object.close()
}

fn fix(view: &View<'_>, fix: &Fix) -> Option<String> {
    let edits = view.edits(fix)?;
    let masked = edits.iter().any(|edit| view.hides_edit(edit));
    let edits = edits.iter().filter(|_| !masked);
    let mut object = Object::new();
    object
        .string("title", &fix.title)
        .boolean("safe", fix.safe)
        .list(
            "edits",
            edits.map(|edit| {
                let mut object = Object::new();
                object.number("start", edit.range.start).number("end", edit.range.end).string("text", &edit.text);
                object.close()
            }),
        )
        .boolean("masked", masked);
    Some(object.close())
}

/// A text of an answer, which may repeat the words of the job.
fn text(text: &str) -> String {
    shortened(&escaped(&secrets::masked(text)), LONGEST).into_owned()
}

/// A place; in another file than that of the job it names the file.
fn place(object: &mut Object, view: &View<'_>, place: &Place<'_>) {
    if place.source != view.name() {
        object.string("file", place.source);
    }
    object.raw("start", &position(place.start)).raw("end", &position(place.end));
}

fn position(at: Position) -> String {
    let mut position = Object::new();
    position.number("line", at.line).number("column", at.column).number("offset", at.offset);
    position.close()
}

fn prediction(prediction: &Prediction) -> String {
    let mut object = Object::new();
    object
        .string("code", prediction.code.as_str())
        .optional("message", prediction.message.as_deref().map(text).as_deref())
        .raw("details", &map(&prediction.details))
        .string("basis", prediction.basis.as_str());
    object.close()
}

fn answer(answer: &ApiError) -> String {
    let mut object = Object::new();
    object
        .string("code", answer.code.as_str())
        .optional("message", answer.message.as_deref().map(text).as_deref())
        .raw("details", &map(&answer.details));
    object.close()
}

fn recorded(recorded: &Recorded) -> String {
    let mut object = Object::new();
    object
        .raw("http", &or_null(recorded.http.map(|http| http.to_string())))
        .optional("code", recorded.code.as_deref().map(text).as_deref())
        .optional("message", recorded.message.as_deref().map(text).as_deref())
        .raw("details", &map(&recorded.details));
    object.close()
}

fn or_null(json: Option<String>) -> String {
    json.unwrap_or_else(|| "null".to_owned())
}

fn map(map: &Map<String, Value>) -> String {
    let mut object = Object::new();
    for (key, inner) in map {
        object.raw(&text(key), &value(inner));
    }
    object.close()
}

fn value(json: &Value) -> String {
    match json {
        Value::String(inner) => quoted(&text(inner)),
        Value::Array(items) => format!("[{}]", items.iter().map(value).collect::<Vec<_>>().join(",")),
        Value::Object(inner) => map(inner),
        plain => plain.to_string(),
    }
}

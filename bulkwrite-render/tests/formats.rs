//! What all formats show of one view.

use bulkwrite_core::{Level, Loc, Report, check_json, rules};
use bulkwrite_render::concise::Concise;
use bulkwrite_render::github::Github;
use bulkwrite_render::human::Human;
use bulkwrite_render::json::Json;
use bulkwrite_render::sarif::Sarif;
use bulkwrite_render::statistics::Statistics;
use bulkwrite_render::{Excerpt, Finding, Look, Note, Output, Place, Position, Totals, View};

const JOB: &[u8] = br#"{ "operation": "insert", "resource": [] }"#;

/// A finding in a file of which only some lines are kept.
fn elsewhere<'f>(text: &'f [u8], message: &'f str) -> Finding<'f> {
    let place = |column: u32| Place {
        source: "leads.csv",
        start: Position { line: 2_017, column, offset: 90_000 + column - 1 },
        end: Position { line: 2_017, column: column + 2, offset: 90_000 + column + 1 },
        in_text: Loc::new(column + 1, column + 3),
    };
    Finding {
        rule: rules::find("malformed-format").expect("the rule exists"),
        level: Level::Warning,
        path: "resource[0].field_mappings[1]",
        message,
        help: Some("write it otherwise"),
        place: place(4),
        related: vec![Note { place: place(1), label: "this record" }],
        fix: None,
        predicts: None,
        excerpt: Some(Excerpt { text, line: 2_016 }),
        data: None,
    }
}

fn shown(output: &mut dyn Output, report: &Report, others: Vec<Finding<'_>>) -> String {
    let view = View::new("job.json", JOB, report).with(others);
    let (mut out, mut totals) = (String::new(), Totals::default());
    output.job(&mut out, &view);
    totals.add([&view]);
    output.finish(&mut out, &totals);
    out
}

#[test]
fn a_finding_in_another_file_is_shown_by_every_format() {
    let report = check_json(JOB);
    let text = b"a\n17;13\nb";
    let look = Look::PLAIN;
    let outputs: [(Box<dyn Output>, &[&str]); 6] = [
        (
            Box::new(Human::new(look)),
            &[
                "warning[malformed-format]: no date\n    --> leads.csv:2017:4\n     |\n",
                "2017 | 17;13\n     | -- ^^\n     | |\n     | this record\n",
                "1 error, 1 warning in 1 job\n",
            ],
        ),
        (
            Box::new(Concise { look }),
            &[
                "job.json:1:38: error",
                "leads.csv:2017:4: warning[malformed-format]: no date (help: write it otherwise)\n",
            ],
        ),
        (
            Box::new(Json),
            &[
                r#""verdict":"reject""#,
                r#""path":"resource[0].field_mappings[1]","file":"leads.csv","start":{"line":2017,"column":4,"offset":90003}"#,
            ],
        ),
        (Box::new(Github), &["::warning file=leads.csv,line=2017,col=4,endLine=2017,endColumn=5,title="]),
        (Box::new(Sarif::default()), &[r#""uri":"leads.csv"},"region":{"startLine":2017,"startColumn":4,"#]),
        (Box::new(Statistics::new(look, false)), &["1  error    empty-resource\n1  warning  malformed-format\n"]),
    ];
    for (mut output, expected) in outputs {
        let shown = shown(&mut *output, &report, vec![elsewhere(text, "no date")]);
        for part in expected {
            assert!(shown.contains(part), "{part}\nis not in\n{shown}");
        }
    }
}

#[test]
fn the_verdict_counts_what_other_checkers_found() {
    let text = br#"{ "operation": "insert", "resource": [{ "type": "data", "module": { "api_name": "Leads" },
        "file_id": "4150868000005379001" }] }"#;
    let report = check_json(text);
    let view = View::new("job.json", text, &report);
    assert_eq!((view.verdict().as_str(), view.is_empty()), ("accept", true));
    let view = view.with(vec![elsewhere(b"", "x")]);
    assert_eq!((view.verdict().as_str(), view.is_empty()), ("warn", false));
}

#[test]
fn secrets_are_covered_in_every_text() {
    let text = b"a\n1 ;https://me:pw@a.io/?k=1\nb";
    let shown = shown(&mut Human::new(Look::PLAIN), &check_json(JOB), vec![elsewhere(text, "x")]);
    assert!(shown.contains("https://*****@a.io/?***\n"), "{shown}");
}

#[test]
fn there_are_colours_only_where_they_are_wanted() {
    let text = br#"{ "operation": "insert", "resources": [], "callback": { "url": "http://a.io" } }"#;
    let report = check_json(text);
    for (look, expected) in [(Look::PLAIN, false), (Look { colors: true, ..Look::PLAIN }, true)] {
        assert_eq!(bulkwrite_render::human::report("job.json", text, &report, look).contains('\x1b'), expected);
        let inspection = bulkwrite_core::callback::inspect("http://a.io");
        assert_eq!(bulkwrite_render::url::human("http://a.io", &inspection, &[], look).contains('\x1b'), expected);
    }
}

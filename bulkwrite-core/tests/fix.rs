//! Fixes do what they say, leave the rest of the text alone, and come to an end.

use bulkwrite_core::{Checker, Levels, Options, rules};

fn checker() -> Checker<'static> {
    Checker::new(Options { levels: Levels::all(), ..Options::default() })
}

/// `(text, text after the safe fixes, what was applied)`
const TABLE: &[(&str, &str, &[&str])] = &[
    (
        r#"{ "operation": "insert", "callBack": { "url": "http://hooks.zylker.com/a?b=\u0041", "method": "POST" },
  "resource": [ { "type": "data", "module": "Leads", "file_id": "4150868000005379001" } ] }"#,
        r#"{ "operation": "insert", "callback": { "url": "https://hooks.zylker.com/a?b=\u0041", "method": "post" },
  "resource": [ { "type": "data", "module": "Leads", "file_id": "4150868000005379001" } ] }"#,
        &["unknown-key", "insecure-callback", "unsupported-callback-method"],
    ),
    (
        "{\n  \"operation\": \"insert\", // new ones\n  \"ignore_empty\": \"true\",\n  \"resource\": [\n    {\"type\": \"data\",\
         \"module\": \"Leads\", \"file_id\": \"4150868000005379001\", \"field_mappings\": [\n      {\"api_name\": \"Last_Name\", \
         \"index\": \"0\",},\n    ]}\n  ]\n}\n",
        "{\n  \"operation\": \"insert\",\n  \"ignore_empty\": true,\n  \"resource\": [\n    {\"type\": \"data\",\
         \"module\": \"Leads\", \"file_id\": \"4150868000005379001\", \"field_mappings\": [\n      {\"api_name\": \"Last_Name\", \
         \"index\": 0}\n    ]}\n  ]\n}\n",
        &["invalid-json", "wrong-type", "wrong-type", "invalid-json", "invalid-json"],
    ),
    (
        r#"{"operation":"insert","character_encoding":null,"resource":[{"type":"data","module":"Leads","file_id":"4150868000005379001","find_by":null}]}"#,
        r#"{"operation":"insert","resource":[{"type":"data","module":"Leads","file_id":"4150868000005379001"}]}"#,
        &["explicit-null", "explicit-null"],
    ),
];

#[test]
fn safe_fixes_change_what_is_wrong_and_nothing_else() {
    for (text, expected, rules) in TABLE {
        let fixed = Checker::new(Options::default()).fix_json(text.as_bytes(), false);
        assert_eq!(String::from_utf8_lossy(&fixed.text), *expected);
        let applied: Vec<&str> = fixed.applied.iter().map(|applied| applied.rule.name).collect();
        assert_eq!(applied, *rules, "{text}");
    }
}

#[test]
fn after_the_fix_of_a_rule_its_mistake_is_gone_and_no_other_has_come() {
    let mut fixable = 0;
    for rule in rules::RULES {
        for example in rule.examples().iter().filter(|example| example.incorrect) {
            let (version, metadata) = (example.version, example.metadata);
            let checker = Checker::new(Options { version, metadata, levels: Levels::all(), ..Options::default() });
            let report = checker.check_json(example.job.as_bytes());
            let Some(fix) = &report.diagnostics()[0].fix else { continue };
            fixable += 1;
            let fixed = checker.fix_json(example.job.as_bytes(), !fix.safe);
            let left: Vec<String> = fixed.report.diagnostics().iter().map(ToString::to_string).collect();
            assert_eq!(left, [""; 0], "{}: {}", rule.name, String::from_utf8_lossy(&fixed.text));
        }
    }
    assert!(fixable > 5);
}

#[test]
fn fixing_twice_changes_nothing() {
    for rule in rules::RULES {
        for example in rule.examples() {
            for also_unsafe in [false, true] {
                let once = checker().fix_json(example.job.as_bytes(), also_unsafe);
                let twice = checker().fix_json(&once.text, also_unsafe);
                assert_eq!(once.text, twice.text, "{}", rule.name);
                assert!(twice.applied.is_empty(), "{}", rule.name);
            }
        }
    }
}

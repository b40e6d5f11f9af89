//! Fixes do what they say, leave the rest of the text alone, and come to an end.

use bulkwrite_core::node::{Node, Value};
use bulkwrite_core::{Checker, Diagnostic, Levels, Loc, Options, Report, fix, json, rules};

fn checker() -> Checker {
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
        "{\n  \"operation\": \"insert\",\n  \"ignore_empty\": \"true\",\n  \"resource\": [\n    {\"type\": \"data\",\
         \"module\": \"Leads\", \"file_id\": \"4150868000005379001\", \"field_mappings\": [\n      {\"api_name\": \"Last_Name\", \
         \"index\": \"0\",},\n    ]}\n  ]\n}\n",
        "{\n  \"operation\": \"insert\",\n  \"ignore_empty\": true,\n  \"resource\": [\n    {\"type\": \"data\",\
         \"module\": \"Leads\", \"file_id\": \"4150868000005379001\", \"field_mappings\": [\n      {\"api_name\": \"Last_Name\", \
         \"index\": 0}\n    ]}\n  ]\n}\n",
        &["wrong-type", "wrong-type", "invalid-json", "invalid-json"],
    ),
    (
        r#"{"operation":"insert","character_encoding":null,"resource":[{"type":"data","module":"Leads","file_id":"4150868000005379001","find_by":null}]}"#,
        r#"{"operation":"insert","resource":[{"type":"data","module":"Leads","file_id":"4150868000005379001"}]}"#,
        &["explicit-null", "explicit-null"],
    ),
    (
        r#"{"operation":"insert","resource":[{"type":"data","module":"Sub","file_id":"4150868000005379001","field_mappings":[{"api_name":"Parent_Id","find_by":null,"index":0}]}]}"#,
        r#"{"operation":"insert","resource":[{"type":"data","module":"Sub","file_id":"4150868000005379001","field_mappings":[{"api_name":"Parent_Id","find_by":"id","index":0}]}]}"#,
        &["subform-parent-id"],
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
            let (version, metadata) = (example.version, example.metadata.clone());
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

/// `(text, the only message, text after the fixes)`: what another language prints is told once, and written as JSON.
const DUMPS: &[(&str, &str, &str)] = &[
    (
        "{'operation': 'insert', 'ignore_empty': True, 'character_encoding': 'UTF-8', 'resource': [{'type': 'data', 'module': \
         'Leads', 'file_id': '4150868000005379001'}]}",
        "this is what Python prints for a dict, not JSON",
        r#"{"operation": "insert", "ignore_empty": true, "character_encoding": "UTF-8", "resource": [{"type": "data", "module": "Leads", "file_id": "4150868000005379001"}]}"#,
    ),
    (
        "{ operation: 'insert', resource: [ { type: \"data\", module: `Leads`, file_id: '4150868000005379001', } ] }",
        "this is a JavaScript object, not JSON: its keys have no quotes",
        r#"{ "operation": "insert", "resource": [ { "type": "data", "module": "Leads", "file_id": "4150868000005379001" } ] }"#,
    ),
    (
        r#"{"operation"=>"insert", "resource"=>[{"type"=>"data", "module"=>"Leads", "file_id"=>"4150868000005379001"}]}"#,
        "this is what Ruby prints for a hash, not JSON",
        r#"{"operation":"insert", "resource":[{"type":"data", "module":"Leads", "file_id":"4150868000005379001"}]}"#,
    ),
    (
        "{'operation': 'insert', 'ignore_empty': true, 'resource': [{'type': 'data', 'module': 'Leads', 'file_id': \
         '4150868000005379001'}]}",
        "this is JSON in single quotes, which JSON does not know",
        r#"{"operation": "insert", "ignore_empty": true, "resource": [{"type": "data", "module": "Leads", "file_id": "4150868000005379001"}]}"#,
    ),
];

#[test]
fn a_dump_of_another_language_is_told_once_and_written_as_json() {
    for (text, message, expected) in DUMPS {
        let checker = Checker::new(Options::default());
        let report = checker.check_json(text.as_bytes());
        let messages: Vec<&str> = report.diagnostics().iter().map(|found| found.message.as_ref()).collect();
        assert_eq!(messages, [*message], "{text}");
        let fixed = checker.fix_json(text.as_bytes(), false);
        assert_eq!(String::from_utf8_lossy(&fixed.text), *expected);
    }
}

#[test]
fn a_slip_that_repeats_is_told_three_times_and_mended_everywhere() {
    let mapping = |field: usize| format!(r#"{{ "api_name": "F{field}", "index": {field}, }}"#);
    let mappings: Vec<String> = (0..18).map(mapping).collect();
    let text = format!(
        r#"{{ "operation": "insert", "resource": [{{ "type": "data", "module": "Leads", "file_id": "4150868000005379001",
        "field_mappings": [{}] }}] }}"#,
        mappings.join(", ")
    );
    let checker = Checker::new(Options::default());
    let report = checker.check_json(text.as_bytes());
    let messages: Vec<&str> = report.diagnostics().iter().map(|found| found.message.as_ref()).collect();
    let once = "trailing comma before `}`";
    assert_eq!(messages, [once, once, "trailing comma before `}`, and 15 more like this"]);
    assert_eq!(checker.fix_json(text.as_bytes(), false).text, text.replace(", }", " }").as_bytes());
}

#[test]
fn a_fix_that_brings_more_to_light_is_not_the_last() {
    let text = r#"{"operation":"update","resoure":[{"module":"Invoices","fieldMappings":[]}]}"#;
    let checker = Checker::new(Options::default());
    let [before, after] =
        ["resoure", "resource"].map(|key| checker.check_json(text.replace("resoure", key).as_bytes()));
    assert!(after.errors() + after.warnings() > before.errors() + before.warnings(), "{before}\n\n{after}");
    let fixed = checker.fix_json(text.as_bytes(), true);
    let expected = r#"{"operation":"update","ignore_empty": true,"resource":[{"module":"Invoices","type": "data","field_mappings":[]}]}"#;
    assert_eq!(String::from_utf8_lossy(&fixed.text), expected);
}

#[test]
fn a_key_whose_missing_quote_nobody_can_add_gets_no_colon() {
    for key in [&b"\"a\xff"[..], b"\"\xffb c", b"'a\xff"] {
        let text = [b"{", key, b"\n\"b\": 1}"].concat();
        let round = Checker::new(Options::default()).fix_round(&text, false);
        assert_eq!(round.edits, [], "{}", String::from_utf8_lossy(&text));
    }
}

#[test]
fn a_new_entry_is_laid_out_as_the_first_one_is() {
    for (open, gap) in [("{ ", " "), ("{", ""), ("{\n\t", "\n\t"), ("{ /* a */ ", "\n")] {
        let rest = r#""file_id":"4150868000005379001"}]}"#;
        let text = format!(r#"{{"operation":"insert","resource":[{open}"module":"Leads",{rest}"#);
        let expected =
            format!(r#"{{"operation":"insert","resource":[{open}"module":"Leads",{gap}"type": "data",{rest}"#);
        let round = Checker::new(Options::default()).fix_round(text.as_bytes(), false);
        let edit = round.edits.iter().find(|edit| edit.text.contains("type")).expect("the key is added").clone();
        assert_eq!(String::from_utf8_lossy(&fix::apply(text.as_bytes(), &[edit])), expected);
    }
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

/// Texts with more mistakes than the examples have: other layouts, other values, other keys, slips of JSON.
fn mutants(job: &str) -> Vec<String> {
    const VALUES: &[&str] = &[
        "null",
        "true",
        "\"true\"",
        "0",
        "\"1\"",
        "1.0",
        "\" id \"",
        "\"Http://a.b/c\"",
        "[]",
        "{}",
        "[\"x\"]",
        "\"Lead\"",
        "4150868000005379001",
        "\"\\u0049D\"",
        "''",
        "None",
        "{ \"value\": 7 }",
    ];
    let mut mutants = vec![
        job.replace('\n', "\r\n"),
        job.replace(", ", ",").replace(": ", ":"),
        job.replace(", ", " , // so\n\t").replace(": ", " :\t"),
        job.replace('{', "{ /* a */ "),
        job.replace(" }", ", }").replace(" ]", ",]"),
        job.replace('"', "'"),
        job.replace(['\"'], ""),
        format!("\u{feff}{job}"),
        format!("{job}{job}"),
    ];
    let root = bulkwrite_core::json::parse(job.as_bytes(), &bulkwrite_core::json::Options::default()).root;
    let (mut values, mut entries) = (Vec::new(), Vec::new());
    if let Some(root) = &root {
        visit(root, &mut values, &mut entries);
    }
    let put = |range: std::ops::Range<usize>, with: &str| format!("{}{with}{}", &job[..range.start], &job[range.end..]);
    for (i, value) in values.iter().enumerate().take(5) {
        // Each value meets a few of the others, and all of them over the examples of all rules.
        for n in 0..4 {
            mutants.push(put(value.range(), VALUES[(i * 5 + n * 7 + job.len()) % VALUES.len()]));
        }
    }
    for (key, value) in entries.iter().take(5) {
        let (written, entry) = (&job[key.range()], key.start as usize..value.end as usize);
        let name = written.trim_matches('"');
        let camel: String = name
            .split('_')
            .flat_map(|word| {
                word[..1.min(word.len())].to_uppercase().chars().chain(word.chars().skip(1)).collect::<Vec<_>>()
            })
            .collect();
        mutants.push(put(key.range(), &format!("\"{camel}\"")));
        mutants.push(put(key.range(), &format!("\" {name}\"")));
        mutants.push(put(entry.clone(), &format!("{0},{0}", &job[entry.clone()])));
        mutants.push(put(entry.clone(), "\"x\": 1"));
        mutants.push(put(value.range(), &format!("[{}]", &job[value.range()])));
    }
    mutants
}

fn visit(node: &Node<'_>, values: &mut Vec<Loc>, entries: &mut Vec<(Loc, Loc)>) {
    match &node.value {
        Value::List(items) => items.iter().take(3).for_each(|item| visit(item, values, entries)),
        Value::Map(map) => {
            for entry in map {
                entries.push((entry.key_loc, entry.value.loc));
                visit(&entry.value, values, entries);
            }
        }
        _ => values.push(node.loc),
    }
}

#[test]
fn whatever_the_text_fixing_ends_with_nothing_to_fix_and_touches_nothing_else() {
    let mut fixed = std::collections::BTreeMap::new();
    for rule in rules::RULES {
        for example in rule.examples() {
            let (version, metadata) = (example.version, example.metadata);
            let checker = Checker::new(Options { version, metadata, levels: Levels::all(), ..Options::default() });
            for (i, text) in mutants(&example.job).iter().enumerate() {
                let also_unsafe = (i + text.len()) % 2 == 0;
                let mut text = text.clone().into_bytes();
                for turn in 0.. {
                    let round = checker.fix_round(&text, also_unsafe);
                    if round.edits.is_empty() {
                        for found in round.report.diagnostics() {
                            let fix = found.fix.as_ref().filter(|fix| fix.safe || also_unsafe);
                            assert!(fix.is_none(), "{found} {fix:?}\n{}", String::from_utf8_lossy(&text));
                        }
                        break;
                    }
                    assert!(turn < 20, "{}: {:?}\n{}", rule.name, round.applied, String::from_utf8_lossy(&text));
                    let next = fix::apply(&text, &round.edits);
                    let (mut before, mut after) = (0, 0);
                    for edit in &round.edits {
                        let kept = edit.range.start as usize - before;
                        assert_eq!(text[before..before + kept], next[after..after + kept]);
                        before = edit.range.end as usize;
                        after += kept + edit.text.len();
                    }
                    assert_eq!(text[before..], next[after..]);
                    for applied in round.applied {
                        *fixed.entry(applied.rule.name).or_insert(0) += 1;
                    }
                    text = next;
                }
            }
        }
    }
    assert!(fixed.len() > 20, "{fixed:?}");
}

/// Each fix alone takes its finding away, and whichever of the safe ones is made first, the text that is left is the same.
#[test]
fn a_fix_takes_its_finding_away_and_safe_fixes_commute() {
    let (mut alone, mut commuted) = (0, 0);
    for rule in rules::RULES {
        for example in rule.examples() {
            let (version, metadata) = (example.version, example.metadata);
            let checker = Checker::new(Options { version, metadata, levels: Levels::all(), ..Options::default() });
            let texts = std::iter::once(example.job.clone()).chain(mutants(&example.job).into_iter().step_by(7));
            for text in texts {
                let report = checker.check_json(text.as_bytes());
                // Of two equal keys one goes, unless something was done to the other; of two byte order marks only the first is one.
                let is_twice = report.diagnostics().iter().any(|found| found.rule.name == "duplicate-key");
                if is_twice || text.starts_with("\u{feff}\u{feff}") {
                    continue;
                }
                let root = json::parse(text.as_bytes(), &json::Options::default()).root;
                let all_safe = checker.fix_json(text.as_bytes(), false).text;
                for found in report.diagnostics() {
                    let Some(fix) = &found.fix else { continue };
                    let Some(edits) = json::text_edits(text.as_bytes(), root.as_ref(), fix) else { continue };
                    let mended = fix::apply(text.as_bytes(), &edits);
                    let like_it = |report: &Report| {
                        let is =
                            |other: &&Diagnostic| other.rule.name == found.rule.name && other.message == found.message;
                        report.diagnostics().iter().filter(is).count()
                    };
                    let left = like_it(&checker.check_json(&mended));
                    assert!(left < like_it(&report), "{found}\n{text}\n{}", String::from_utf8_lossy(&mended));
                    alone += 1;
                    if fix.safe {
                        let then = checker.fix_json(&mended, false).text;
                        let [then, all_safe] = [&then, &all_safe].map(|text| String::from_utf8_lossy(text));
                        assert_eq!(then, all_safe, "{found}\n{text}");
                        commuted += 1;
                    }
                }
            }
        }
    }
    assert!(alone > 300 && commuted > 100, "{alone} {commuted}");
}

#[test]
fn a_comment_goes_with_the_blanks_and_the_line_that_were_its_own() {
    for (text, expected) in [
        ("{ // a\n \"x\": 1 }", "{\n \"x\": 1 }"),
        ("{\n  // a\n  \"x\": 1\n}", "{\n  \"x\": 1\n}"),
        ("{\r\n\t// a\r\n\t\"x\": 1\r\n}", "{\r\n\t\"x\": 1\r\n}"),
        ("{\n  // a\n\n  \"x\": 1\n}", "{\n\n  \"x\": 1\n}"),
        ("{\n  /* a */\n  \"x\": 1\n}", "{\n  \"x\": 1\n}"),
        ("{ /* a */ \"x\": 1 }", "{  \"x\": 1 }"),
        ("{ \"x\": 1 }  # a", "{ \"x\": 1 }"),
        ("// a\n{ \"x\": 1 }", "\n{ \"x\": 1 }"),
    ] {
        let checker = Checker::new(Options::default());
        assert_eq!(String::from_utf8_lossy(&checker.fix_json(text.as_bytes(), true).text), expected, "{text:?}");
        // What a comment says would be lost.
        assert_eq!(String::from_utf8_lossy(&checker.fix_json(text.as_bytes(), false).text), *text);
    }
}

#[test]
fn what_moves_does_not_stay() {
    let text = r#"{"operation":"update","ignore_empty":true,"resource":[{"type":"data","module":"Leads","file_id":"4150868000005379001","field_mappings":[{"api_name":"Email","index":0,"find_by":"email"}]}]}"#;
    let fixed = String::from_utf8(checker().fix_json(text.as_bytes(), true).text).unwrap();
    assert_eq!(fixed.matches("find_by").count(), 1, "{fixed}");
    assert!(fixed.contains(r#""find_by": "Email""#) && fixed.contains(r#"{"api_name":"Email","index":0}"#), "{fixed}");
}

/// `(callback URL, what the safe fixes make of it, what all fixes make of it)`
const SCHEMES: &[(&str, &str, &str)] = &[
    ("hooks.zylker.com/bulk", "hooks.zylker.com/bulk", "https://hooks.zylker.com/bulk"),
    ("//hooks.zylker.com/bulk", "//hooks.zylker.com/bulk", "https://hooks.zylker.com/bulk"),
    ("hooks.zylker.com:8443/a:b", "hooks.zylker.com:8443/a:b", "https://hooks.zylker.com:8443/a:b"),
    ("htps://hooks.zylker.com/?k=1", "htps://hooks.zylker.com/?k=1", "https://hooks.zylker.com/?k=1"),
    ("httpss://hooks.zylker.com/", "httpss://hooks.zylker.com/", "https://hooks.zylker.com/"),
    ("ttps:/hooks.zylker.com/", "ttps:/hooks.zylker.com/", "https://hooks.zylker.com/"),
    ("https//hooks.zylker.com/", "https//hooks.zylker.com/", "https://hooks.zylker.com/"),
    ("http//hooks.zylker.com/", "http//hooks.zylker.com/", "https://hooks.zylker.com/"),
    ("https;//hooks.zylker.com/", "https;//hooks.zylker.com/", "https://hooks.zylker.com/"),
    ("https:/hooks.zylker.com/", "https://hooks.zylker.com/", "https://hooks.zylker.com/"),
    ("https:hooks.zylker.com/", "https://hooks.zylker.com/", "https://hooks.zylker.com/"),
    ("http://hooks.zylker.com:80/", "https://hooks.zylker.com/", "https://hooks.zylker.com/"),
    ("http://hooks.zylker.com:8080/", "http://hooks.zylker.com:8080/", "http://hooks.zylker.com:8080/"),
    ("http://localhost:3000", "http://localhost:3000", "http://localhost:3000"),
    // What would be refused with `https://` before it is not guessed.
    ("localhost/bulk", "localhost/bulk", "localhost/bulk"),
    ("10.0.0.1/bulk", "10.0.0.1/bulk", "10.0.0.1/bulk"),
    ("localhost:3000/bulk", "localhost:3000/bulk", "localhost:3000/bulk"),
    ("htps://192.168.0.1/", "htps://192.168.0.1/", "htps://192.168.0.1/"),
    ("me:pw@hooks.zylker.com/", "me:pw@hooks.zylker.com/", "me:pw@hooks.zylker.com/"),
    ("ftp://hooks.zylker.com/", "ftp://hooks.zylker.com/", "ftp://hooks.zylker.com/"),
    ("file:///bulk", "file:///bulk", "file:///bulk"),
    ("mailto:me@zylker.com", "mailto:me@zylker.com", "mailto:me@zylker.com"),
    ("/bulk", "/bulk", "/bulk"),
    ("", "", ""),
];

#[test]
fn a_scheme_that_is_missing_or_misspelt_is_put_right_where_the_url_then_is_accepted() {
    for (url, safe, all) in SCHEMES {
        let job = |url: &str| {
            format!(
                r#"{{"operation":"insert","callback":{{"url":"{url}","method":"post"}},"resource":[{{"type":"data","module":"Leads","file_id":"4150868000005379001"}}]}}"#
            )
        };
        let checker = Checker::new(Options::default());
        for (with_unsafe, expected) in [(false, safe), (true, all)] {
            let fixed = checker.fix_json(job(url).as_bytes(), with_unsafe);
            assert_eq!(String::from_utf8_lossy(&fixed.text), job(expected), "{url}");
        }
    }
}

//! The rules about the shape of a job: which keys there are, what stands under them, in which version.

use bulkwrite_core::{ApiVersion, Checker, Diagnostic, Edit, Fix, Options, Report, check_json, fix, json};

/// `level[rule] path` for each finding.
fn found(report: &Report) -> Vec<String> {
    report.diagnostics().iter().map(|found| format!("{}[{}] {}", found.level, found.rule.name, found.path)).collect()
}

fn check(job: &str) -> Report {
    check_json(job.as_bytes())
}

fn check_for(version: &str, job: &str) -> Report {
    let version = Some(version.parse::<ApiVersion>().expect("the tests name versions that exist"));
    Checker::new(Options { version, ..Options::default() }).check_json(job.as_bytes())
}

/// The only finding.
fn one(report: &Report) -> Diagnostic {
    assert_eq!(report.diagnostics().len(), 1, "{report}");
    report.diagnostics()[0].clone()
}

fn with_resource(resource: &str) -> String {
    format!(r#"{{"operation":"insert","resource":[{resource}]}}"#)
}

fn with_mapping(mapping: &str) -> String {
    with_resource(&format!(
        r#"{{"type":"data","module":{{"api_name":"Leads"}},"file_id":"4150868000005379001","field_mappings":[{mapping}]}}"#
    ))
}

/// A job that has every key, with `value` under the one that `path` names.
fn job_with(path: &str, value: &str) -> String {
    let or = |key: &str, own: &str| if key == path { value.to_owned() } else { own.to_owned() };
    let callback = format!(
        r#"{{"url":{},"method":{}}}"#,
        or("callback.url", r#""https://hooks.zylker.com/bulk""#),
        or("callback.method", r#""post""#)
    );
    let module = format!(
        r#"{{"api_name":{},"id":{}}}"#,
        or("module.api_name", r#""Leads""#),
        or("module.id", r#""4150868000000002175""#)
    );
    let default_value = format!(
        r#"{{"value":{},"name":{},"module":{}}}"#,
        or("default_value.value", r#""Web""#),
        or("default_value.name", r#""Web""#),
        or("default_value.module", r#""Leads""#)
    );
    let mapping = format!(
        r#"{{"api_name":{},"index":{},"format":{},"find_by":{},"default_value":{},"module":{}}}"#,
        or("api_name", r#""Last_Name""#),
        or("index", "0"),
        or("format", r#""yyyy/MM/dd""#),
        or("mapping.find_by", r#""id""#),
        or("default_value", &default_value),
        or("mapping.module", r#""Leads""#),
    );
    let child =
        format!(r#"{{"api_name":"Company","index":1,"parent_column_index":{}}}"#, or("parent_column_index", "0"));
    let mappings = format!("[{},{child}]", or("mapping", &mapping));
    let resource = format!(
        r#"{{"type":{},"module":{},"file_id":{},"file_names":{},"find_by":{},"ignore_empty":{},"field_mappings":{}}}"#,
        or("type", r#""data""#),
        or("module", &module),
        or("file_id", r#""4150868000005379001""#),
        or("file_names", &format!("[{}]", or("file_name", r#""leads.csv""#))),
        or("find_by", r#""Last_Name""#),
        or("resource.ignore_empty", "true"),
        or("field_mappings", &mappings),
    );
    format!(
        r#"{{"operation":{},"ignore_empty":{},"character_encoding":{},"callback":{},"resource":{}}}"#,
        or("operation", r#""insert""#),
        or("ignore_empty", "true"),
        or("character_encoding", r#""UTF-8""#),
        or("callback", &callback),
        or("resource", &format!("[{}]", or("element", &resource))),
    )
}

/// What stands under a key, and what each JSON type there comes to: null, boolean, number, string, array, object.
/// `ok` is no finding of the shape, `w`rong-type, `m`issing-key, explicit-`n`ull, malformed-`d`efault-value.
const TYPES: &[(&str, &str, [&str; 6])] = &[
    ("operation", "operation", ["m", "w", "w", "ok", "w", "w"]),
    ("ignore_empty", "ignore_empty", ["n", "ok", "w", "w", "w", "w"]),
    ("character_encoding", "character_encoding", ["n", "w", "w", "ok", "w", "w"]),
    ("callback", "callback", ["n", "w", "w", "w", "w", "ok"]),
    ("callback.url", "callback.url", ["m", "w", "w", "ok", "w", "w"]),
    ("callback.method", "callback.method", ["m", "w", "w", "ok", "w", "w"]),
    ("resource", "resource", ["m", "w", "w", "w", "ok", "w"]),
    ("element", "resource[0]", ["w", "w", "w", "w", "w", "ok"]),
    ("type", "resource[0].type", ["m", "w", "w", "ok", "w", "w"]),
    ("module", "resource[0].module", ["m", "w", "w", "ok", "w", "ok"]),
    ("module.api_name", "resource[0].module.api_name", ["m", "w", "w", "ok", "w", "w"]),
    ("module.id", "resource[0].module.id", ["n", "w", "w", "ok", "w", "w"]),
    ("file_id", "resource[0].file_id", ["m", "w", "ok", "ok", "w", "w"]),
    ("file_names", "resource[0].file_names", ["n", "w", "w", "w", "ok", "w"]),
    ("file_name", "resource[0].file_names[0]", ["w", "w", "w", "ok", "w", "w"]),
    ("find_by", "resource[0].find_by", ["n", "w", "w", "ok", "w", "w"]),
    ("resource.ignore_empty", "resource[0].ignore_empty", ["n", "ok", "w", "w", "w", "w"]),
    ("field_mappings", "resource[0].field_mappings", ["n", "w", "w", "w", "ok", "w"]),
    ("mapping", "resource[0].field_mappings[0]", ["w", "w", "w", "w", "w", "ok"]),
    ("api_name", "resource[0].field_mappings[0].api_name", ["m", "w", "w", "ok", "w", "w"]),
    ("index", "resource[0].field_mappings[0].index", ["ok", "w", "ok", "w", "w", "w"]),
    ("format", "resource[0].field_mappings[0].format", ["ok", "w", "w", "ok", "w", "w"]),
    ("mapping.find_by", "resource[0].field_mappings[0].find_by", ["ok", "w", "w", "ok", "w", "w"]),
    ("default_value", "resource[0].field_mappings[0].default_value", ["ok", "d", "d", "d", "d", "ok"]),
    ("default_value.value", "resource[0].field_mappings[0].default_value.value", ["d", "d", "d", "ok", "d", "d"]),
    ("default_value.name", "resource[0].field_mappings[0].default_value.name", ["ok", "w", "w", "ok", "w", "w"]),
    ("default_value.module", "resource[0].field_mappings[0].default_value.module", ["ok", "w", "w", "ok", "w", "w"]),
    ("mapping.module", "resource[0].field_mappings[0].module", ["ok", "w", "w", "ok", "w", "w"]),
    ("parent_column_index", "resource[0].field_mappings[1].parent_column_index", ["ok", "w", "ok", "w", "w", "w"]),
];

const SHAPE: [&str; 5] = ["wrong-type", "missing-key", "explicit-null", "malformed-default-value", "unknown-key"];

fn shape_of(report: &Report) -> Vec<String> {
    let shape = report.diagnostics().iter().filter(|found| SHAPE.contains(&found.rule.name));
    shape.map(|found| format!("{} {}", found.rule.name, found.path)).collect()
}

#[test]
fn every_key_takes_its_own_type_and_any_other_is_one_finding() {
    // Each value twice where it matters: empty and not.
    let values: [&[&str]; 6] = [
        &["null"],
        &["true", "false"],
        &["7", "0"],
        &[r#""x""#, r#""""#, r#""7""#, r#""true""#],
        &["[]", "[null]", "[[]]", "[7]", r#"["x"]"#, "[{}]"],
        &["{}", r#"{"x":1}"#],
    ];
    for (key, path, types) in TYPES {
        for (values, expected) in values.iter().zip(types) {
            let rule = match *expected {
                "w" => "wrong-type",
                "m" => "missing-key",
                "n" => "explicit-null",
                "d" => "malformed-default-value",
                _ => continue,
            };
            for value in *values {
                let report = check(&job_with(key, value));
                let mut shape = shape_of(&report);
                let inside = |found: &String| found.starts_with(&format!("{rule} {path}"));
                assert!(shape.first().is_some_and(inside), "{key}: {value}: {report}");
                // What is nested in brackets is read on.
                shape.retain(|found| !(*key == "callback" && *value == "[{}]" && found.starts_with("missing-key")));
                assert_eq!(shape.len(), 1, "{key}: {value}: {report}");
                let found = report.diagnostics().iter().find(|found| found.rule.name == rule).unwrap();
                assert!(found.help.is_some(), "{key}: {value}: {report}");
            }
        }
    }
}

#[test]
fn the_right_type_is_no_finding_of_the_shape() {
    assert_eq!(shape_of(&check(&job_with("", ""))), [""; 0]);
    for (key, _, types) in TYPES {
        for (value, expected) in ["null", "true", "7", r#""x""#, "[]", "{}"].iter().zip(types) {
            let inner = ["callback", "element", "module", "mapping", "default_value"].contains(key) && *value == "{}";
            if *expected == "ok" && !inner {
                assert_eq!(shape_of(&check(&job_with(key, value))), [""; 0], "{key}: {value}");
            }
        }
    }
}

#[test]
fn a_text_that_is_garbled_by_a_slip_is_reported_once() {
    let mapping = |name: &str| with_mapping(&format!(r#"{{"api_name":"{name}","index":0}}"#));
    for job in [
        mapping("Last\tName"),
        mapping("Last\nName"),
        mapping("Last\0Name"),
        mapping(r"\ud800"),
        mapping(r"Last\u12"),
        mapping(r"Last\_Name"),
        mapping(r#""Last_Name""#),
        with_mapping("").replace(r#""insert""#, r#""""insert""""#),
        with_mapping("").replace(r#""operation":"#, r#""operation"="#),
        with_mapping("").replace(r#""operation":"#, r#""operation" ="#),
        with_mapping("").replace(r#""operation":"#, r#""operation""#),
    ] {
        let report = check(&job.replace(r#","field_mappings":[]"#, ""));
        assert_eq!(one(&report).rule.name, "invalid-json", "{job}");
    }
    let latin1 = [&b"\xC4"[..], b"rger", &b"\xDC"[..]].concat();
    let job: Vec<u8> =
        mapping("@").split('@').map(|part| part.as_bytes().to_vec()).collect::<Vec<_>>().join(&latin1[..]);
    assert_eq!(one(&bulkwrite_core::check_json(&job)).rule.name, "invalid-json");
}

#[test]
fn one_module_in_an_object_makes_the_job_one_for_the_default_version() {
    let leads = r#"{"type":"data","module":"Leads","file_id":"4150868000005379001"}"#;
    let deals = r#"{"type":"data","module":{"api_name":"Deals"},"file_id":"4150868000005379033"}"#;
    for (resources, path) in [([leads, deals], "resource[0].module"), ([deals, leads], "resource[1].module")] {
        let found = one(&check(&with_resource(&resources.join(","))));
        assert_eq!((found.rule.name, found.path.as_str()), ("module-shape", path));
    }
}

#[test]
fn null_under_find_by_is_left_to_the_rule_about_updates() {
    let job = job_with("find_by", "null").replace("insert", "update");
    assert_eq!(shape_of(&check(&job)), [""; 0]);
}

#[test]
fn a_null_is_one_finding_and_stands_where_it_is_written() {
    let job = job_with("find_by", "null")
        .replace("insert", "update")
        .replace(r#""ignore_empty":true"#, r#""ignore_empty":null"#);
    let report = check(&job);
    for (rule, path) in [("missing-find-by", "resource[0].find_by"), ("blanks-overwrite", "resource[0].ignore_empty")] {
        let of_path: Vec<_> = report.diagnostics().iter().filter(|found| found.path == path).collect();
        let [found] = of_path[..] else { panic!("{path}: {report}") };
        assert_eq!((found.rule.name, &job[found.loc.range()]), (rule, "null"));
    }
    // Python's word for it is one finding, too.
    assert_eq!(
        found(&check(&with_mapping("").replace("insert\"", "insert\",\"ignore_empty\":None"))),
        ["error[invalid-json] ignore_empty", "warning[empty-mappings] resource[0].field_mappings"]
    );
}

#[test]
fn a_null_beside_a_value_under_the_same_key_does_not_make_it_missing() {
    for (both, path) in [
        (r#""operation":null,"operation":"insert""#, "operation"),
        (r#""operation":"insert","operation":null"#, "operation"),
    ] {
        let job = with_mapping(r#"{"api_name":"Last_Name","index":0}"#).replace(r#""operation":"insert""#, both);
        assert_eq!(found(&check(&job)), [format!("error[duplicate-key] {path}")], "{both}");
    }
}

#[test]
fn what_cannot_be_read_is_answered_before_anything_in_it() {
    let report = check("{ // all\n \"operation\": \"insert\" }");
    assert_eq!(found(&report), ["error[missing-key] resource", "error[invalid-json] "]);
    assert_eq!(report.predicted_response().unwrap().code.as_str(), "INVALID_REQUEST");
}

#[test]
fn a_bare_element_of_a_list_is_read_on() {
    for (job, expected) in [
        (
            r#"{"operation":"insert","resource":{"type":"data","module":"Leads"}}"#,
            ["error[wrong-type] resource", "error[missing-key] resource.file_id"].as_slice(),
        ),
        (
            r#"{"operation":"insert","resource":{"type":"data","module":"Leads","file_id":"4150868000005379001"}}"#,
            &["error[wrong-type] resource"],
        ),
        (
            &with_mapping("")
                .replace(r#""field_mappings":[]"#, r#""field_mappings":{"api_name":"Last_Name","index":-1}"#),
            &["error[wrong-type] resource[0].field_mappings", "error[negative-index] resource[0].field_mappings.index"],
        ),
        (
            &with_mapping("").replace(r#""field_mappings":[]"#, r#""field_mappings":{"Last_Name":0,"Email":1}"#),
            &["error[wrong-type] resource[0].field_mappings"],
        ),
        (
            &with_mapping(r#"[{"api_name":"Last_Name","index":0}]"#),
            &["error[wrong-type] resource[0].field_mappings[0]"],
        ),
        (
            &with_mapping(r#"null,{"api_name":"Last_Name","index":"0"},7"#),
            &[
                "error[wrong-type] resource[0].field_mappings[0]",
                "error[wrong-type] resource[0].field_mappings[1].index",
                "error[wrong-type] resource[0].field_mappings[2]",
            ],
        ),
        (
            r#"{"operation":"insert","callback":[{"url":"https://hooks.zylker.com/bulk","method":"get"}],
                "resource":[{"type":"data","module":"Leads","file_id":"4150868000005379001"}]}"#,
            &["error[wrong-type] callback", "error[unsupported-callback-method] callback[0].method"],
        ),
    ] {
        assert_eq!(found(&check(job)), expected, "{job}");
    }
}

/// The text after a fix.
fn fixed(text: &str, fix: &Fix) -> String {
    let parsed = json::parse(text.as_bytes(), &json::Options::default());
    let edits = json::text_edits(text.as_bytes(), parsed.root.as_ref(), fix).expect("its places are in the text");
    String::from_utf8(fix::apply(text.as_bytes(), &edits)).expect("it is text")
}

#[test]
fn the_letters_of_a_spreadsheet_are_numbers() {
    for (letters, index) in [("A", "0"), ("C", "2"), ("Z", "25"), ("AA", "26"), ("AB", "27")] {
        let job = job_with("index", &format!("\"{letters}\""));
        let report = check(&job);
        let found = &report.diagnostics()[0];
        let help = format!("columns are numbers, counted from 0: write `{index}`");
        assert_eq!(found.help.as_deref(), Some(help.as_str()));
        let fix = found.fix.as_ref().unwrap();
        assert_eq!((fixed(&job, fix), fix.safe), (job_with("index", index), true));
    }
}

#[test]
fn a_job_inside_of_something_is_taken_out() {
    let job = r#"{"operation":"insert","resource":[{"type":"data","module":"Leads","file_id":"4150868000005379001"}]}"#;
    let text = serde_json::Value::from(job).to_string();
    for (wrapped, message) in [
        (format!(r#"{{"data":{job}}}"#), "the job is inside `data`"),
        (format!(r#"{{"data":[{job}]}}"#), "the job is inside `data`"),
        (format!(r#"{{"method":"POST","body":{job},"headers":{{}}}}"#), "the job is inside `body`"),
        (format!("[{job}]"), "the job is inside an array"),
        (text, "the job is JSON in a string: it was encoded twice"),
    ] {
        let report = check(&wrapped);
        let found: Vec<_> =
            report.diagnostics().iter().map(|found| (found.rule.name, found.message.as_ref())).collect();
        assert_eq!(found, [("wrapped-job", message)], "{wrapped}");
        let after = Checker::new(Options::default()).fix_json(wrapped.as_bytes(), false).text;
        assert_eq!(String::from_utf8(after).unwrap(), job);
    }
    let wrong = check(&format!(r#"{{"data":{}}}"#, job.replace("file_id", "fileid")));
    assert_eq!(found(&wrong), ["error[wrapped-job] operation", "error[missing-key] data.resource[0].file_id"]);
    assert_eq!(found(&check(&format!("[{job},{job}]"))), ["error[wrong-type] "]);
}

#[test]
fn the_body_of_another_request_is_told_as_that_alone() {
    for (body, what) in [
        (r#"{"callback":{"url":"http://a.b","method":"get"},"query":{"module":"Leads","page":1}}"#, "Bulk Read"),
        (r#"{"data":[{"Last_Name":"Boyle"}],"trigger":[]}"#, "Records API"),
        (r#"{"table_identifier":"1","operation":"insert","object_details":{}}"#, "Catalyst"),
        (r#"{"select_query":"select Last_Name from Leads"}"#, "Query API"),
        (r#"{"status":"success","code":"FILE_UPLOAD_SUCCESS","details":{"file_id":"1"}}"#, "upload"),
        (r#"{"status":"success","code":"SUCCESS","details":{"id":"1"}}"#, "the answer to a job"),
        (r#"{"fields":[{"api_name":"Last_Name"}]}"#, "fields"),
    ] {
        let report = check(body);
        assert_eq!(found(&report), ["error[body-of-another-request] operation"], "{body}");
        assert!(report.diagnostics()[0].message.contains(what), "{body}: {report}");
    }
    for body in [r#"{"data":[]}"#, r#"{"data":"x"}"#, r#"{"operation":"insert","query":{}}"#] {
        assert!(!found(&check(body)).contains(&"error[body-of-another-request] operation".to_owned()), "{body}");
    }
}

#[test]
fn a_key_beside_the_object_that_needs_it_is_moved() {
    let resource = |keys: &str| {
        format!(r#"{{"type":"data","module":"Leads"{keys},"field_mappings":[{{"api_name":"id","index":0}}]}}"#)
    };
    let id = r#","file_id":"4150868000005379001""#;
    for (job, expected) in [
        (
            format!(r#"{{"operation":"update","ignore_empty":true,"find_by":"id","resource":[{}]}}"#, resource(id)),
            format!(
                r#"{{"operation":"update","ignore_empty":true,"resource":[{}]}}"#,
                resource(id).replace(r#""data","#, r#""data","find_by": "id","#)
            ),
        ),
        (
            format!(
                r#"{{"operation":"update","ignore_empty":true,"duplicate_check_fields":["id"],"resource":[{}]}}"#,
                resource(id)
            ),
            format!(
                r#"{{"operation":"update","ignore_empty":true,"resource":[{}]}}"#,
                resource(id).replace(r#""data","#, r#""data","find_by": "id","#)
            ),
        ),
        (
            format!(r#"{{"operation":"insert","resource":[{}]{id}}}"#, resource("")),
            format!(
                r#"{{"operation":"insert","resource":[{}]}}"#,
                resource("").replace(r#""data","#, r#""data","file_id": "4150868000005379001","#)
            ),
        ),
    ] {
        let after = Checker::new(Options::default()).fix_json(job.as_bytes(), false);
        assert_eq!(String::from_utf8(after.text).unwrap(), expected, "{}", check(&job));
    }
}

#[test]
fn a_text_in_another_encoding_is_written_as_utf8_on_demand() {
    let job = r#"{"operation":"insert","resource":[{"type":"data","module":"Leads","file_id":"4150868000005379001","field_mappings":[{"api_name":"A","default_value":{"value":"Zürich"}}]}]}"#;
    let utf16: Vec<u8> = job.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let latin1: Vec<u8> = job.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    for text in [utf16, latin1] {
        let checker = Checker::new(Options::default());
        assert_eq!(checker.fix_json(&text, false).text, text);
        assert_eq!(String::from_utf8_lossy(&checker.fix_json(&text, true).text), job);
    }
}

#[test]
fn what_is_certain_is_written_in_the_right_type() {
    for (key, value, fix) in [
        ("index", r#""0""#, "0"),
        ("index", r#"" 12 ""#, "12"),
        ("parent_column_index", r#""-1""#, "-1"),
        ("ignore_empty", r#""True""#, "true"),
        ("ignore_empty", "0", "false"),
        ("module.id", "4150868000000002175", r#""4150868000000002175""#),
        ("default_value.value", "5", r#""5""#),
        ("default_value.value", "true", r#""true""#),
        ("default_value", r#""Trade Show""#, r#"{ "value": "Trade Show" }"#),
        ("file_names", r#""leads.csv""#, r#"["leads.csv"]"#),
        ("field_mappings", r#"{"Last_Name":0}"#, r#"[{"api_name":"Last_Name","index":0}]"#),
        ("callback", r#""https://a.example/?key=s""#, r#"{ "url": "https://a.example/?key=s", "method": "post" }"#),
        (
            "callback",
            r#"[{"url":"https://a.example/","method":"post"}]"#,
            r#"{"url":"https://a.example/","method":"post"}"#,
        ),
        ("operation", r#"["insert"]"#, r#""insert""#),
        ("ignore_empty", "[true]", "true"),
        ("index", "[4]", "4"),
        ("index", "\"\u{664}\u{662}\"", "42"),
        ("find_by", r#"["id"]"#, r#""id""#),
        ("field_mappings", r#"{"api_name":"Last_Name","index":0}"#, r#"[{"api_name":"Last_Name","index":0}]"#),
        ("field_mappings", r#"[["Phone", 4]]"#, r#"[{ "api_name": "Phone", "index": 4 }]"#),
        ("field_mappings", r#"[[4, "Phone"]]"#, r#"[{ "api_name": "Phone", "index": 4 }]"#),
        ("field_mappings", r#"[null,{"api_name":"Last_Name","index":0}]"#, r#"[{"api_name":"Last_Name","index":0}]"#),
        (
            "field_mappings",
            r#""[{\"api_name\":\"Last_Name\",\"index\":0}]""#,
            r#"[{"api_name":"Last_Name","index":0}]"#,
        ),
    ] {
        let report = check(&job_with(key, value));
        let found = report.diagnostics().iter().find(|found| found.fix.is_some());
        let found = found.unwrap_or_else(|| panic!("{key}: {value}: {report}"));
        let fix_found = found.fix.as_ref().unwrap();
        let fixed = fixed(&job_with(key, value), fix_found);
        assert_eq!((fixed, fix_found.safe), (job_with(key, fix), true), "{key}: {value}");
        assert!(!format!("{report} {}", fix_found.title).contains("key=s"), "{report}");
    }
    for (key, value) in [("index", r#""1.5""#), ("index", r#""01""#), ("operation", "1"), ("ignore_empty", r#""yes""#)]
    {
        let report = check(&job_with(key, value));
        assert!(report.diagnostics().iter().all(|found| found.fix.is_none()), "{key}: {value}: {report}");
    }
}

#[test]
fn a_key_that_stands_twice_is_one_finding_at_every_level() {
    for (key, twice) in [
        (r#""operation":"#, r#""operation":"insert","operation":"#),
        (r#""operation":"#, r#""oper\u0061tion":"insert","operation":"#),
        (r#""url":"#, r#""url":"https://hooks.zylker.com/bulk","\u0075rl":"#),
        (r#""file_id":"#, r#""file_id":"4150868000005379001","file_id":"#),
        (r#""id":"#, r#""id":"4150868000000002175","id":"#),
        (r#""index":0"#, r#""index":0,"index":5"#),
        (r#""value":"#, r#""value":"Web","value":"#),
    ] {
        let job = job_with("", "").replacen(key, twice, 1);
        let report = check(&job);
        let found: Vec<_> = report.diagnostics().iter().filter(|found| found.rule.name == "duplicate-key").collect();
        assert_eq!(found.len(), 1, "{twice}: {report}");
        assert!(shape_of(&report).is_empty(), "{twice}: {report}");
        assert_eq!(found[0].related.len(), 1);
        let equal = !twice.contains(":5");
        assert_eq!(found[0].fix.is_some(), equal, "{twice}: {report}");
    }
    let unknown = with_mapping(r#"{"api_name":"Last_Name","index":0,"note":1,"note":2,"note":3}"#);
    let path = "resource[0].field_mappings[0].note";
    let expected = [
        format!("warning[unknown-key] {path}"),
        format!("error[duplicate-key] {path}"),
        format!("error[duplicate-key] {path}"),
    ];
    assert_eq!(found(&check(&unknown)), expected);
}

/// A mapping or another part, the findings, and the help of the first one.
#[test]
fn what_stands_in_place_of_a_key_is_named() {
    let resource = |keys: &str| with_resource(&format!(r#"{{"type":"data",{keys}}}"#));
    let id = r#""file_id":"4150868000005379001""#;
    let leads = r#""module":{"api_name":"Leads"}"#;
    let table: &[(String, &[&str], &str)] = &[
        (
            resource(&format!(r#"{leads},"fileid":"4150868000005379001""#)),
            &["error[missing-key] resource[0].file_id"],
            "rename `fileid` to `file_id`",
        ),
        (
            with_resource(&format!(r#"{{"type":"data",{leads},{id}}}"#)).replace("operation", "op"),
            &["error[missing-key] operation"],
            "write `operation` instead of `op`",
        ),
        (
            resource(&format!(r#""module":{{"name":"Leads"}},{id}"#)),
            &["error[missing-key] resource[0].module.api_name"],
            "write `api_name` instead of `name`",
        ),
        (
            resource(&format!(r#""Module":{{"api_name":"Leads"}},{id}"#)),
            &["error[missing-key] resource[0].module"],
            "rename `Module` to `module`",
        ),
        (
            with_mapping(r#"{"field":"Last_Name","index":0}"#),
            &["error[missing-key] resource[0].field_mappings[0].api_name"],
            "write `api_name` instead of `field`",
        ),
        (
            with_mapping(r#"{"apiName":"Last_Name","index":0}"#),
            &["error[missing-key] resource[0].field_mappings[0].api_name"],
            "rename `apiName` to `api_name`",
        ),
        (
            with_mapping(r#"{"api_name":"Last_Name","column":0}"#),
            &["error[missing-key] resource[0].field_mappings[0].index"],
            "write `index` instead of `column`",
        ),
        (
            with_mapping(r#"{"api_name":"Last_Name","header":"Last Name"}"#),
            &["error[missing-key] resource[0].field_mappings[0].index"],
            "name the column by its position: `index`, counted from 0",
        ),
        (
            with_mapping(r#"{"api_name":"Last_Name","default_Value":{"value":"x"}}"#),
            &["error[missing-key] resource[0].field_mappings[0].index"],
            "rename `default_Value` to `default_value`",
        ),
        (
            with_mapping(r#"{"api_name":"Last_Name","default_value":{"Value":"x"}}"#),
            &["error[malformed-default-value] resource[0].field_mappings[0].default_value.value"],
            "rename `Value` to `value`",
        ),
        (
            with_mapping(r#"{"api_name":"Last_Name","default_value":{"value":null}}"#),
            &["error[malformed-default-value] resource[0].field_mappings[0].default_value.value"],
            "write `{ \"value\": … }`, or remove `default_value`",
        ),
        (
            with_mapping(r#"{"api_name":"Last_Name","index":0,"Index":1}"#),
            &["warning[unknown-key] resource[0].field_mappings[0].Index"],
            "remove it: a field mapping has `index` already",
        ),
        (
            with_mapping(r#"{"api_name":"Last_Name","index":null}"#),
            &["error[missing-key] resource[0].field_mappings[0].index"],
            "add `\"index\"`, the column's position counted from 0, or a `\"default_value\"`",
        ),
        (
            resource(&format!(r#"{leads},{id},"operation":"insert""#)).replacen(r#""operation":"insert","#, "", 1),
            &["error[missing-key] operation"],
            "move `operation` to the job",
        ),
        (
            with_resource(&format!(r#"{{"type":"data",{leads}}}"#)).replacen('{', &format!("{{{id},"), 1),
            &["error[missing-key] resource[0].file_id"],
            "move `file_id` to a resource",
        ),
        (
            resource(&format!("{leads},{id}")).replacen('{', r#"{"callback_url":"https://a.example/","#, 1),
            &["warning[unknown-key] callback_url"],
            "write `\"callback\": { \"url\": …, \"method\": \"post\" }`",
        ),
        (
            resource(&format!("{leads},{id}")).replacen('{', r#"{"find_by":"Email","#, 1),
            &["warning[unknown-key] find_by"],
            "move it to a resource, where it belongs",
        ),
        (
            with_mapping(r#"{"api_name":"Last_Name","index":0,"ignore_empty":true}"#),
            &["warning[unknown-key] resource[0].field_mappings[0].ignore_empty"],
            "move it to the job, where it belongs",
        ),
        (
            with_mapping(r#"{"api_name":"Last_Name","index":0,"colour":"red"}"#),
            &["warning[unknown-key] resource[0].field_mappings[0].colour"],
            "remove it, or write one of `api_name`, `index`, `format`, `find_by`, `default_value`, `module`, \
             `parent_column_index`",
        ),
        (resource(&format!(r#"{leads},{id},"resource":[]"#)), &["error[nested-resource] resource[0].resource"], ""),
        (with_resource(r#"{"resource":[]}"#), &["error[nested-resource] resource[0].resource"], ""),
    ];
    for (job, expected, help) in table {
        let report = check(job);
        assert_eq!(found(&report), *expected, "{job}");
        if !help.is_empty() {
            assert_eq!(report.diagnostics()[0].help.as_deref(), Some(*help), "{job}");
        }
    }
}

#[test]
fn a_renaming_never_makes_a_key_stand_twice() {
    for mapping in [
        r#"{"api_name":"Last_Name","index":0,"Index":1}"#,
        r#"{"api_name":"Last_Name","Index":0,"INDEX":1}"#,
        r#"{"api_name":"Last_Name","default_value":{"value":"x","Value":"y"}}"#,
        r#"{"api_name":"Last_Name","api_Name":"First_Name","name":"x","index":0}"#,
    ] {
        let report = check(&with_mapping(mapping));
        let renamed: Vec<_> = report.diagnostics().iter().filter_map(|found| found.fix.as_ref()).collect();
        assert!(renamed.len() <= 1, "{mapping}: {report}");
    }
}

#[test]
fn placeholders_are_predicted_by_what_they_stand_for() {
    for (key, value, code, message) in [
        ("file_id", "{{file_id}}", "INVALID_FILE_ID", Some("improper file id")),
        ("file_id", "<YOUR_FILE_ID>", "INVALID_FILE_ID", Some("improper file id")),
        ("file_id", "${{ env.FILE_ID }}", "INVALID_FILE_ID", Some("improper file id")),
        ("file_id", " {file_id} ", "INVALID_FILE_ID", Some("improper file id")),
        ("module", "${module}", "MODULE_NOT_AVAILABLE", Some("Requested module '${module}' is not available.")),
        ("module.api_name", "{{m}}", "MODULE_NOT_AVAILABLE", Some("Requested module '{{m}}' is not available.")),
        ("api_name", "{field}", "INVALID_FIELD", Some("invalid mapping. invalid api_name {field}.")),
        ("mapping.find_by", "<key>", "INVALID_FIELD", Some("invalid mapping. invalid api_name <key>.")),
        ("find_by", "{{key}}", "INVALID_FIELD", None),
        ("callback.url", "{{url}}", "INVALID_CALLBACK_URL", Some("Invalid URL '{{url}}' for callback.")),
        ("callback.method", "{{method}}", "INVALID_CALLBACK_METHOD", None),
        ("format", "{{format}}", "INVALID_FORMAT", None),
        ("operation", "{{operation}}", "INVALID_DATA", None),
        ("ignore_empty", "{{x}}", "INVALID_DATA", None),
        ("index", "{{index}}", "INVALID_DATA", None),
        ("callback", "{{callback}}", "INVALID_DATA", None),
        ("element", "{{resource}}", "INVALID_DATA", None),
        ("field_mappings", "{{mappings}}", "INVALID_DATA", None),
        ("file_names", "{{names}}", "INVALID_DATA", None),
        ("default_value", "{{default}}", "INVALID_DATA", None),
        ("default_value.value", "{{default}}", "INVALID_DATA", None),
    ] {
        let job = job_with(key, &format!("\"{value}\""));
        let report = check_for("v8", &job);
        let name = "unresolved-placeholder";
        let placeholders: Vec<_> = report.diagnostics().iter().filter(|found| found.rule.name == name).collect();
        assert_eq!(placeholders.len(), 1, "{key}: {value}: {report}");
        assert!(shape_of(&report).is_empty(), "{key}: {value}: {report}");
        let predicted = placeholders[0].predicts.as_ref().unwrap();
        assert_eq!((predicted.code.as_str(), predicted.message.as_deref()), (code, message), "{key}: {value}");
        let placeholders = Options { placeholders: true, ..Options::default() };
        if value.contains("{{") {
            let silent = Checker::new(placeholders).check_json(job.as_bytes());
            assert!(silent.diagnostics().iter().all(|found| found.rule.name != name), "{silent}");
        }
    }
    for (key, value) in
        [("default_value.value", "<none>"), ("default_value.value", "{x}"), ("operation", "{{}}"), ("format", "<>")]
    {
        let report = check(&job_with(key, &format!("\"{value}\"")));
        assert!(report.diagnostics().iter().all(|found| found.rule.name != "unresolved-placeholder"), "{report}");
    }
}

#[test]
fn module_has_the_form_of_its_version() {
    let job = |module: &str| {
        with_resource(&format!(r#"{{"type":"data","module":{module},"file_id":"4150868000005379001"}}"#))
    };
    for facts in bulkwrite_core::VERSIONS {
        let (right, wrong) = if facts.segment == "v2" {
            (r#""Leads""#, r#"{"api_name":"Leads"}"#)
        } else {
            (r#"{"api_name":"Leads"}"#, r#""Leads""#)
        };
        assert_eq!(found(&check_for(facts.segment, &job(right))), [""; 0], "{}", facts.segment);
        let found = one(&check_for(facts.segment, &job(wrong)));
        assert_eq!((found.rule.name, found.path.as_str()), ("module-shape", "resource[0].module"));
        let fix = found.fix.unwrap();
        assert!(fix.safe);
        assert!(matches!(&fix.edits[..], [Edit::Replace { with, .. }] if with == right), "{fix:?}");
        // Without a version the form says which one is meant.
        assert_eq!(check(&job(wrong)).diagnostics().len(), 0);
    }
    let found_on_v2 = one(&check_for("v2", &job(r#"{"api_name":"Leads","id":"4150868000000002175"}"#)));
    assert_eq!(found_on_v2.help.as_deref(), Some("write the name alone; v2 has no place for the `id`: `\"Leads\"`"));
    for module in ["{}", r#"{"apiname":"Leads"}"#, r#"{"api_name":null}"#, r#"{"id":"4150868000000002175"}"#] {
        let found = one(&check_for("v2", &job(module)));
        assert_eq!((found.rule.name, found.fix), ("module-shape", None), "{module}");
    }
    let blank = one(&check_for("v8", &job(r#"" ""#)));
    assert_eq!((blank.rule.name, blank.fix), ("module-shape", None));
    assert_eq!(blank.help.as_deref(), Some("write an object with the API name, such as `{ \"api_name\": \"Leads\" }`"));
    let mixed = r#"{"operation":"insert","resource":[
        {"type":"data","module":"Leads","file_id":"4150868000005379001","field_mappings":[{"api_name":"Company","index":0}]},
        {"type":"data","module":{"api_name":"Deals"},"file_id":"4150868000005379001","field_mappings":[{"api_name":"Stage","index":0}]}]}"#;
    let mixed = check(mixed);
    let shape: Vec<_> = mixed.diagnostics().iter().filter(|found| found.rule.name == "module-shape").collect();
    assert_eq!(shape.len(), 1, "{mixed}");
    assert_eq!((shape[0].path.as_str(), shape[0].related.len()), ("resource[0].module", 1));
}

#[test]
fn lengths_are_counted_in_characters_up_to_the_limit() {
    let long = |c: &str, count: usize| format!("\"{}\"", c.repeat(count));
    for (key, c, limit) in [
        ("module.api_name", "a", 100),
        ("api_name", "a", 100),
        ("file_id", "1", 100),
        ("character_encoding", "é", 50),
        ("default_value.value", "é", 500),
        ("file_name", "é", 255),
    ] {
        let too_long = |count| {
            let report = check(&job_with(key, &long(c, count)));
            report.diagnostics().iter().filter(|found| found.rule.name == "too-long").count()
        };
        assert_eq!((too_long(limit), too_long(limit + 1)), (0, 1), "{key}");
    }
    let names = |count| format!("[{}]", vec![r#""a.csv""#; count].join(","));
    let too_many = |count| {
        let report = check(&job_with("file_names", &names(count)));
        report.diagnostics().iter().filter(|found| found.rule.name == "too-long").count()
    };
    assert_eq!((too_many(10), too_many(11)), (0, 1));
    // What is no name or id at any length is reported as that.
    let report = check(&job_with("file_id", &long("x", 101)));
    assert!(report.diagnostics().iter().all(|found| found.rule.name != "too-long"), "{report}");
}

#[test]
fn keys_of_v5_are_too_new_before() {
    let job = r#"{"operation":"insert","resource":[{"type":"data","module":{"api_name":"Leads"},"file_id":"4150868000005379001",
        "file_names":["leads.csv"],"field_mappings":[{"api_name":"Parent_Id","index":0,"parent_column_index":0}]}]}"#;
    let string = job.replace(r#"{"api_name":"Leads"}"#, r#""Leads""#);
    let too_new = |report: &Report| {
        let found = report.diagnostics().iter().filter(|found| found.rule.name == "too-new-key");
        found.map(|found| found.path.clone()).collect::<Vec<_>>()
    };
    for facts in bulkwrite_core::VERSIONS {
        let expected: &[&str] = if facts.version < ApiVersion::V5 {
            &["resource[0].file_names", "resource[0].field_mappings[0].parent_column_index"]
        } else {
            &[]
        };
        let job = if facts.segment == "v2" { &string } else { job };
        assert_eq!(too_new(&check_for(facts.segment, job)), expected, "{}", facts.segment);
    }
    assert_eq!(too_new(&check(&string)).len(), 2, "a string says v2");
    assert_eq!(too_new(&check(job)).len(), 0);
    let nulls = string
        .replace(r#"["leads.csv"]"#, "null")
        .replace(r#""parent_column_index":0"#, r#""parent_column_index":null"#);
    assert_eq!(too_new(&check(&nulls)).len(), 0);
}

#[test]
fn a_hostile_job_is_read_in_linear_time() {
    let many = |part: &dyn Fn(usize) -> String| (0..20_000).map(part).collect::<Vec<_>>().join(",");
    let before = std::time::Instant::now();
    for job in [
        with_mapping(&many(&|_| "{}".to_owned())),
        with_mapping(&many(&|i| format!(r#"{{"Api_Name":"F{i}","Index":{i}}}"#))),
        with_mapping(&many(&|_| r#"{"api_name":"A","default_value":{"Value":1}}"#.to_owned())),
        with_mapping(&many(&|_| r#"{"api_name":"A","index":0}"#.to_owned())),
        with_mapping(&many(&|i| format!(r#"{{"api_name":"A{i}","index":{}}}"#, i / 2))),
        with_mapping(&format!("{{{}}}", many(&|i| format!(r#""k{i}":1"#)))),
        with_mapping(&format!("{{{}}}", many(&|_| r#""k":1"#.to_owned()))),
        with_mapping(&format!("{{{}}}", many(&|_| r#""index":1"#.to_owned()))),
    ] {
        assert!(check(&job).is_truncated());
    }
    // A quadratic step over 20,000 parts of each kind takes minutes.
    assert!(before.elapsed().as_secs() < 60, "{:?}", before.elapsed());
}

//! Operation and resources: which bodies each rule reports, where, and in which words.

use bulkwrite_core::{ApiVersion, Basis, Checker, Levels, Options, Report, Verdict, rules};

fn check(job: &str, version: ApiVersion) -> Report {
    Checker::new(Options { version: Some(version), ..Options::default() }).check_json(job.as_bytes())
}

/// `error[rule] path` for each finding.
fn found(report: &Report) -> Vec<String> {
    report.diagnostics().iter().map(|found| format!("{}[{}] {}", found.level, found.rule.name, found.path)).collect()
}

fn expect(job: &str, expected: &[&str]) {
    assert_eq!(found(&check(job, ApiVersion::V8)), expected, "{job}");
}

/// A job with these entries in its only resource.
fn resource(job: &str, entries: &str) -> String {
    format!(r#"{{ {job}, "resource": [{{ "type": "data", {entries} }}] }}"#)
}

fn module(name: &str) -> String {
    let name = serde_json::Value::from(name);
    resource(
        r#""operation": "insert""#,
        &format!(r#""module": {{ "api_name": {name} }}, "file_id": "4150868000005379001""#),
    )
}

fn file_id(id: &str) -> String {
    resource(r#""operation": "insert""#, &format!(r#""module": {{ "api_name": "Leads" }}, "file_id": {id}"#))
}

fn encoding(label: &str) -> String {
    let label = serde_json::Value::from(label);
    resource(
        &format!(r#""operation": "insert", "character_encoding": {label}"#),
        r#""module": { "api_name": "Leads" }, "file_id": "4150868000005379001""#,
    )
}

const LEADS: &str = r#""module": { "api_name": "Leads" }, "file_id": "4150868000005379001""#;

fn update(entries: &str) -> String {
    resource(r#""operation": "update", "ignore_empty": true"#, &format!("{LEADS}{entries}"))
}

#[test]
fn an_operation_is_one_of_three_in_lower_case() {
    for (operation, help, safe) in [
        ("INSERT", "write `insert`, in lower case", Some(true)),
        (" update ", "write `update`, without blanks", Some(true)),
        ("Upsert\n", "write `upsert`, in lower case", Some(true)),
        ("insret", "did you mean `insert`?", Some(false)),
        ("updates", "did you mean `update`?", Some(false)),
        ("create", "did you mean `insert`?", Some(false)),
        ("insert_or_update", "did you mean `upsert`?", Some(false)),
        ("insert|update", "write one of them: a job does one operation", None),
        ("insert, update or upsert", "write one of them: a job does one operation", None),
        ("INSERT/UPDATE", "write one of them: a job does one operation", None),
        ("delete", "bulk write does not delete records: `insert`, `update` and `upsert` it does", None),
        ("read", "records are read by the Bulk Read API, at `/crm/bulk/<version>/read`", None),
        ("", "write `insert`, `update` or `upsert`", None),
        ("  ", "write `insert`, `update` or `upsert`", None),
        ("insert; drop table", "write `insert`, `update` or `upsert`", None),
        ("ünsert\u{202e}", "did you mean `insert`?", Some(false)),
    ] {
        let text = serde_json::Value::from(operation);
        let report = check(&resource(&format!(r#""operation": {text}"#), LEADS), ApiVersion::V8);
        assert_eq!(found(&report), ["error[unknown-operation] operation"], "{operation}");
        let finding = &report.diagnostics()[0];
        assert_eq!(finding.help.as_deref(), Some(help), "{operation}");
        assert_eq!(finding.fix.as_ref().map(|fix| fix.safe), safe, "{operation}");
    }
    for operation in ["insert", "update", "upsert"] {
        let job = resource(
            &format!(r#""operation": "{operation}", "ignore_empty": true"#),
            &format!(r#"{LEADS}, "find_by": "id""#),
        );
        expect(&job, &[]);
    }
}

#[test]
fn a_job_has_from_one_to_a_hundred_resources() {
    expect(r#"{ "operation": "insert", "resource": [] }"#, &["error[empty-resource] resource"]);
    let many = |count: usize| {
        let one = |n: usize| {
            format!(
                r#"{{ "type": "data", "module": {{ "api_name": "Region_{n}" }}, "file_id": "4150868000005379{n:03}" }}"#
            )
        };
        let all: Vec<String> = (0..count).map(one).collect();
        format!(r#"{{ "operation": "insert", "resource": [{}] }}"#, all.join(","))
    };
    expect(&many(100), &[]);
    expect(&many(101), &["error[too-many-resources] resource"]);
    for (version, basis) in [(ApiVersion::V8, Basis::Documented), (ApiVersion::V7, Basis::Inferred)] {
        let report = check(&many(103), version);
        let finding = &report.diagnostics()[0];
        assert_eq!(finding.message, "the job has 103 resources, and 100 is the limit");
        assert_eq!(finding.predicts.as_ref().map(|prediction| prediction.basis), Some(basis));
    }
}

#[test]
fn the_type_is_data() {
    for kind in ["Data", "", "data ", "module", "Leads"] {
        let job = format!(r#"{{ "operation": "insert", "resource": [{{ "type": "{kind}", {LEADS} }}] }}"#);
        expect(&job, &["error[unsupported-resource-type] resource[0].type"]);
    }
}

#[test]
fn a_module_goes_by_its_api_name() {
    let malformed = "error[malformed-module-name] resource[0].module.api_name";
    let scope = "warning[module-scope-name] resource[0].module.api_name";
    let unsupported = "warning[unsupported-module] resource[0].module.api_name";
    for (name, expected) in [
        ("", &[malformed][..]),
        (" ", &[malformed]),
        ("Sales Orders", &[malformed]),
        ("Leads ", &[malformed]),
        ("Le\u{200b}ads", &[malformed]),
        ("Лиды", &[malformed]),
        ("Leads/Contacts", &[malformed]),
        ("1Leads", &[malformed]),
        ("leads", &[scope]),
        ("LEADS", &[scope]),
        ("salesorders", &[scope]),
        ("SalesOrders", &[scope]),
        ("Pricebooks", &[scope]),
        ("price_books", &[scope]),
        ("custom", &[scope]),
        ("Notes", &[unsupported]),
        ("attachments", &[unsupported]),
        ("Events", &[unsupported]),
        ("Calls", &[unsupported]),
        ("users", &[unsupported]),
        ("Leads", &[]),
        ("Price_Books", &[]),
        ("Sales_Orders", &[]),
        ("CustomModule1", &[]),
        ("Locked__s", &[]),
        ("Lead_Contact_Lookup", &[]),
        ("Custom", &[]),
    ] {
        expect(&module(name), expected);
    }
}

#[test]
fn a_module_that_is_not_available_is_answered_so() {
    for name in ["Sales Orders", "leads", "Notes"] {
        let answer = check(&module(name), ApiVersion::V8).predicted_response().unwrap();
        assert_eq!(answer.code.as_str(), "MODULE_NOT_AVAILABLE");
        assert_eq!(answer.message, Some(format!("Requested module '{name}' is not available.")));
    }
}

#[test]
fn inventory_modules_are_doubtful_where_the_page_omits_them() {
    for name in ["Quotes", "Sales_Orders", "Purchase_Orders", "Invoices"] {
        for (version, doubtful) in [
            (ApiVersion::V2_1, true),
            (ApiVersion::V3, true),
            (ApiVersion::V4, false),
            (ApiVersion::V5, false),
            (ApiVersion::V7, true),
            (ApiVersion::V8, false),
        ] {
            let expected = ["warning[inventory-module] resource[0].module.api_name"];
            let options = Options { version: Some(version), levels: Levels::all(), ..Options::default() };
            let report = Checker::new(options).check_json(module(name).as_bytes());
            assert_eq!(found(&report), expected[..usize::from(doubtful)], "{name} {version}");
            assert!(found(&check(&module(name), version)).is_empty(), "silent unless asked for: {name} {version}");
        }
    }
    assert!(found(&check(&module("Leads"), ApiVersion::V7)).is_empty());
}

#[test]
fn a_file_id_is_no_number() {
    let lost = "the file id is a number whose last digits are lost: these are the ones that a double prints";
    for (id, level, message, fixed) in [
        (
            "4150868000005379001",
            "warning",
            "the file id is a number, which a double rounds to 4150868000005379072",
            Some("\"4150868000005379001\""),
        ),
        (
            "3477061000006121001",
            "warning",
            "the file id is a number, which a double rounds to 3477061000006120960",
            Some("\"3477061000006121001\""),
        ),
        ("120032", "warning", "the file id is a number", Some("\"120032\"")),
        ("4150868000005379000", "error", lost, None),
        ("4150868000005379072", "error", lost, None),
        ("415086800000537900", "error", lost, None),
        ("4.150868000005379e18", "error", "the file id is a number", None),
        ("4150868000005379001.0", "error", "the file id is a number", None),
        ("-4150868000005379001", "error", "the file id is a number", None),
    ] {
        let report = check(&file_id(id), ApiVersion::V8);
        assert_eq!(found(&report), [format!("{level}[file-id-as-number] resource[0].file_id")]);
        let finding = &report.diagnostics()[0];
        assert_eq!(finding.message, message);
        assert_eq!(finding.predicts.is_some(), level == "error", "{id}");
        let fix = finding.fix.as_ref().map(|fix| (fix.safe, format!("{:?}", fix.edits)));
        assert_eq!(fix.is_some(), fixed.is_some(), "{id}");
        assert!(
            fixed.is_none_or(|with| matches!(fix, Some((true, edits)) if edits.contains(&format!("{with:?}")))),
            "{id}"
        );
    }
}

#[test]
fn a_file_id_is_made_as_ids_are() {
    let suspicious = ["warning[suspicious-file-id] resource[0].file_id"];
    for (id, odd) in [
        ("4150868000005379001", false),
        ("4150868000005364001", false),
        ("111111000000541985", false),
        ("425153000103247021", false),
        ("3524001000005697001", false),
        ("415086800000537900", true),
        ("41508680000005379001", true),
        ("4150868100005379001", true),
        ("415086800005379001", true),
        ("0150868000005379001", true),
        ("120032", true),
        ("0", true),
        ("99999999999999999999999", true),
    ] {
        let report = check(&file_id(&format!("\"{id}\"")), ApiVersion::V8);
        assert_eq!(found(&report), suspicious[..usize::from(odd)], "{id}");
    }
}

#[test]
fn the_recorded_answer_to_a_short_file_id_is_predicted_word_for_word() {
    let report = check(&file_id("\"415086800000537900\""), ApiVersion::V8);
    let prediction = report.diagnostics()[0].predicts.as_ref().unwrap();
    assert_eq!(prediction.code.as_str(), "FILE_NOT_SUPPORTED");
    assert_eq!(prediction.message.as_deref(), Some("File not supported for bulk write"));
    assert!(prediction.details.is_empty());
    assert_eq!(prediction.basis, Basis::Observed);
}

#[test]
fn a_file_id_begins_as_the_other_ids_of_its_job() {
    let suspicious = ["warning[suspicious-file-id] resource[0].file_id"];
    let job = |module_id: &str, layout: &str| {
        resource(
            r#""operation": "insert""#,
            &format!(
                r#""module": {{ "api_name": "Leads", "id": "{module_id}" }}, "file_id": "4150868000005379001",
                "field_mappings": [{{ "api_name": "Last_Name", "index": 0 }},
                    {{ "api_name": "Layout", "default_value": {{ "value": "{layout}" }} }}]"#
            ),
        )
    };
    for (module_id, layout, odd) in [
        ("4150868000000002175", "4150868000000091055", false),
        ("4150868000000002175", "5725767000001022168", false),
        ("5725767000000002175", "4150868000000091055", false),
        ("5725767000000002175", "5725767000001022168", true),
        ("415086000000002175", "415086000000091055", true),
        ("111111000000002175", "1111111000000091055", false),
    ] {
        assert_eq!(found(&check(&job(module_id, layout), ApiVersion::V8)), suspicious[..usize::from(odd)]);
    }
}

#[test]
fn file_ids_of_two_organisations_do_not_belong_into_one_job() {
    let job = r#"{ "operation": "insert", "resource": [
        { "type": "data", "module": { "api_name": "Leads" }, "file_id": "4150868000005379001" },
        { "type": "data", "module": { "api_name": "Contacts" }, "file_id": "5725767000005379001" },
        { "type": "data", "module": { "api_name": "Accounts" }, "file_id": "4150868000005379003" }] }"#;
    expect(job, &["warning[suspicious-file-id] resource[1].file_id"]);
}

#[test]
fn the_id_of_something_else_is_no_file_id() {
    let other = ["warning[file-id-is-another-id] resource[0].file_id"];
    for (module_id, default, odd) in [
        ("4150868000005379001", "4150868000000091055", true),
        ("4150868000000000125", "4150868000005379001", true),
        ("4150868000000000125", "4150868000000091055", false),
    ] {
        for field in ["Layout", "Owner"] {
            let job = resource(
                r#""operation": "insert""#,
                &format!(
                    r#""module": {{ "api_name": "Leads", "id": "{module_id}" }}, "file_id": "4150868000005379001",
                    "field_mappings": [{{ "api_name": "Last_Name", "index": 0 }},
                        {{ "api_name": "{field}", "default_value": {{ "value": "{default}" }} }}]"#
                ),
            );
            expect(&job, &other[..usize::from(odd)]);
        }
    }
    expect(&file_id("\"5725767000000002181\""), &other);
}

#[test]
fn a_charset_goes_by_a_label() {
    for (label, help) in [
        ("utf_8", "did you mean `UTF-8`?"),
        ("UFT-8", "did you mean `UTF-8`?"),
        ("latin-1", "did you mean `latin1`?"),
        (" UTF-8", "write `UTF-8`, without blanks"),
        ("utf-8-sig", "write `UTF-8`: a byte order mark does not make another charset"),
        ("ANSI", "write the code page that is meant, such as `windows-1252`"),
        ("auto", "remove `character_encoding`: without it the charset is detected"),
        ("", "remove it, and the charset is detected, or write a label such as `UTF-8`"),
        ("klingon", "write a label such as `UTF-8` or `windows-1252`, or remove it, and the charset is detected"),
        ("日本", "write a label such as `UTF-8` or `windows-1252`, or remove it, and the charset is detected"),
    ] {
        let report = check(&encoding(label), ApiVersion::V8);
        assert_eq!(found(&report), ["warning[unknown-character-encoding] character_encoding"], "{label}");
        assert_eq!(report.diagnostics()[0].help.as_deref(), Some(help), "{label}");
    }
    for label in ["UTF-8", "utf8", "UTF-16LE", "ISO-8859-1", "latin1", "Windows-1252", "cp1252", "GB18030", "Shift_JIS"]
    {
        expect(&encoding(label), &[]);
    }
    let null = resource(r#""operation": "insert", "character_encoding": null"#, LEADS);
    expect(&null, &["warning[explicit-null] character_encoding"]);
}

#[test]
fn blanks_overwrite_unless_they_are_ignored_for_the_job_or_each_resource() {
    let job = |job: &str, resources: &[&str]| {
        let resource = |(n, entries): (usize, &&str)| {
            format!(
                r#"{{ "type": "data", "module": {{ "api_name": "Region_{n}" }}, "file_id": "415086800000537900{n}",
                "find_by": "Name"{entries} }}"#
            )
        };
        let resources: Vec<String> = resources.iter().enumerate().map(resource).collect();
        format!(r#"{{ "operation": "upsert"{job}, "resource": [{}] }}"#, resources.join(","))
    };
    let (yes, no, null) = (r#", "ignore_empty": true"#, r#", "ignore_empty": false"#, r#", "ignore_empty": null"#);
    for (of_job, resources, expected) in [
        ("", &[""][..], &["warning[blanks-overwrite] operation"][..]),
        ("", &["", ""], &["warning[blanks-overwrite] operation"]),
        ("", &[yes, ""], &["warning[blanks-overwrite] operation"]),
        ("", &[yes, yes], &[]),
        ("", &[no, ""], &["warning[blanks-overwrite] operation", "warning[blanks-overwrite] resource[0].ignore_empty"]),
        (yes, &["", ""], &[]),
        (no, &["", ""], &["warning[blanks-overwrite] ignore_empty"]),
        (null, &[""], &["warning[blanks-overwrite] ignore_empty"]),
        ("", &[null], &["warning[blanks-overwrite] resource[0].ignore_empty"]),
        (null, &[yes], &["warning[explicit-null] ignore_empty"]),
        (yes, &[null], &["warning[explicit-null] resource[0].ignore_empty"]),
        (r#", "ignoreEmpty": true"#, &[""], &["warning[unknown-key] ignoreEmpty"]),
        ("", &[r#", "ignore-empty": true"#], &[r#"warning[unknown-key] resource[0]["ignore-empty"]"#]),
    ] {
        expect(&job(of_job, resources), expected);
    }
}

#[test]
fn ignore_empty_is_set_once() {
    for (of_job, of_resource, twice) in
        [(true, false, true), (false, true, true), (true, true, false), (false, false, false)]
    {
        let job = resource(
            &format!(r#""operation": "insert", "ignore_empty": {of_job}"#),
            &format!(r#"{LEADS}, "ignore_empty": {of_resource}"#),
        );
        let expected = ["warning[ignore-empty-twice] resource[0].ignore_empty"];
        expect(&job, &expected[..usize::from(twice)]);
        assert_eq!(check(&job, ApiVersion::V5).predicted_response(), None);
    }
}

#[test]
fn update_and_upsert_need_find_by() {
    let missing = ["error[missing-find-by] resource[0].find_by"];
    for (entries, help) in [
        ("", "add `\"find_by\"` to the resource: `id`, or the API name of a unique field"),
        (r#", "find_by": """#, "write `id`, or the API name of a unique field"),
        (r#", "find_by": " ""#, "write `id`, or the API name of a unique field"),
        (r#", "find_by": null"#, "add `\"find_by\"` to the resource: `id`, or the API name of a unique field"),
        (r#", "findBy": "id""#, "rename `findBy` to `find_by`"),
        (r#", "find-by": "id""#, "rename `find-by` to `find_by`"),
        (
            r#", "field_mappings": [{ "api_name": "Email", "index": 0, "find_by": "email" }]"#,
            "move `find_by` from the mapping of `Email` to the resource",
        ),
        (
            r#", "field_mappings": [{ "api_name": "Email", "index": 0 },
                { "api_name": "Account_Name", "index": 1, "find_by": "id" }]"#,
            "add `\"find_by\"` to the resource: `id`, or the API name of a unique field",
        ),
    ] {
        for operation in ["update", "upsert"] {
            let job = update(entries).replace("\"update\"", &format!("\"{operation}\""));
            let report = check(&job, ApiVersion::V8);
            assert_eq!(found(&report), missing, "{job}");
            assert_eq!(report.diagnostics()[0].help.as_deref(), Some(help), "{job}");
            let answer = report.predicted_response().unwrap();
            assert_eq!(answer.message.as_deref(), Some("Required key find_by is not available"));
            assert_eq!(answer.details["api_name"], "find_by");
            assert_eq!(answer.details["json_path"], "$.resource[0].find_by");
        }
    }
    expect(&update(r#", "find_by": "Email""#), &[]);
    expect(&update("").replace("\"update\"", "\"insert\""), &[]);
    expect(&update("").replace("\"update\"", "\"UPDATE\""), &["error[unknown-operation] operation"]);
}

#[test]
fn a_find_by_beside_the_operation_is_explained_once() {
    let job = r#"{ "operation": "update", "ignore_empty": true, "find_by": "id", "resource": [
        { "type": "data", "module": { "api_name": "Leads" }, "file_id": "4150868000005379001" }] }"#;
    let report = check(job, ApiVersion::V8);
    assert_eq!(found(&report), ["error[missing-find-by] resource[0].find_by"]);
    assert_eq!(report.diagnostics()[0].help.as_deref(), Some("move `find_by` into the resource"));
    assert_eq!(report.diagnostics()[0].related.len(), 1);
}

#[test]
fn a_find_by_that_cannot_be_read_may_be_right() {
    expect(&update(r#", "find_by": 1"#), &["error[wrong-type] resource[0].find_by"]);
    let options = Options { version: Some(ApiVersion::V8), placeholders: true, ..Options::default() };
    let report = Checker::new(options).check_json(update(r#", "find_by": "{{key}}""#).as_bytes());
    assert_eq!(report.verdict(), Verdict::Accept);
}

#[test]
fn the_field_of_find_by_is_mapped() {
    let not_mapped = "warning[find-by-not-mapped] resource[0].find_by";
    let misspelt = "warning[misspelt-find-by] resource[0].find_by";
    for (find_by, mappings, expected) in [
        ("id", r#"{ "api_name": "id", "index": 0 }"#, &[][..]),
        ("Email", r#"{ "api_name": "Last_Name", "index": 0 }, { "api_name": "Email", "index": 1 }"#, &[]),
        ("Email", r#"{ "api_name": "Last_Name", "index": 0 }"#, &[not_mapped]),
        ("email", r#"{ "api_name": "Email", "index": 0 }"#, &[not_mapped]),
        ("Id", r#"{ "api_name": "id", "index": 0 }"#, &[misspelt]),
        ("ID", r#"{ "api_name": "Last_Name", "index": 0 }"#, &[misspelt]),
        ("Record_Id", r#"{ "api_name": "id", "index": 0 }"#, &[misspelt]),
        (
            "Email Address",
            r#"{ "api_name": "Email", "index": 0 }"#,
            &["error[malformed-field-name] resource[0].find_by"],
        ),
        (
            "Email",
            r#"{ "api_name": "", "index": 0 }"#,
            &["error[malformed-field-name] resource[0].field_mappings[0].api_name"],
        ),
        (
            "Work_Email",
            r#"{ "api_name": "Work Email", "index": 0 }"#,
            &["error[malformed-field-name] resource[0].field_mappings[0].api_name"],
        ),
        (
            "Email",
            r#"{ "api_name": "Work Email", "index": 0 }"#,
            &[not_mapped, "error[malformed-field-name] resource[0].field_mappings[0].api_name"],
        ),
        ("Email ", r#"{ "api_name": "Email", "index": 0 }"#, &["error[malformed-field-name] resource[0].find_by"]),
    ] {
        expect(&update(&format!(r#", "find_by": "{find_by}", "field_mappings": [{mappings}]"#)), expected);
    }
    expect(&update(r#", "find_by": "Email""#), &[]);
    // `id` is how the field is called: what changes is the mapping.
    for name in ["Id", "ID", "Record_Id"] {
        let mappings = format!(r#"{{ "api_name": "{name}", "index": 0 }}"#);
        let job = update(&format!(r#", "find_by": "id", "field_mappings": [{mappings}]"#));
        let report = check(&job, ApiVersion::V8);
        assert_eq!(found(&report), [not_mapped], "{name}");
        let help = report.diagnostics()[0].help.as_deref();
        assert_eq!(help, Some(&*format!("write `id` instead of `{name}` in its mapping")));
        let fixed = Checker::new(Options::default()).fix_json(job.as_bytes(), true);
        assert_eq!(String::from_utf8_lossy(&fixed.text), job.replace(&mappings, &mappings.replace(name, "id")));
    }
    let hole = r#", "find_by": "Email", "field_mappings": [{ "api_name": "{{field}}", "index": 0 }]"#;
    let report = Checker::new(Options { placeholders: true, version: Some(ApiVersion::V8), ..Options::default() })
        .check_json(update(hole).as_bytes());
    assert_eq!(found(&report), [""; 0]);
}

#[test]
fn a_lookup_is_found_by_id_in_lower_case() {
    let job = resource(
        r#""operation": "insert""#,
        &format!(r#"{LEADS}, "field_mappings": [{{ "api_name": "Account_Name", "index": 0, "find_by": "Id" }}]"#),
    );
    expect(&job, &["warning[misspelt-find-by] resource[0].field_mappings[0].find_by"]);
}

#[test]
fn rules_that_are_off_speak_when_asked() {
    let mut levels = Levels::default();
    for name in ["find-by-skips-existing", "result-lacks-key"] {
        assert_eq!(rules::find(name).unwrap().level, None);
        levels.set(rules::find(name).unwrap(), Some(bulkwrite_core::Level::Warning)).unwrap();
    }
    let checker = Checker::new(Options { version: Some(ApiVersion::V8), levels, ..Options::default() });
    let mapped = |columns: &[(&str, u8)]| {
        let all: Vec<String> =
            columns.iter().map(|(field, index)| format!(r#"{{ "api_name": "{field}", "index": {index} }}"#)).collect();
        update(&format!(r#", "find_by": "id", "field_mappings": [{}]"#, all.join(",")))
    };
    let late = ["warning[result-lacks-key] resource[0].field_mappings[3].index"];
    for (columns, expected) in [
        (&[("A", 0), ("B", 1), ("C", 2), ("id", 3)][..], &late[..]),
        (&[("A", 1), ("B", 2), ("C", 3), ("id", 0)], &[]),
        (&[("id", 3), ("A", 0), ("B", 1), ("C", 2)], &[]),
        (&[("A", 0), ("B", 1), ("id", 2)], &[]),
    ] {
        assert_eq!(found(&checker.check_json(mapped(columns).as_bytes())), expected);
    }
    let insert = mapped(&[("id", 0)]).replace("\"update\"", "\"insert\"");
    let report = checker.check_json(insert.as_bytes());
    assert_eq!(found(&report), ["warning[find-by-skips-existing] resource[0].find_by"]);
}

#[test]
fn the_method_of_a_callback_is_post_in_lower_case() {
    for (method, level) in [
        ("post", None),
        ("POST", Some("warning")),
        ("Post", Some("warning")),
        ("get", Some("error")),
        ("", Some("error")),
        (" post", Some("error")),
        (r"post\n", Some("error")),
    ] {
        let callback = format!(r#""callback": {{ "url": "https://hooks.zylker.com/bulk", "method": "{method}" }}"#);
        let job = resource(&format!(r#""operation": "insert", {callback}"#), LEADS);
        let expected = level.map(|level| format!("{level}[unsupported-callback-method] callback.method"));
        let report = check(&job, ApiVersion::V8);
        assert_eq!(found(&report), Vec::from_iter(expected), "{method:?}");
        for found in report.diagnostics() {
            let answer = found.predicts.as_ref().unwrap();
            assert_eq!(answer.code.as_str(), "INVALID_CALLBACK_METHOD");
            assert_eq!(answer.details["supported_callback_methods"], serde_json::json!(["post"]));
        }
    }
}

#[test]
fn a_module_named_as_its_records_is_warned_of() {
    for (name, help) in [
        ("Lead", "write the API name, `Leads`"),
        ("Deal", "write the API name, `Deals`"),
        ("Potentials", "write the API name, `Deals`"),
        ("Quote", "write the API name, `Quotes`"),
    ] {
        let report = check(&module(name), ApiVersion::V8);
        assert_eq!(found(&report), ["warning[record-as-module] resource[0].module.api_name"], "{name}");
        assert_eq!(report.diagnostics()[0].help.as_deref(), Some(help), "{name}");
    }
    for name in ["Leads", "Deals", "Quotes", "Quotation", "Leading"] {
        expect(&module(name), &[]);
    }
}

#[test]
fn an_id_of_a_module_is_no_id_of_a_file() {
    for (id, is_file) in [
        ("554023000000000125", false),
        ("3652397000000002179", false),
        ("4150868000000000129", false),
        ("3652397000000125001", true),
        ("4150868000005379001", true),
    ] {
        assert_eq!(found(&check(&file_id(&format!("\"{id}\"")), ApiVersion::V8)).is_empty(), is_file, "{id}");
    }
}

#[test]
fn a_placeholder_within_a_value_is_one_finding() {
    for id in ["$FILE_ID", "${FILE_ID}", "%FILE_ID%", "YOUR_FILE_ID", "{{file_id}}", "<file_id>"] {
        expect(&file_id(&format!("\"{id}\"")), &["error[unresolved-placeholder] resource[0].file_id"]);
    }
    for name in ["$MODULE", "${MODULE}", "%MODULE%", "YOUR_MODULE"] {
        expect(&module(name), &["error[unresolved-placeholder] resource[0].module.api_name"]);
    }
    let callback = |url: &str| {
        resource(&format!(r#""operation": "insert", "callback": {{ "url": "{url}", "method": "post" }}"#), LEADS)
    };
    for url in ["https://${HOST}/hook", "https://$HOST/hook", "https://%HOST%/hook", "https://hooks.{{zone}}/x"] {
        expect(&callback(url), &["error[unresolved-placeholder] callback.url"]);
    }
    expect(&callback("https://hooks.acme-crm.com/a%20b$c"), &[]);
}

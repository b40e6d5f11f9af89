//! The rules that need field metadata, on the fields of a real organisation.

use std::sync::LazyLock;

use bulkwrite_core::metadata::{Field, Metadata, ModuleFields};
use bulkwrite_core::{Checker, Diagnostic, Options, Report};

/// Leads as v7 answered for a real organisation, with two fields more, and two modules of a few fields.
static METADATA: LazyLock<Metadata> = LazyLock::new(|| {
    let leads = ModuleFields::from_json(include_bytes!("../data/leads-v7.json")).expect("the fixture is valid");
    let more = ModuleFields::from_json(
        br#"{ "fields": [
            { "api_name": "Date_1", "field_label": "Twin", "data_type": "date" },
            { "api_name": "Date_2", "field_label": "Twin", "data_type": "datetime" },
            { "api_name": "Hologram", "data_type": "hologram", "length": 1 },
            { "api_name": "Once", "data_type": "text", "length": 9, "unique": {},
              "operation_type": { "api_create": true, "api_update": false } },
            { "api_name": "Later", "data_type": "text", "length": 9, "operation_type": { "api_create": false, "api_update": true } },
            { "api_name": "Number", "data_type": "autonumber", "unique": { "case_sensitive": false } },
            { "api_name": "Foreign_Id", "data_type": "text", "unique": {}, "external": { "type": "org" } },
            { "api_name": "Account", "data_type": "lookup", "lookup": { "module": { "api_name": "Accounts" } } }
        ] }"#,
    );
    let all: Vec<Field> = leads.iter().chain(&more.expect("so is this")).cloned().collect();
    let mut metadata = Metadata::new();
    metadata.insert("Leads", ModuleFields::from(all));
    metadata
        .read(
            "Accounts",
            br#"{ "fields": [
                { "api_name": "Account_Name", "data_type": "text", "system_mandatory": true, "unique": {} },
                { "api_name": "Account_Type", "data_type": "picklist", "system_mandatory": true },
                { "api_name": "Quoted_Items", "data_type": "subform", "system_mandatory": true },
                { "api_name": "Tax_Id", "data_type": "text", "unique": { "case_sensitive": true } }
            ] }"#,
        )
        .expect("and this");
    metadata
});

fn check(job: &str) -> Report {
    Checker::new(Options { metadata: Some(METADATA.clone()), ..Options::default() }).check_json(job.as_bytes())
}

fn job(operation: &str, resource: &str, mappings: &str) -> String {
    format!(
        r#"{{ {operation}, "ignore_empty": true, "resource": [{{ "type": "data", "module": {{ "api_name": "Leads" }},
            "file_id": "4150868000005379001"{resource}, "field_mappings": [{mappings}] }}] }}"#
    )
}

fn line(found: &Diagnostic) -> String {
    let place = found.path.trim_start_matches("resource[0]").trim_start_matches(".field_mappings");
    format!("{}[{}] {place}", found.level, found.rule.name)
}

fn lines(report: &Report) -> Vec<String> {
    report.diagnostics().iter().map(line).collect()
}

const LAST_NAME: &str = r#"{ "api_name": "Last_Name", "index": 0 }"#;

/// What is found in an insert that maps `Last_Name` and then `mapping`.
fn insert(mapping: &str) -> Report {
    check(&job(r#""operation": "insert""#, "", &format!("{LAST_NAME}, {mapping}")))
}

#[test]
fn the_recorded_job_lacks_one_field() {
    let report = check(&job(
        r#""operation": "insert""#,
        "",
        r#"{ "api_name": "Last_Name", "index": 0 }, { "api_name": "Owner", "index": 1 },
           { "api_name": "Date_3", "index": 2, "format": "yyyy/MM/dd" }, { "api_name": "Mobile", "index": 3 },
           { "api_name": "Layout", "index": 4 }"#,
    ));
    assert_eq!(lines(&report), ["error[unknown-field] [2].api_name"]);
    let answer = report.predicted_response().unwrap();
    assert_eq!(answer.code.as_str(), "INVALID_FIELD");
    assert_eq!(answer.message.as_deref(), Some("invalid mapping. invalid api_name Date_3."));
}

#[test]
fn each_kind_of_field_has_a_rule_of_its_own() {
    for (mapping, expected) in [
        (r#"{ "api_name": "Created_By", "index": 1 }"#, "error[unwritable-field] [1].api_name"),
        (r#"{ "api_name": "Full_Name", "index": 1 }"#, "error[unwritable-field] [1].api_name"),
        (r#"{ "api_name": "Converted_Contact", "index": 1 }"#, "error[unwritable-field] [1].api_name"),
        (r#"{ "api_name": "Created_Time", "index": 1 }"#, "error[unwritable-field] [1].api_name"),
        (r#"{ "api_name": "id", "index": 1 }"#, "error[unwritable-field] [1].api_name"),
        (r#"{ "api_name": "Later", "index": 1 }"#, "error[unwritable-field] [1].api_name"),
        (r#"{ "api_name": "Formula_Decimal", "index": 1 }"#, "error[unsupported-field-type] [1].api_name"),
        (r#"{ "api_name": "File_Upload", "index": 1 }"#, "error[unsupported-field-type] [1].api_name"),
        (r#"{ "api_name": "Image_Upload", "index": 1 }"#, "error[unsupported-field-type] [1].api_name"),
        (r#"{ "api_name": "Record_Image", "index": 1 }"#, "error[unsupported-field-type] [1].api_name"),
        (r#"{ "api_name": "Total_Notes_Added", "index": 1 }"#, "error[unsupported-field-type] [1].api_name"),
        (r#"{ "api_name": "Number", "index": 1 }"#, "error[unsupported-field-type] [1].api_name"),
        (r#"{ "api_name": "Tag", "index": 1 }"#, "error[unsupported-field-type] [1].api_name"),
        (r#"{ "api_name": "Project_Details", "index": 1 }"#, "error[unsupported-field-type] [1].api_name"),
        (r#"{ "api_name": "Products", "index": 1, "find_by": "id" }"#, "error[unsupported-field-type] [1].api_name"),
        (r#"{ "api_name": "Contact_Lookup", "index": 1 }"#, "error[lookup-without-find-by] [1].find_by"),
        (r#"{ "api_name": "Email", "index": 1, "find_by": "email" }"#, "warning[needless-find-by] [1].find_by"),
        (r#"{ "api_name": "Date_1", "index": 1 }"#, "warning[date-without-format] [1].format"),
        (r#"{ "api_name": "Last_Visited_Time", "index": 1 }"#, "warning[date-without-format] [1].format"),
        (r#"{ "api_name": "City", "index": 1, "format": "yyyy-MM-dd" }"#, "warning[needless-format] [1].format"),
        (r#"{ "api_name": "Owner", "index": 1, "format": "yyyy-MM-dd" }"#, "warning[needless-format] [1].format"),
        (r#"{ "api_name": "Layout", "index": 1, "format": "yyyy-MM-dd" }"#, "warning[needless-format] [1].format"),
        (r#"{ "api_name": "Percent", "index": 1, "format": "yyyy-MM-dd" }"#, "warning[needless-format] [1].format"),
        (r#"{ "api_name": "Date_2", "index": 1, "format": "yyyy-MM-dd" }"#, "warning[format-lacks-time] [1].format"),
        (r#"{ "api_name": "Date_2", "index": 1, "format": "0.00" }"#, "warning[format-lacks-date] [1].format"),
        (
            r#"{ "api_name": "Date_1", "index": 1, "format": "yyyy-MM-dd HH:mm" }"#,
            "warning[format-has-time] [1].format",
        ),
    ] {
        assert_eq!(lines(&insert(mapping)), [expected], "{mapping}");
    }
}

#[test]
fn what_is_right_is_silent() {
    for mapping in [
        r#"{ "api_name": "Owner", "index": 1 }"#,
        r#"{ "api_name": "Owner", "index": 1, "find_by": "email" }"#,
        r#"{ "api_name": "Layout", "index": 1 }"#,
        r#"{ "api_name": "Contact_Lookup", "index": 1, "find_by": "id" }"#,
        r#"{ "api_name": "Contact_Lookup", "default_value": { "value": "4150868000005379002" } }"#,
        r#"{ "api_name": "Contact_Lookup", "index": 1, "default_value": { "value": "4150868000005379002" } }"#,
        r#"{ "api_name": "Last_Visited_Time", "index": 1, "format": "MM/dd/yyyy HH:mm:ss" }"#,
        r#"{ "api_name": "Date_1", "index": 1, "format": "yyyy/MM/dd" }"#,
        r#"{ "api_name": "Date_1", "default_value": { "value": "2024-02-29" } }"#,
        r#"{ "api_name": "Annual_Revenue", "index": 1, "format": "\#,##0.00" }"#,
        r#"{ "api_name": "Hologram", "index": 1, "format": "yyyy/MM/dd", "find_by": "x", "default_value": { "value": "many words" } }"#,
        r#"{ "api_name": "Once", "index": 1 }"#,
        r#"{ "api_name": "Testing_GPL", "index": 1, "default_value": { "value": "A" } }"#,
        r#"{ "api_name": "Testing_GPL", "index": 1, "default_value": { "value": "A.A" } }"#,
    ] {
        let mapping = mapping.replace("\\#", "#");
        assert_eq!(lines(&insert(&mapping)), [""; 0], "{mapping}");
    }
}

#[test]
fn a_name_that_is_no_field_is_explained() {
    for (name, message, help, safe) in [
        ("Lst_Name", "`Leads` has no field `Lst_Name`", "write `Last_Name`: text of up to 80 characters", Some(false)),
        ("last_name", "`Leads` has no field `last_name`", "write `Last_Name`: text of up to 80 characters", Some(true)),
        (
            "Last Name",
            "`Last Name` is the label of `Last_Name`, not its API name",
            "write `Last_Name`: text of up",
            Some(true),
        ),
        (
            "No. of Employees",
            "`No. of Employees` is the label of `No_of_Employees`, not",
            "write `No_of_Employees`: an integer",
            Some(true),
        ),
        ("title", "`title` is the label of `Designation`, not its API name", "write `Designation`", Some(true)),
        (
            "Most Recent Visits",
            "`Leads` has no field `Most Recent Visits`",
            "write `Last_Visited_Time`: a date with a time",
            Some(false),
        ),
        ("Twin", "`Leads` has no field `Twin`", "write `Date_1`: a date", Some(false)),
        ("Contact", "`Leads` has no field `Contact`", "name a field of `Leads`, or save its metadata again", None),
        ("leadsource", "`Leads` has no field `leadsource`", "write `Lead_Source`: a picklist", Some(false)),
        ("Id", "`Leads` has no field `Id`", "write `id`: a long integer", Some(true)),
    ] {
        let report = insert(&format!(r#"{{ "api_name": "{name}", "index": 1 }}"#));
        let [found] = report.diagnostics() else { panic!("{name}: {report}") };
        assert_eq!(line(found), "error[unknown-field] [1].api_name", "{name}");
        assert!(found.message.starts_with(message), "{name}: {}", found.message);
        assert!(found.help.as_ref().is_some_and(|found| found.starts_with(help)), "{name}: {:?}", found.help);
        assert_eq!(found.fix.as_ref().map(|fix| fix.safe), safe, "{name}");
    }
}

#[test]
fn a_name_that_is_none_at_all_is_reported_once() {
    for (name, rule) in [
        (" Last_Name ", "malformed-field-name"),
        ("La\\u200bst_Name", "malformed-field-name"),
        ("Best of all fields", "malformed-field-name"),
        ("", "malformed-field-name"),
        ("Last Name", "unknown-field"),
        ("Last-Name", "unknown-field"),
    ] {
        let report = check(&job(r#""operation": "insert""#, "", &format!(r#"{{ "api_name": "{name}", "index": 0 }}"#)));
        let rules: Vec<&str> = report.diagnostics().iter().map(|found| found.rule.name).collect();
        let may_be_last_name = name != "Best of all fields";
        let expected = if may_be_last_name { vec![rule] } else { vec!["unmapped-required-field", rule] };
        assert_eq!(rules, expected, "{name:?}");
    }
}

#[test]
fn what_may_be_written_depends_on_the_operation() {
    let by_email = r#", "find_by": "Email""#;
    let email = r#"{ "api_name": "Email", "index": 0 }, { "api_name": "Last_Name", "index": 2 }"#;
    for (operation, field, expected) in [
        ("insert", "Once", None),
        ("update", "Once", Some("`Once` cannot be changed")),
        ("upsert", "Once", Some("`Once` cannot be changed")),
        ("insert", "Later", Some("`Later` cannot be set when a record is made")),
        ("update", "Later", None),
        ("upsert", "Later", Some("`Later` cannot be set when a record is made")),
        ("insert", "Created_By", Some("`Created_By` cannot be written: the CRM sets it")),
        ("update", "Created_By", Some("`Created_By` cannot be written: the CRM sets it")),
        ("insert", "id", Some("`id` cannot be written: the CRM sets it")),
        ("update", "id", None),
        ("upsert", "id", None),
        ("delete", "Created_By", None),
    ] {
        let mappings = format!(r#"{email}, {{ "api_name": "{field}", "index": 1 }}"#);
        let report = check(&job(&format!(r#""operation": "{operation}""#), by_email, &mappings));
        let found = report.diagnostics().iter().find(|found| found.rule.name == "unwritable-field");
        assert_eq!(found.map(|found| &*found.message), expected, "{operation} {field}");
    }
    let keys = |field| format!(r#"{LAST_NAME}, {{ "api_name": "{field}", "index": 1 }}"#);
    for (operation, field) in [("insert", "id"), ("update", "id"), ("update", "Number"), ("upsert", "Foreign_Id")] {
        let report =
            check(&job(&format!(r#""operation": "{operation}""#), &format!(r#", "find_by": "{field}""#), &keys(field)));
        assert_eq!(lines(&report), [""; 0], "{operation} by {field}");
    }
}

#[test]
fn required_fields_are_mapped_or_defaulted() {
    let email = r#"{ "api_name": "Email", "index": 0 }"#;
    let missing = ["error[unmapped-required-field] "];
    for (operation, mappings, expected) in [
        ("insert", email.to_owned(), &missing[..]),
        ("upsert", email.to_owned(), &missing),
        ("update", email.to_owned(), &[]),
        (
            "insert",
            format!(r#"{email}, {{ "api_name": "Last_Name", "default_value": {{ "value": "unknown" }} }}"#),
            &[],
        ),
        (
            "insert",
            format!(r#"{email}, {{ "api_name": "{{{{name}}}}", "index": 1 }}"#),
            &["error[unresolved-placeholder] [1].api_name"],
        ),
        ("insert", format!("{email}, 1"), &["error[wrong-type] [1]"]),
        (
            "insert",
            format!(r#"{email}, {{ "api_name": "Last_Nmae", "index": 1 }}"#),
            &["error[unknown-field] [1].api_name"],
        ),
        (
            "insert",
            format!(r#"{email}, {{ "api_name": "Frist_Name", "index": 1 }}"#),
            &["error[unmapped-required-field] ", "error[unknown-field] [1].api_name"],
        ),
    ] {
        let report = check(&job(&format!(r#""operation": "{operation}""#), r#", "find_by": "Email""#, &mappings));
        assert_eq!(lines(&report), expected, "{operation} {mappings}");
    }
    let accounts =
        job(r#""operation": "insert""#, "", r#"{ "api_name": "Tax_Id", "index": 0 }"#).replace("Leads", "Accounts");
    let report = check(&accounts);
    let [found] = report.diagnostics() else { panic!("{report}") };
    assert_eq!(found.message, "the required fields `Account_Name` and `Account_Type` of `Accounts` are not mapped");
    assert_eq!(found.help.as_deref(), Some("map a column to each, or give each a `default_value`"));
    let answer = report.predicted_response().unwrap();
    assert_eq!(answer.message.as_deref(), Some("All mandatory fields are not mapped for the layout"));

    for automatic in ["", r#", "field_mappings": null"#] {
        let text = format!(
            r#"{{ "operation": "insert", "resource": [{{ "type": "data", "module": {{ "api_name": "Leads" }},
                "file_id": "4150868000005379001"{automatic} }}] }}"#
        );
        let rules: Vec<&str> = check(&text).diagnostics().iter().map(|found| found.rule.name).collect();
        assert!(!rules.contains(&"unmapped-required-field"), "{automatic}");
    }
}

#[test]
fn records_are_found_by_what_is_unique() {
    for (find_by, expected) in [
        ("id", None),
        ("Email", None),
        ("Phone", None),
        ("Foreign_Id", None),
        ("Hologram", None), // its metadata does not tell
        (
            "Last_Name",
            Some((
                "warning[find-by-not-unique]",
                "find records by `id` or by `Email` or `Foreign_Id` or `Number`, or make the field unique",
            )),
        ),
        ("email", Some(("warning[unknown-field]", "write `Email`: an email address"))),
        ("Email Address", Some(("error[malformed-field-name]", "write the API name, probably `Email_Address`"))),
        ("Emial", Some(("error[unknown-field]", "write `Email`: an email address"))),
    ] {
        let mappings =
            format!(r#"{LAST_NAME}, {{ "api_name": "Email", "index": 1 }}, {{ "api_name": "{find_by}", "index": 2 }}"#);
        let report = check(&job(r#""operation": "update""#, &format!(r#", "find_by": "{find_by}""#), &mappings));
        let found = report.diagnostics().iter().find(|found| found.path == "resource[0].find_by");
        let found = found
            .map(|found| (format!("{}[{}]", found.level, found.rule.name), found.help.clone().unwrap_or_default()));
        let found = found.as_ref().map(|(rule, help)| (&**rule, &**help));
        assert_eq!(found, expected, "{find_by}");
    }
}

#[test]
fn a_name_that_finds_records_and_is_no_field_is_reported_once() {
    let email = |name: &str| format!(r#"{LAST_NAME}, {{ "api_name": "{name}", "index": 1 }}"#);
    for (find_by, mappings, expected) in [
        ("Emial", email("Email"), "error[unknown-field] .find_by"),
        ("email", email("Email"), "warning[unknown-field] .find_by"),
        ("Mascot", email("Email"), "error[unknown-field] .find_by"),
        ("Email", email("Emial"), "error[unknown-field] [1].api_name"),
        ("Email", email("EMAIL"), "error[unknown-field] [1].api_name"),
        ("Email", email("Phone"), "warning[find-by-not-mapped] .find_by"),
    ] {
        let report = check(&job(r#""operation": "update""#, &format!(r#", "find_by": "{find_by}""#), &mappings));
        assert_eq!(lines(&report), [expected], "{find_by}: {mappings}");
    }
}

#[test]
fn a_lookup_says_what_it_is_found_by() {
    let report = insert(r#"{ "api_name": "Account", "index": 1 }"#);
    let [found] = report.diagnostics() else { panic!("{report}") };
    assert_eq!(found.message, "`Account` is a lookup of `Accounts`, and its mapping has no `find_by`");
    assert_eq!(
        found.help.as_deref(),
        Some("add `\"find_by\"`: `id` if the column holds ids of `Accounts`, else `Account_Name` or `Tax_Id`")
    );
    let answer = report.predicted_response().unwrap();
    assert_eq!(answer.message.as_deref(), Some("Required key find_by is not available"));
    assert_eq!(answer.details["json_path"], "$.resource[0].field_mappings[1].find_by");

    let report = insert(r#"{ "api_name": "Account", "index": 1, "findBy": "id" }"#);
    assert_eq!(lines(&report), ["error[lookup-without-find-by] [1].find_by"], "the misspelt key is no second mistake");
    assert_eq!(report.diagnostics()[0].help.as_deref(), Some("rename `findBy` to `find_by`"));
}

#[test]
fn a_default_fits_its_field() {
    let long = "x".repeat(41);
    for (field, value, expected) in [
        ("First_Name", &long[..40], ""),
        ("First_Name", &long, "error: the default has 41 characters, and `First_Name` holds 40"),
        ("First_Name", "", ""),
        ("Age1", "123456789", ""),
        ("Age1", "-7", ""),
        ("Age1", "0000000000007", ""),
        ("Age1", "1234567890", "error: `Age1` is an integer, and the default is longer than 9 digits"),
        ("Age1", "7.5", "error: `Age1` is an integer, and the default is no integer"),
        ("Age1", "1,000", "error: `Age1` is an integer, and the default is no integer"),
        ("Age1", "x", "error: `Age1` is an integer, and the default is no integer"),
        ("Age1", "-", "error: `Age1` is an integer, and the default is no integer"),
        ("Annual_Revenue", "1000.50", ""),
        ("Annual_Revenue", ".5", ""),
        ("Annual_Revenue", "$1000", "error: `Annual_Revenue` is an amount of money, and the default is no number"),
        (
            "Annual_Revenue",
            "12345678901234567",
            "error: `Annual_Revenue` is an amount of money, and the default is longer than 16 digits",
        ),
        ("Email_Opt_Out", "TRUE", ""),
        ("Email_Opt_Out", "0", ""),
        ("Email_Opt_Out", "yes", "error: `Email_Opt_Out` is a checkbox, and the default is no boolean"),
        ("Date_1", "31.12.2024", ""),
        ("Date_1", "12/31/2024", ""),
        ("Date_1", "2023-02-29", "error: `Date_1` is a date, and the default is no date"),
        ("Date_1", "today", "error: `Date_1` is a date, and the default is no date"),
        ("Date_2", "2024-12-31T10:00:00+01:00", ""),
        ("Date_2", "2024-13-01 10:00", "error: `Date_2` is a date with a time, and the default is no date"),
        ("Emailll", "sales@zylker.com", ""),
        ("Emailll", "zylker.com", "error: `Emailll` is an email address, and the default is no email address"),
        ("Product_Interest", "Interested", ""),
        (
            "Product_Interest",
            "Interestd",
            "warning: `Product_Interest` is a picklist without the value `Interestd`, which would be added",
        ),
        ("checking_multi_picklist", "test 1;test 2", ""),
        (
            "checking_multi_picklist",
            "test 1, test 2",
            "warning: `checking_multi_picklist` is a multi-select picklist without the value `test 1, test 2`, which would be added",
        ),
        ("Owner", "sales@zylker.com", ""),
    ] {
        let report = insert(&format!(r#"{{ "api_name": "{field}", "default_value": {{ "value": "{value}" }} }}"#));
        let found: Vec<String> =
            report.diagnostics().iter().map(|found| format!("{}: {}", found.level, found.message)).collect();
        assert_eq!(found.join("\n"), expected, "{field} = {value}");
    }
}

#[test]
fn only_a_module_of_nearly_that_name_is_suspicious() {
    for (module, expected) in [
        ("Lead", Some("write `Leads`, or save the metadata of `Lead` too")),
        ("Account", Some("write `Accounts`, or save the metadata of `Account` too")),
        ("Boats", None),
        ("Deals", None),
        ("Cases", None),
        ("Project_Details", None), // a subform of Leads
        ("LeadsXProducts", None),
    ] {
        let text = job(r#""operation": "insert""#, "", r#"{ "api_name": "Whatever", "index": 0 }"#);
        let report = check(&text.replace(r#""Leads""#, &format!("{module:?}")));
        let found = report.diagnostics().iter().find(|found| found.rule.name == "unknown-module");
        assert_eq!(found.and_then(|found| found.help.as_deref()), expected, "{module}");
        // That there is no metadata at all of a module is told by another rule.
        let others = report.diagnostics().iter().filter(|found| found.rule.name != "missing-metadata");
        assert_eq!(others.count(), usize::from(expected.is_some()), "{module}: {report}");
    }
    for scope in ["leads", "LEADS"] {
        let text = job(r#""operation": "insert""#, "", LAST_NAME).replace(r#""Leads""#, &format!("{scope:?}"));
        assert_eq!(lines(&check(&text)), ["warning[module-scope-name] .module.api_name"]);
    }
}

#[test]
fn without_metadata_nothing_is_said_of_fields() {
    let text = job(r#""operation": "insert""#, "", r#"{ "api_name": "Formula_Decimal", "index": 0 }"#);
    for (metadata, expected) in
        [(None, &[][..]), (Some(Metadata::new()), &["warning[missing-metadata] .module.api_name"])]
    {
        let report = Checker::new(Options { metadata, ..Options::default() }).check_json(text.as_bytes());
        assert_eq!(lines(&report), expected);
    }
}

#[test]
fn a_lookup_named_as_in_a_header_row_gets_its_find_by() {
    for (name, more, help, edited) in [
        ("Contact_Lookup.Email", "", "write `Contact_Lookup` with `\"find_by\": \"Email\"`", Some("Email")),
        ("contact_lookup.id", "", "write `Contact_Lookup` with `\"find_by\": \"id\"`", Some("id")),
        ("Account.Tax_Id", "", "write `Account` with `\"find_by\": \"Tax_Id\"`", Some("Tax_Id")),
        ("Account.Tax_Id", r#", "find_by": "id""#, "write `Account` with `\"find_by\": \"Tax_Id\"`", None),
    ] {
        let mappings =
            format!(r#"{{ "api_name": "Last_Name", "index": 0 }}, {{ "api_name": "{name}", "index": 1{more} }}"#);
        let text = job(r#""operation": "insert""#, "", &mappings);
        let report = check(&text);
        assert_eq!(lines(&report), ["error[unknown-field] [1].api_name"], "{name}: {report}");
        let found = &report.diagnostics()[0];
        assert!(found.help.as_deref().is_some_and(|said| said.starts_with(help)), "{found:?}");
        assert_eq!(found.fix.as_ref().map(|fix| fix.safe), edited.map(|_| false), "{name}");
        if let Some(find_by) = edited {
            let checker = Checker::new(Options { metadata: Some(METADATA.clone()), ..Options::default() });
            let fixed = String::from_utf8(checker.fix_json(text.as_bytes(), true).text).unwrap();
            assert!(fixed.contains(&format!("\"find_by\": \"{find_by}\"")), "{fixed}");
            assert_eq!(lines(&check(&fixed)), [""; 0], "{fixed}");
        }
    }
}

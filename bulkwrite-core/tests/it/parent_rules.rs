//! Parents and children: which bodies each rule reports, where, and in which words.

use bulkwrite_core::{ApiVersion, Checker, Options, Report};

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

const UPLOAD: &str = "3652397000014524001";

fn job(resources: &[&str]) -> String {
    format!(r#"{{ "operation": "insert", "ignore_empty": true, "resource": [{}] }}"#, resources.join(", "))
}

fn resource(module: &str, upload: &str, file: &str, mappings: &str) -> String {
    let file = if file.is_empty() { String::new() } else { format!(r#""file_names": ["{file}"], "#) };
    let mappings = if mappings.is_empty() { String::new() } else { format!(r#", "field_mappings": [{mappings}]"#) };
    format!(r#"{{ "type": "data", "module": {{ "api_name": "{module}" }}, {file}"file_id": "{upload}"{mappings} }}"#)
}

fn leads() -> String {
    resource(
        "Leads",
        UPLOAD,
        "leads.csv",
        r#"{ "api_name": "Last_Name", "index": 0 }, { "api_name": "Company", "index": 1 }"#,
    )
}

/// A subform whose mapping of `Parent_Id` has these entries.
fn subform(entries: &str) -> String {
    resource(
        "Secondary",
        UPLOAD,
        "secondary.csv",
        &format!(
            r#"{{ "api_name": "Secondary_Email", "index": 0 }}, {{ "api_name": "Parent_Id", "index": 1{entries} }}"#
        ),
    )
}

/// A linking module whose mapping of the lookup to Leads has these entries.
fn linking(lookup: &str, entries: &str) -> String {
    resource(
        "Lead_Contact_Lookup",
        UPLOAD,
        "leads_contacts.csv",
        &format!(
            r#"{{ "api_name": "{lookup}", "index": 0{entries} }},
            {{ "api_name": "Contacts", "index": 1, "find_by": "id" }}"#
        ),
    )
}

const LINK: &str = r#", "parent_column_index": 0"#;

/// The sample of the create-job page, its third resource out of the mappings of the second, as the page means it.
const UNNESTED_SAMPLE: &str = r#"{
    "operation": "insert",
    "ignore_empty": true,
    "resource": [
        {
            "type": "data",
            "module": { "api_name": "Leads", "id": "3652397000000002181" },
            "file_id": "3652397000014524001",
            "file_names": ["bulk_write_leads.csv"],
            "field_mappings": [
                { "api_name": "Last_Name", "index": 0 },
                { "api_name": "Company", "index": 1 },
                { "api_name": "Email", "find_by": "email", "index": 2 },
                { "api_name": "User", "find_by": "email", "index": 3 }
            ]
        },
        {
            "type": "data",
            "module": { "api_name": "Secondary", "id": "3652397000000002180" },
            "file_id": "3652397000014524001",
            "file_names": ["bulk_write_subform.csv"],
            "field_mappings": [
                { "api_name": "Secondary_Email", "index": 0 },
                { "api_name": "Secondary_Phone", "index": 1 },
                { "api_name": "Parent_Id", "parent_column_index": 0, "index": 2 }
            ]
        },
        {
            "type": "data",
            "module": { "api_name": "Lead_Contact_Lookup", "id": "3652397000000002185" },
            "file_id": "425153000103247021",
            "file_names": ["LeadsMultiLookUp.csv"],
            "field_mappings": [
                { "api_name": "Leads", "parent_column_index": 0, "index": 0 },
                { "api_name": "Contacts", "find_by": "id", "index": 1 }
            ]
        }
    ]
}"#;

#[test]
fn the_sample_of_the_page_has_the_wrong_file_id_and_no_other_mistake() {
    expect(UNNESTED_SAMPLE, &["warning[different-file-ids] resource[2].file_id"]);
    expect(&UNNESTED_SAMPLE.replace("425153000103247021", UPLOAD), &[]);
}

#[test]
fn a_family_is_clean() {
    expect(&job(&[&leads(), &subform(LINK), &linking("Leads", LINK)]), &[]);
    expect(&job(&[&leads(), &linking("Any_Name", LINK)]), &[]);
}

#[test]
fn a_child_says_which_column_of_the_parent_it_repeats() {
    let parent_id = "error[missing-parent-column-index] resource[1].field_mappings[1].parent_column_index";
    let lookup = "error[missing-parent-column-index] resource[1].field_mappings[0].parent_column_index";
    let module = "error[missing-parent-column-index] resource[1].field_mappings.parent_column_index";
    for (child, expected) in [
        (subform(""), &[parent_id][..]),
        (subform(r#", "parent_column_index": null"#), &[parent_id]),
        (subform(r#", "find_by": "id""#), &[parent_id]),
        (subform(r#", "parentColumnIndex": 0"#), &[parent_id]),
        (linking("Leads", r#", "parent_column_inde": 0"#), &[lookup]),
        (linking("Leads", ""), &[lookup]),
        (linking("Lead", ""), &[lookup]),
        (linking("Lead_Name", ""), &[lookup]),
        (linking("Parent_Lead", r#", "find_by": "id""#), &[lookup]),
        (linking("Something", ""), &[module]),
        (linking("Lead_Source", ""), &[module]),
    ] {
        expect(&job(&[&leads(), &child]), expected);
    }
    let report = check(&job(&[&leads(), &subform("")]), ApiVersion::V8);
    let answer = report.predicted_response().unwrap();
    assert_eq!(answer.code.as_str(), "MANDATORY_NOT_FOUND");
    assert_eq!(answer.message.as_deref(), Some("Required key parent_column_index is not available"));
    assert_eq!(answer.details["api_name"], "parent_column_index");
}

#[test]
fn each_child_of_a_family_is_tied() {
    let third = "error[missing-parent-column-index] resource[2].field_mappings[0].parent_column_index";
    expect(&job(&[&leads(), &subform(LINK), &linking("Leads", "")]), &[third]);
    let contacts = resource("Contacts", UPLOAD, "contacts.csv", r#"{ "api_name": "Last_Name", "index": 0 }"#);
    expect(
        &job(&[&leads(), &subform(LINK), &contacts]),
        &["warning[missing-parent-column-index] resource[2].field_mappings.parent_column_index"],
    );
}

#[test]
fn independent_modules_are_left_alone() {
    let last_name = r#"{ "api_name": "Last_Name", "index": 0 }"#;
    let contacts = |upload: &str, file: &str| resource("Contacts", upload, file, last_name);
    let custom = resource("Projects", "3652397000014524002", "", r#"{ "api_name": "Name", "index": 0 }"#);
    expect(&job(&[&leads(), &contacts("3652397000014524002", "")]), &[]);
    expect(&job(&[&leads(), &contacts(UPLOAD, "contacts.csv")]), &[]);
    expect(&job(&[&leads(), &custom]), &[]);
    let whole = |module: &str, upload: &str| resource(module, upload, "", "");
    expect(&job(&[&whole("Leads", UPLOAD), &whole("Contacts", "3652397000014524002")]), &[]);
    let existing = subform(r#", "find_by": "id""#).replace(UPLOAD, "3652397000014524002");
    expect(
        &job(&[&leads(), &existing]),
        &["warning[missing-parent-column-index] resource[1].field_mappings[1].find_by"],
    );
}

#[test]
fn a_lone_resource_has_no_parent() {
    let without = "warning[parent-column-index-without-parent] resource[0].field_mappings[1].parent_column_index";
    expect(&job(&[&subform(LINK)]), &[without]);
    expect(&job(&[&subform(r#", "parent_column_index": 0, "find_by": "id""#)]), &[without]);
    let each = r#"{ "api_name": "A", "index": 0, "parent_column_index": 0, "find_by": "id" },
        { "api_name": "B", "index": 1, "parent_column_index": 0, "find_by": "id" }"#;
    expect(
        &job(&[&resource("A_B", UPLOAD, "", each)]),
        &[
            "warning[parent-column-index-without-parent] resource[0].field_mappings[0].parent_column_index",
            "warning[repeated-parent-column-index] resource[0].field_mappings[1].parent_column_index",
        ],
    );
    expect(&job(&[&subform(LINK), &linking("Leads", LINK)]), &[without]);
}

#[test]
fn a_lone_subform_finds_its_parent_by_id() {
    let at = |key: &str| format!("warning[subform-parent-id] resource[0].field_mappings[1].{key}");
    for (entries, expected) in [
        ("", vec![at("find_by")]),
        (r#", "find_by": null"#, vec![at("find_by")]),
        (r#", "find_by": "Email""#, vec![at("find_by")]),
        (r#", "find_by": "Id""#, vec!["warning[misspelt-find-by] resource[0].field_mappings[1].find_by".to_owned()]),
        (r#", "findBy": "id""#, vec![at("find_by")]),
        (r#", "find_by": "id""#, vec![]),
    ] {
        assert_eq!(found(&check(&job(&[&subform(entries)]), ApiVersion::V8)), expected, "{entries}");
    }
}

#[test]
fn one_link_is_enough() {
    let child = subform(r#", "parent_column_index": 0, "find_by": "id""#);
    let beside = ["warning[parent-column-index-with-find-by] resource[1].field_mappings[1].find_by"];
    expect(&job(&[&leads(), &child]), &beside);
    for (version, code) in [(ApiVersion::V5, None), (ApiVersion::V6, Some("COEXISTENCE_NOT_ALLOWED"))] {
        let answer = check(&job(&[&leads(), &child]), version).predicted_response();
        assert_eq!(answer.as_ref().map(|answer| answer.code.as_str()), code);
    }
}

#[test]
fn the_parent_comes_first() {
    let late = "warning[child-before-parent] resource[0].module.api_name";
    expect(&job(&[&subform(LINK), &leads()]), &[late]);
    expect(&job(&[&linking("Leads", LINK), &leads()]), &[late]);
    expect(&job(&[&subform(LINK), &leads(), &linking("Leads", LINK)]), &[late]);
    expect(&job(&[&subform(r#", "find_by": "id""#), &leads()]), &[late]);
    expect(
        &job(&[&subform(""), &leads()]),
        &[late, "error[missing-parent-column-index] resource[0].field_mappings[1].parent_column_index"],
    );
}

#[test]
fn the_column_is_one_of_the_parent() {
    for (index, rules) in [
        ("0", &[][..]),
        ("1", &[]),
        ("2", &["warning[unmapped-parent-column]"]),
        ("500", &["warning[index-too-large]"]),
        ("-1", &["error[negative-parent-column-index]"]),
        ("-99999999999999999999", &["error[negative-parent-column-index]"]),
        ("\"0\"", &["error[wrong-type]"]),
    ] {
        let child = subform(&format!(r#", "parent_column_index": {index}"#));
        let expected: Vec<String> =
            rules.iter().map(|rule| format!("{rule} resource[1].field_mappings[1].parent_column_index")).collect();
        assert_eq!(found(&check(&job(&[&leads(), &child]), ApiVersion::V8)), expected, "{index}");
    }
    // A column that is reported itself may be the one.
    for (entry, expected) in [
        ("", "error[missing-key] resource[0].field_mappings[0].index"),
        (r#", "index": null"#, "error[missing-key] resource[0].field_mappings[0].index"),
        (r#", "index": "0""#, "error[wrong-type] resource[0].field_mappings[0].index"),
        (r#", "index": -1"#, "error[negative-index] resource[0].field_mappings[0].index"),
        (r#", "index": 1e3"#, "warning[index-too-large] resource[0].field_mappings[0].index"),
    ] {
        let mapping = format!(r#"{{ "api_name": "Last_Name"{entry} }}, {{ "api_name": "Company", "index": 1 }}"#);
        expect(&job(&[&resource("Leads", UPLOAD, "leads.csv", &mapping), &subform(LINK)]), &[expected]);
    }
    let unmapped = resource("Leads", UPLOAD, "leads.csv", "");
    expect(
        &job(&[&unmapped, &subform(r#", "parent_column_index": 7"#)]),
        &["error[children-without-mappings] resource[0].field_mappings"],
    );
}

#[test]
fn parents_and_children_are_mapped() {
    let without = |module: &str| resource(module, UPLOAD, "x.csv", "");
    expect(
        &job(&[&leads(), &subform(LINK), &without("Other")]),
        &["error[children-without-mappings] resource[2].field_mappings"],
    );
    expect(&job(&[&leads(), &without("Other")]), &["error[children-without-mappings] resource[1].field_mappings"]);
    expect(&job(&[&leads(), &without("Contacts")]), &[]);
    let misspelt = subform(LINK).replace("field_mappings", "fieldMappings");
    expect(&job(&[&leads(), &misspelt]), &["error[children-without-mappings] resource[1].field_mappings"]);
    let null =
        without("Other").replace(" }", r#", "field_mappings": null }"#).replacen(", \"field_mappings\": null", "", 1);
    expect(&job(&[&leads(), &null]), &["error[children-without-mappings] resource[1].field_mappings"]);
}

#[test]
fn an_upload_of_several_files_names_them() {
    let unnamed = "warning[missing-file-names] resource[1].file_names";
    let child =
        resource("Secondary", UPLOAD, "", r#"{ "api_name": "Parent_Id", "index": 0, "parent_column_index": 0 }"#);
    let contacts = resource("Contacts", UPLOAD, "", r#"{ "api_name": "Last_Name", "index": 0 }"#);
    expect(&job(&[&leads(), &child]), &[unnamed]);
    expect(&job(&[&leads(), &contacts]), &[unnamed]);
    let empty = subform(LINK).replace(r#"["secondary.csv"]"#, "[]");
    let null = subform(LINK).replace(r#"["secondary.csv"]"#, "null");
    expect(&job(&[&leads(), &null]), &[unnamed]);
    let bare = subform(LINK).replace(r#"["secondary.csv"]"#, r#""""#);
    expect(&job(&[&leads(), &bare]), &["error[wrong-type] resource[1].file_names"]);
    expect(&job(&[&leads(), &empty]), &[unnamed]);
    let misspelt = subform(LINK).replace("file_names", "fileNames");
    expect(&job(&[&leads(), &misspelt]), &[unnamed]);
    // What is there twice is reported as that.
    let unnamed = leads().replace(r#""file_names": ["leads.csv"], "#, "");
    expect(&job(&[&unnamed, &unnamed]), &["warning[duplicate-module] resource[1].module.api_name"]);
    expect(
        &job(&[&leads(), &leads().replace("leads.csv", "more.csv"), &subform(LINK)]),
        &["warning[duplicate-module] resource[1].module.api_name"],
    );
    // Before v5 there is no such key.
    let old = job(&[&leads(), &child]);
    assert!(!found(&check(&old, ApiVersion::V4)).iter().any(|found| found.contains("missing-file-names")));
}

#[test]
fn a_file_name_is_that_of_a_csv_in_the_zip() {
    let cure = "write the name of the CSV inside the zip";
    for (name, help) in [
        ("exports/leads.csv", "write `leads.csv`, and put the CSV at the root of the zip"),
        (r"C:\data\leads.csv", "write `leads.csv`, and put the CSV at the root of the zip"),
        ("../leads.csv", "write `leads.csv`, and put the CSV at the root of the zip"),
        ("leads/", cure),
        ("..", cure),
        ("leads.zip", cure),
        ("LEADS.ZIP", cure),
        ("leads.csv.gz", cure),
        ("leads.xlsx", "export the table as CSV, and write the name that the CSV has inside the zip"),
        ("", cure),
        ("  ", cure),
        (" leads.csv", "write `leads.csv`"),
        ("lea\u{200b}ds.csv", "type the name anew: copied text often brings such characters along"),
    ] {
        let file_names = serde_json::json!([name]);
        let job = job(&[&leads().replace(r#"["leads.csv"]"#, &file_names.to_string())]);
        let report = check(&job, ApiVersion::V8);
        assert_eq!(found(&report), ["warning[suspicious-file-name] resource[0].file_names[0]"], "{name}");
        assert_eq!(report.diagnostics()[0].help.as_deref(), Some(help), "{name}");
    }
    for name in ["leads.csv", "Leads 2024 (1).csv", "LEADS.CSV", "leads", "leads.txt", "Größen.csv", "a..b.csv"] {
        expect(&job(&[&leads().replace("leads.csv", name)]), &[]);
    }
}

#[test]
fn a_csv_and_a_module_belong_to_one_resource() {
    let shared = subform(LINK).replace("secondary.csv", "leads.csv");
    expect(&job(&[&leads(), &shared]), &["warning[shared-csv] resource[1].file_names[0]"]);
    let again = leads().replace("leads.csv", "more.csv");
    expect(&job(&[&leads(), &again]), &["warning[duplicate-module] resource[1].module.api_name"]);
    expect(&job(&[&leads(), &leads()]), &["warning[duplicate-module] resource[1].module.api_name"]);
    let elsewhere =
        resource("Contacts", "3652397000014524002", "leads.csv", r#"{ "api_name": "Last_Name", "index": 0 }"#);
    expect(&job(&[&leads(), &elsewhere]), &[]);
}

#[test]
fn a_family_comes_from_one_upload() {
    let differing = "warning[different-file-ids] resource[1].file_id";
    let child = |upload: &str| subform(LINK).replace(UPLOAD, upload);
    expect(&job(&[&leads(), &child("3652397000014524002")]), &[differing]);
    expect(&job(&[&leads(), &child("5725767000014524002")]), &[differing]);
    expect(&job(&[&leads(), &child("365239700001452400")]), &["warning[suspicious-file-id] resource[1].file_id"]);
    expect(&job(&[&leads(), &child("upload")]), &["error[malformed-file-id] resource[1].file_id"]);
    let short = leads().replace(UPLOAD, "365239700001452400");
    expect(
        &job(&[&short, &subform(LINK), &linking("Leads", LINK)]),
        &["warning[suspicious-file-id] resource[0].file_id"],
    );
}

#[test]
fn what_cannot_be_read_may_be_anything() {
    let options = || Options { version: Some(ApiVersion::V8), placeholders: true, ..Options::default() };
    let clean = |job: &str| {
        let report = Checker::new(options()).check_json(job.as_bytes());
        assert_eq!(found(&report), [""; 0], "{job}");
    };
    clean(&job(&[&leads(), &subform(r#", "parent_column_index": "{{column}}""#)]));
    clean(&job(&[&leads(), &linking("{{lookup}}", "")]));
    clean(&job(&[&leads().replace(UPLOAD, "{{upload}}"), &subform(LINK).replace(UPLOAD, "{{upload}}")]));
    clean(&job(&[&leads().replace("\"index\": 1", "\"index\": \"{{n}}\""), &subform(r#", "parent_column_index": 9"#)]));
    clean(&job(&["\"{{parent}}\"", &subform(LINK)]));
    clean(&job(&[&subform(LINK), "\"{{parent}}\""]));
}

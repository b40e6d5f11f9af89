//! What becomes of the rows of jobs.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod support;

use bulkwrite_serve::Options;
use support::{Client, json, leads, text, zip};

const FIELDS: [&str; 3] = ["Last_Name", "Email", "Company"];

/// Rows of a result, with the ids of records by the order in which they were first seen.
fn shown(client: &Client, rows: &[String]) -> Vec<String> {
    let ids: Vec<_> = client.standin.records("Leads").iter().map(|record| record.id.clone()).collect();
    let named = |row: &String| {
        ids.iter().enumerate().fold(row.clone(), |row, (n, id)| row.replace(id.as_str(), &format!("#{n}")))
    };
    rows.iter().skip(1).map(named).collect()
}

fn options(unique: &[&str], required: &[&str], refuse: &[&str]) -> Options {
    Options {
        unique: unique.iter().map(|text| text.parse().unwrap()).collect(),
        required: required.iter().map(|text| text.parse().unwrap()).collect(),
        refuse: refuse.iter().map(|text| text.parse().unwrap()).collect(),
        ..Options::default()
    }
}

/// Runs jobs over CSVs, one after the other, and tells what became of their rows.
fn run(options: Options, jobs: &[(&str, Option<&str>, &str, &str)]) -> Vec<Vec<String>> {
    let mut client = Client::new(options);
    let run = |(operation, find_by, more, csv): &(&str, Option<&str>, &str, &str)| {
        let rows = client
            .run(&format!("Last_Name,E-Mail,Company\n{csv}"), |file| leads(operation, file, *find_by, &FIELDS, more));
        assert_eq!(rows[0], "Last_Name|E-Mail|Company|STATUS|RECORD_ID|ERRORS");
        shown(&client, &rows)
    };
    jobs.iter().map(run).collect()
}

#[test]
fn an_insert_makes_records_whatever_is_there() {
    let job = ("insert", None, "", "Doe,j@x.example,A\nDoe,j@x.example,A\n");
    assert_eq!(
        run(Options::default(), &[job, job]),
        [
            ["Doe|j@x.example|A|ADDED|#0|", "Doe|j@x.example|A|ADDED|#1|"],
            ["Doe|j@x.example|A|ADDED|#2|", "Doe|j@x.example|A|ADDED|#3|"],
        ]
    );
}

#[test]
fn an_insert_with_a_key_passes_over_what_is_there() {
    let job = ("insert", Some("Email"), "", "Doe,j@x.example,A\nRoe,,A\nPoe,J@X.example,A\n");
    assert_eq!(
        run(Options::default(), &[job, job]),
        [
            ["Doe|j@x.example|A|ADDED|#0|", "Roe||A|ADDED|#1|", "Poe|J@X.example|A|SKIPPED||DUPLICATE_DATA-E-Mail"],
            [
                "Doe|j@x.example|A|SKIPPED||DUPLICATE_DATA-E-Mail",
                "Roe||A|ADDED|#2|",
                "Poe|J@X.example|A|SKIPPED||DUPLICATE_DATA-E-Mail"
            ],
        ]
    );
}

#[test]
fn updates_change_what_they_find_and_nothing_else() {
    assert_eq!(
        run(
            Options::default(),
            &[
                ("insert", None, "", "Doe,j@x.example,A\n"),
                ("update", Some("Email"), "", "Roe,j@x.example,B\nPoe,p@x.example,C\nMoe,,C\n"),
                ("upsert", Some("Email"), "", "Zoe,j@x.example,D\nPoe,p@x.example,E\nPoe,p@x.example,F\n"),
            ]
        ),
        [
            vec!["Doe|j@x.example|A|ADDED|#0|"],
            vec![
                "Roe|j@x.example|B|UPDATED|#0|",
                "Poe|p@x.example|C|SKIPPED||RESOURCE_NOT_FOUND-E-Mail",
                "Moe||C|SKIPPED||MANDATORY_NOT_FOUND-E-Mail",
            ],
            vec!["Zoe|j@x.example|D|UPDATED|#0|", "Poe|p@x.example|E|ADDED|#1|", "Poe|p@x.example|F|UPDATED|#1|"],
        ]
    );
}

#[test]
fn blanks_overwrite_unless_they_are_ignored() {
    for (more, company, name) in [
        ("", None, "SKIPPED||MANDATORY_NOT_FOUND-Last_Name"),
        (r#","ignore_empty":true"#, Some("A"), "UPDATED|#0|"),
        (r#","ignore_empty":false"#, None, "SKIPPED||MANDATORY_NOT_FOUND-Last_Name"),
    ] {
        let mut client = Client::new(Options::default());
        let csv = |rows: &str| format!("Last_Name,Email,Company\n{rows}");
        client.run(&csv("Doe,j@x.example,A\n"), |file| leads("insert", file, None, &FIELDS, ""));
        let rows = client
            .run(&csv("Roe,j@x.example,\n,j@x.example,\n"), |file| leads("update", file, Some("Email"), &FIELDS, more));
        assert_eq!(shown(&client, &rows), ["Roe|j@x.example||UPDATED|#0|", &format!("|j@x.example||{name}")]);
        let record = &client.standin.records("Leads")[0];
        assert_eq!(record.fields.get("Company").map(String::as_str), company, "{more}");
        assert_eq!(record.fields.get("Last_Name").map(String::as_str), Some("Roe"));
    }
}

#[test]
fn rows_with_mistakes_are_skipped() {
    assert_eq!(
        run(
            options(
                &["Leads.Email", "Deals.Name"],
                &["Leads.Company"],
                &["Leads:5=INVALID_DATA-E-Mail:LIMIT_EXCEEDED", "Deals:1=X"]
            ),
            &[(
                "insert",
                None,
                "",
                "Doe,j@x.example,A\n,k@x.example,\nRoe, J@x.example,A\nMoe,,A\nPoe,p@x.example,A\n"
            )]
        ),
        [[
            "Doe|j@x.example|A|ADDED|#0|",
            "|k@x.example||SKIPPED||\"MANDATORY_NOT_FOUND-Last_Name|Company\"",
            "Roe| J@x.example|A|SKIPPED||DUPLICATE_DATA-E-Mail",
            "Moe||A|ADDED|#1|",
            "Poe|p@x.example|A|SKIPPED||INVALID_DATA-E-Mail:LIMIT_EXCEEDED",
        ]]
    );
}

#[test]
fn metadata_tells_what_is_required_and_unique() {
    let fields = r#"{"fields":[
        {"api_name":"Last_Name","data_type":"text","system_mandatory":true},
        {"api_name":"Email","data_type":"email","unique":{"case_sensitive":false}},
        {"api_name":"Company","data_type":"text","system_mandatory":true,"operation_type":{"api_create":true,"api_update":true}},
        {"api_name":"Lead_Status","data_type":"picklist","unique":{}},
        {"api_name":"No_of_Employees","data_type":"integer"}
    ]}"#;
    let options = Options { metadata: vec![("Leads".to_owned(), fields.to_owned().into())], ..Options::default() };
    assert_eq!(
        run(options.clone(), &[("insert", None, "", "Doe,j@x.example,A\nDoe,j@x.example,\nDoe,j@x.example,A\n")]),
        [[
            "Doe|j@x.example|A|ADDED|#0|",
            "Doe|j@x.example||SKIPPED||MANDATORY_NOT_FOUND-Company",
            "Doe|j@x.example|A|SKIPPED||DUPLICATE_DATA-E-Mail",
        ]]
    );
    // The rules know the fields, too.
    let mut client = Client::new(options);
    let file = client.upload(&zip(&[("leads.csv", "A,B\n")]));
    for (operation, code) in [("upsert", "MANDATORY_FIELDS_NOT_MAPPED"), ("update", "INVALID_FIELD")] {
        let job = leads(operation, &file, Some("Email"), &["Email", "Lastname"], "");
        assert_eq!(text(&json(&client.post("/crm/bulk/v8/write", &job)), "/code"), code);
    }
    let bare = r#"{"operation":"insert","resource":[{"type":"data","module":{"api_name":"Leads"},"file_id":"ID"}]}"#;
    let answer = client.post("/crm/bulk/v8/write", &bare.replace("ID", &file));
    assert_eq!(text(&json(&answer), "/message"), "invalid mapping. invalid api_name A.");
}

/// Rows are judged as the checks judge them, and only where the metadata tells what the fields hold.
#[test]
fn metadata_tells_what_cells_may_say() {
    let fields = r#"{"fields":[
        {"api_name":"Last_Name","data_type":"text","length":8,"system_mandatory":true},
        {"api_name":"Email","data_type":"email","length":100},
        {"api_name":"Company","data_type":"integer","length":9}
    ]}"#;
    let with = Options { metadata: vec![("Leads".to_owned(), fields.to_owned().into())], ..Options::default() };
    let other = Options { metadata: vec![("Deals".to_owned(), fields.to_owned().into())], ..Options::default() };
    let job =
        ("insert", None, "", "Doe,j@x.example,1\nRoe,nobody,two\nLonglonger,k@x.example,3\n,l@x.example,x\nPoe,,\n");
    let all = |lines: [&str; 5]| vec![lines.map(ToOwned::to_owned).to_vec()];
    assert_eq!(
        run(with, &[job]),
        all([
            "Doe|j@x.example|1|ADDED|#0|",
            "Roe|nobody|two|SKIPPED||\"INVALID_DATA-E-Mail|Company\"",
            "Longlonger|k@x.example|3|SKIPPED||INVALID_DATA-Last_Name",
            "|l@x.example|x|SKIPPED||INVALID_DATA-Company",
            "Poe|||ADDED|#1|",
        ])
    );
    for options in [Options::default(), other] {
        assert_eq!(
            run(options, &[job]),
            all([
                "Doe|j@x.example|1|ADDED|#0|",
                "Roe|nobody|two|ADDED|#1|",
                "Longlonger|k@x.example|3|ADDED|#2|",
                "|l@x.example|x|SKIPPED||MANDATORY_NOT_FOUND-Last_Name",
                "Poe|||ADDED|#3|",
            ])
        );
    }
}

#[test]
fn the_result_repeats_the_first_three_mapped_columns() {
    let mut client = Client::new(Options::default());
    let rows = client.run("A,B,C,D,E\n1,2,3,4,5\n,,,,6\n", |file| {
        format!(
            r#"{{"operation":"insert","resource":[{{"type":"data","module":{{"api_name":"Boats"}},"file_id":"{file}","field_mappings":[
                {{"api_name":"Name","index":4}},{{"api_name":"Draught","index":1,"default_value":{{"value":"7"}}}},
                {{"api_name":"Port","default_value":{{"value":"Pune"}}}},{{"api_name":"Length","index":3}},{{"api_name":"Width","index":2}}]}}]}}"#
        )
    });
    assert_eq!(rows[0], "B|C|D|STATUS|RECORD_ID|ERRORS");
    assert!(rows[1].starts_with("2|3|4|ADDED|") && rows[2].starts_with("|||ADDED|"), "{rows:?}");
    let boats = client.standin.records("Boats");
    let field = |n: usize, name: &str| boats[n].fields.get(name).map(String::as_str);
    assert_eq!(
        [field(0, "Draught"), field(1, "Draught"), field(1, "Port"), field(1, "Width")],
        [Some("2"), Some("7"), Some("Pune"), None]
    );
}

#[test]
fn without_mappings_the_header_names_the_fields() {
    let mut client = Client::new(Options::default());
    let rows = client.run("Last_Name;Account.id;\nDoe;17;x\n;18;\n", |file| {
        format!(r#"{{"operation":"insert","resource":[{{"type":"data","module":{{"api_name":"Leads"}},"file_id":"{file}"}}]}}"#)
    });
    assert_eq!(shown(&client, &rows), ["Doe|17|ADDED|#0|", "|18|SKIPPED||MANDATORY_NOT_FOUND-Last_Name"]);
    assert_eq!(client.standin.records("Leads")[0].fields.get("Account").map(String::as_str), Some("17"));
}

#[test]
fn children_find_their_parents() {
    let mut client = Client::new(Options::default());
    let file = client.upload(&zip(&[
        ("leads.csv", "Key,Last_Name\nk1,Doe\nk2,\nk3,Roe\n"),
        ("phones.csv", "Phone,Key\n1,k1\n2,k2\n3,K3\n4,k4\n5,\n"),
    ]));
    let job = format!(
        r#"{{"operation":"insert","resource":[
            {{"type":"data","module":{{"api_name":"Leads"}},"file_id":"{file}","file_names":["leads.csv"],"field_mappings":[
                {{"api_name":"Last_Name","index":1}},{{"api_name":"Key","index":0}}]}},
            {{"type":"data","module":{{"api_name":"Phones"}},"file_id":"{file}","file_names":["phones.csv"],"field_mappings":[
                {{"api_name":"Phone","index":0}},{{"api_name":"Parent_Id","index":1,"parent_column_index":0}}]}}]}}"#
    );
    let id = client.create("v7", &job);
    let details = client.finish("v7", &id);
    let result = client.result(&details);
    let names: Vec<&str> = result.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Leads-leads.csv", "Phones-phones.csv"]);
    let leads = client.standin.records("Leads");
    let phones = client.standin.records("Phones");
    let parents: Vec<_> = phones.iter().map(|phone| phone.fields["Parent_Id"].as_str()).collect();
    assert_eq!(parents, [leads[0].id.as_str(), leads[1].id.as_str()]);
    let errors: Vec<&str> = result[1].1.lines().skip(1).map(|line| line.rsplit(',').next().unwrap()).collect();
    assert_eq!(errors, ["", "RESOURCE_NOT_FOUND-Key", "", "RESOURCE_NOT_FOUND-Key", "RESOURCE_NOT_FOUND-Key"]);
    assert_eq!(details.pointer("/resource/1/file/skipped_count"), Some(&3.into()));
}

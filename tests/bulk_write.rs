//! What `bulk_write!` makes of a right job, in every surrounding that code may put it into.
#![deny(warnings, missing_docs, clippy::pedantic)]
#![allow(deprecated, reason = "jobs of both forms stand here without a version, which is a warning")]

use bulkwrite::{
    ApiName, ApiVersion, Callback, CallbackUrl, ColumnIndex, DefaultValue, FieldMapping, FileId, Job, Operation,
    Resource, Verdict, bulk_write,
};

/// The request that the CRM accepted, as recorded but for the blanks.
const RECORDED: &str = r#"{"operation":"insert","ignore_empty":true,"callback":{"url":"https://www.zoho.com/in/crm/","method":"post"},"resource":[{"type":"data","module":"Leads","file_id":"4150868000005379001","field_mappings":[{"api_name":"Last_Name","index":0},{"api_name":"Owner","index":1},{"api_name":"Date_3","index":2,"format":"yyyy/MM/dd"},{"api_name":"Mobile","index":3},{"api_name":"Layout","index":4}]}]}"#;

const CONSTANT: Job = bulk_write! {
    version: v2,
    operation: insert,
    ignore_empty: true,
    callback: { url: "https://www.zoho.com/in/crm/", method: post },
    resource: [{
        type: data,
        module: Leads,
        file_id: "4150868000005379001",
        field_mappings: { Last_Name: 0, Owner: 1, Date_3: { index: 2, format: "yyyy/MM/dd" }, Mobile: 3, Layout: 4 },
    }],
};

static STATIC: Job =
    bulk_write!({ operation: insert, resource: [{ type: data, module: Leads, file_id: "4150868000005379001" }] });

fn file_id() -> FileId {
    FileId::from_static("4150868000005379001")
}

#[test]
fn the_recorded_template_is_pasted_as_it_stands() {
    let file_id = file_id();
    let job = bulk_write! {
        "operation": "insert",
        "ignore_empty": true,
        "callback": {
          "url": "https://www.zoho.com/in/crm/",
          "method": "post"
        },
        "resource": [
          {
            "type": "data",
            "module": "Leads",
            "file_id": "{{file_id}}",
            "field_mappings": [
              {
                "api_name": "Last_Name",
                "index": 0
              },
              {
                "api_name": "Owner",
                "index": 1
              },
              {
                "api_name": "Date_3",
                "index": 2,
                "format": "yyyy/MM/dd"
              },
              {
                "api_name": "Mobile",
                "index": 3
              },
              {
                "api_name": "Layout",
                "index": 4
              }
            ]
          }
        ]
    };
    assert_eq!(job.to_json(), RECORDED);
    assert_eq!(job.endpoint(), "/crm/bulk/v2/write");
}

const fn function() -> Job {
    bulk_write!(operation: update, ignore_empty: true, resource: [{
        type: data, module: Leads, file_id: "4150868000005379001", find_by: Email, field_mappings: { Email: 0 }
    }])
}

#[test]
fn a_job_without_expressions_is_a_constant() {
    assert_eq!(CONSTANT.to_json(), RECORDED);
    assert_eq!(STATIC.version(), ApiVersion::DEFAULT);
    assert_eq!(function().operation(), Operation::Update);
}

#[test]
fn it_is_what_reading_its_json_yields() {
    let job = bulk_write! {
        version: v8,
        operation: upsert,
        character_encoding: "UTF-8",
        callback: { url: "https://hooks.zylker.com/bulk", method: post },
        resource: [
            {
                type: data,
                module: { api_name: Accounts, id: "4150868000000002177" },
                file_id: "4150868000005379001",
                file_names: ["accounts.csv"],
                find_by: Account_Name,
                ignore_empty: true,
                field_mappings: [
                    { api_name: Account_Name, index: 0 },
                    { api_name: Phone, index: 1, default_value: { value: "", name: null } },
                    { api_name: Industry, default_value: { value: "Consulting", name: "Consulting", module: "Accounts" } },
                ],
            },
            {
                type: data,
                module: Contacts,
                file_id: "4150868000005379001",
                file_names: ["contacts.csv",],
                find_by: Email,
                ignore_empty: true,
                field_mappings: {
                    Email: 0,
                    Last_Name: 1,
                    Account_Name: { index: 2, module: Accounts, parent_column_index: 0 },
                    Date_of_Birth: { index: 3, format: "yyyy-MM-dd" },
                },
            },
        ],
    };
    let text = job.to_json();
    let options = bulkwrite::Options { version: Some(ApiVersion::V8), ..bulkwrite::Options::default() };
    assert_eq!(bulkwrite::Checker::new(options).job_from_json(text.as_bytes()).unwrap(), job);
}

#[test]
fn every_delimiter_will_do_and_outer_braces_may_be_left_out() {
    let braces =
        bulk_write! { operation: insert, resource: [{ type: data, module: Leads, file_id: "4150868000005379001" }] };
    let parentheses = bulk_write!({ "operation": "insert", resource: [{ type: data, module: Leads, file_id: "4150868000005379001" }] });
    let brackets =
        bulk_write![operation: insert, resource: [{ type: data, module: Leads, file_id: "4150868000005379001" },],];
    assert_eq!(braces, parentheses);
    assert_eq!(braces, brackets);
}

#[test]
fn an_expression_stands_wherever_a_value_is_known_at_run_time() {
    let url: CallbackUrl = "https://hooks.zylker.com/bulk".parse().unwrap();
    let id = file_id();
    let (source, blanks_stay) = ("Web", true);
    let job = bulk_write! {
        version: v8,
        operation: {{ Operation::ALL[0] }},
        ignore_empty: "{{ blanks_stay }}",
        character_encoding: {{ "UTF-8".to_owned() }},
        callback: { url: {{ url.clone() }}, method: post },
        resource: [{
            type: data,
            module: { api_name: {{ "Leads".parse().unwrap() }}, id: {{ format!("{}", 4_150_868_000_000_002_175_u64) }} },
            file_id: {{ id.clone() }},
            field_mappings: {
                Last_Name: {{ ColumnIndex::from_static(0) }},
                Mobile: {{ 3_u8.into() }},
                Email: { index: {{ 4_usize.try_into().unwrap() }} },
                Date_3: { index: 2, format: {{ "yyyy/MM/dd".parse().unwrap() }} },
                Lead_Source: { default_value: { value: {{ source.to_owned() }} } },
                Account: { index: 5, find_by: {{ name("Account_Name") }}, module: {{ name("Accounts") }} },
            },
        }],
    };
    assert!(job.check().diagnostics().is_empty(), "{}", job.check());
    assert_eq!(job.callback().map(Callback::url), Some(&url));
    assert_eq!(job.ignore_empty(), Some(true));
    let mappings = job.resources()[0].mappings().unwrap();
    let positions: Vec<_> = mappings.iter().map(|mapping| mapping.index().map(ColumnIndex::get)).collect();
    assert_eq!(positions, [Some(0), Some(3), Some(4), Some(2), None, Some(5)]);
    assert_eq!(mappings[4].default_value().map(DefaultValue::value), Some("Web"));
}

#[test]
fn a_whole_part_may_be_an_expression() {
    let callback = CONSTANT.callback().cloned().unwrap();
    let mappings: Vec<FieldMapping> = CONSTANT.resources()[0].mappings().unwrap().to_vec();
    let names = vec!["leads.csv".to_owned()];
    let mapping = mappings[0].clone();
    let job = bulk_write! {
        operation: insert,
        callback: {{ callback }},
        resource: [
            { type: data, module: Leads, file_id: {{ file_id() }}, file_names: {{ names }}, field_mappings: {{ mappings }} },
            {{ CONSTANT.resources()[0].clone() }},
            { type: data, module: Contacts, file_id: {{ file_id() }}, file_names: [{{ "x.csv".into() }}, "y.csv"],
                field_mappings: [{{ mapping }}, { api_name: Email, index: 1 }] },
        ],
    };
    assert_eq!(job.resources()[0].file_names(), ["leads.csv"]);
    assert_eq!(job.resources()[1], CONSTANT.resources()[0]);
    assert_eq!(job.resources()[2].mappings().map(<[_]>::len), Some(2));
    let resources: Vec<Resource> = job.resources().to_vec();
    let twin =
        bulk_write! { operation: insert, callback: {{ job.callback().unwrap().clone() }}, resource: {{ resources }} };
    assert_eq!(twin, job);
}

#[test]
fn rules_that_span_expressions_run_when_they_are_asked_to() {
    let operation = Operation::Update;
    let job = bulk_write! {
        operation: {{ operation }},
        resource: [{ type: data, module: Leads, file_id: {{ file_id() }}, find_by: Email }],
    };
    let report = job.check();
    assert_eq!(report.verdict(), Verdict::Warn);
    assert_eq!(report.diagnostics()[0].rule.name, "blanks-overwrite");
}

#[test]
fn expressions_run_once_and_in_reading_order() {
    let mut calls = Vec::new();
    let mut call = |n: u16| {
        calls.push(n);
        ColumnIndex::from(n)
    };
    let job = bulk_write! {
        operation: insert,
        resource: [{
            field_mappings: [{ index: {{ call(0) }}, api_name: A }, { index: {{ call(1) }}, api_name: B }],
            type: data, module: Leads, file_id: {{ { call(2); file_id() } }},
        }],
    };
    assert_eq!(job.resources()[0].mappings().map(<[_]>::len), Some(2));
    assert_eq!(calls, [0, 1, 2]);
}

#[test]
fn an_expression_may_leave_the_function() {
    fn job(id: &str) -> Result<Job, bulkwrite::ValueError> {
        Ok(bulk_write! {
            operation: insert,
            resource: [{ type: data, module: Leads, file_id: {{ id.parse()? }} }],
        })
    }
    assert!(job("4150868000005379001").is_ok());
    assert_eq!(job("{{file_id}}").unwrap_err().rule().name, "malformed-file-id");
}

#[test]
fn names_of_the_expansion_are_out_of_reach() {
    let hole0 = file_id();
    let job = bulk_write! {
        operation: insert,
        resource: [
            { type: data, module: Leads, file_id: {{ hole0.clone() }} },
            { type: data, module: Contacts, file_id: {{ hole0 }} },
        ],
    };
    assert_eq!(job.resources()[0].file_id(), job.resources()[1].file_id());
}

#[test]
fn one_variable_stands_wherever_its_placeholder_does() {
    let file_id = file_id();
    let job = bulk_write! {
        "operation": "insert",
        "resource": [
            { "type": "data", "module": { "api_name": "Accounts" }, "file_id": "{{file_id}}", "file_names": ["a.csv"] },
            { "type": "data", "module": { "api_name": "Contacts" }, "file_id": "{{file_id}}", "file_names": ["b.csv"] }
        ]
    };
    assert_eq!(job.resources()[0].file_id(), job.resources()[1].file_id());
}

#[test]
fn it_expands_in_generic_functions_closures_and_async_blocks() {
    fn generic<T: Clone + Into<FileId>, const N: usize>(id: &T) -> Job {
        bulk_write! {
            operation: insert,
            resource: [{ type: data, module: Leads, file_id: {{ id.clone().into() }}, field_mappings: { Email: 0 } }],
        }
    }
    let job = generic::<_, 3>(&file_id());
    let closure = |id: FileId| {
        bulk_write!(operation: insert, resource: [{
            type: data, module: Leads, file_id: {{ id }}, field_mappings: { Email: 0 }
        }])
    };
    assert_eq!(job, closure(file_id()));
    let future = async {
        let id = async { file_id() };
        bulk_write!(operation: insert, resource: [{ type: data, module: Leads, file_id: {{ id.await }} }])
    };
    drop(future);
}

/// A wrapper such as an application writes for the jobs of its own.
macro_rules! leads {
    ($operation:ident, $id:literal, $module:expr, $($field:ident = $index:literal),* ; $url:expr) => {
        bulk_write! {
            version: v8,
            operation: $operation,
            ignore_empty: true,
            callback: { url: {{ $url }}, method: post },
            resource: [{
                type: data, module: $module, file_id: $id, find_by: Email, field_mappings: { $($field: $index),* }
            }],
        }
    };
    ($($tokens:tt)*) => { bulk_write! { operation: insert, $($tokens)* } };
}

#[test]
fn macros_pass_tokens_on() {
    let url: CallbackUrl = "https://hooks.zylker.com/bulk".parse().unwrap();
    let job = leads!(upsert, "4150868000005379001", Leads, Email = 0, Last_Name = 1; url.clone());
    assert_eq!(job.callback().map(Callback::url), Some(&url));
    assert_eq!(job.resources()[0].mappings().map(<[_]>::len), Some(2));
    let id = file_id();
    let job = leads!(resource: [{ type: data, module: Leads, file_id: "{{id}}" }]);
    assert_eq!(job.resources()[0].file_id(), &file_id());
}

#[test]
fn a_warning_can_be_allowed_where_it_is_meant() {
    #[allow(deprecated, reason = "blank cells are meant to overwrite")]
    let job = bulk_write! {
        operation: update,
        resource: [{ type: data, module: Leads, file_id: "4150868000005379001", find_by: Email, colour: 1 }],
    };
    assert_eq!(job.check().diagnostics().len(), 1);
}

#[test]
fn literals_mean_what_they_mean_in_rust() {
    let job = bulk_write! {
        operation: insert,
        resource: [{
            r#type: "\x64ata", module: r#"Leads"#, file_id: r"4150868000005379001",
            field_mappings: { Last_Name: 1_0, Date_3: { index: 2, format: "yyyy\
                /MM/dd" } },
        }],
    };
    let mappings = job.resources()[0].mappings().unwrap();
    assert_eq!(mappings[0].index().map(ColumnIndex::get), Some(10));
    assert_eq!(mappings[1].format().map(AsRef::as_ref), Some("yyyy/MM/dd"));
}

fn name(text: &str) -> ApiName {
    ApiName::parse(text.to_owned()).expect("it is a name")
}

/// Names of the standard library and of bulkwrite that mean something else here.
#[expect(dead_code, reason = "they are there to be in the way")]
mod shadowed {
    extern crate bulkwrite as other_name;

    struct Option;
    struct Result;
    struct String;
    struct Vec;
    struct Some;
    struct None;
    struct Job;
    mod bulkwrite {}
    mod bulkwrite_core {}
    mod core {}
    mod std {}
    #[expect(non_upper_case_globals, reason = "a pattern of that name would be this constant")]
    const hole0: u8 = 0;

    pub(super) fn job(id: other_name::FileId) -> other_name::Job {
        let name = "Web";
        other_name::bulk_write! {
            operation: insert,
            ignore_empty: {{ true }},
            resource: [{
                type: data, module: Leads, file_id: {{ id }}, file_names: ["a.csv"],
                field_mappings: { Email: 0, Lead_Source: { default_value: { value: {{ name.to_owned() }} } } },
            }],
        }
    }
}

#[no_implicit_prelude]
mod without_prelude {
    pub(super) const JOB: ::bulkwrite::Job = ::bulkwrite::bulk_write! {
        operation: insert,
        resource: [{ type: data, module: Leads, file_id: "4150868000005379001", field_mappings: { Email: 0 } }],
    };

    pub(super) fn job(id: ::bulkwrite::FileId) -> ::bulkwrite::Job {
        ::bulkwrite::bulk_write! {
            operation: insert,
            resource: [{ type: data, module: Leads, file_id: {{ id }}, field_mappings: { Email: 0 } }],
        }
    }
}

/// Nothing in an expansion asks for a lint to be allowed.
#[forbid(nonstandard_style, unused, clippy::all, clippy::pedantic, clippy::allow_attributes)]
mod with_lints_forbidden {
    #[expect(deprecated, reason = "the warnings are seen")]
    pub(super) const JOB: bulkwrite::Job = bulkwrite::bulk_write! {
        operation: update,
        colour: 1,
        resource: [{ type: data, module: Leads, file_id: "4150868000005379001", find_by: Email }],
    };
}

#[test]
fn no_name_in_scope_matters() {
    assert_eq!(with_lints_forbidden::JOB.operation(), Operation::Update);
    assert_eq!(shadowed::job(file_id()).ignore_empty(), Some(true));
    assert_eq!(without_prelude::job(file_id()), without_prelude::JOB);
}

#[test]
fn columns_go_by_the_names_in_a_csv() {
    let job = bulk_write! {
        version: v8,
        csv: "tests/data/leads.csv",
        operation: insert,
        resource: [{
            type: data,
            module: Leads,
            file_id: "4150868000005379001",
            field_mappings: { Last_Name: "Last Name", Mobile: { index: "Mobile" }, Email: 1 },
        }],
    };
    let json = job.to_json();
    for column in [r#""Last_Name","index":0"#, r#""Mobile","index":2"#, r#""Email","index":1"#] {
        assert!(json.contains(column), "{json}");
    }
}

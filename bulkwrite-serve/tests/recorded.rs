//! The answers on record: the stand-in gives the same, byte for byte but for blanks, to the same requests.
#![allow(clippy::unwrap_used, clippy::format_collect, reason = "helpers of tests")]

mod support;

use std::fs;
use std::path::PathBuf;

use bulkwrite_serve::{Options, Organisation, Source};
use serde_json::Value;
use support::{Client, json, text, zip};

fn data(path: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../bulkwrite-core/tests/data").join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// JSON without the blanks between its tokens.
fn compact(json: &str) -> String {
    let mut is_quoted = false;
    let mut is_escaped = false;
    let keep = |c: &char| {
        let keep = is_quoted || !c.is_ascii_whitespace();
        is_quoted ^= *c == '"' && !is_escaped;
        is_escaped = *c == '\\' && !is_escaped;
        keep
    };
    json.chars().filter(keep).collect()
}

fn recorded(name: &str) -> String {
    compact(&data(&format!("responses/{name}.json")))
}

fn body(answer: &http::Response<bytes::Bytes>) -> String {
    String::from_utf8(answer.body().to_vec()).unwrap()
}

/// The organisation that the documentation shows.
fn documented(prefix: &str, user: &str, name: &str, job: u64) -> Organisation {
    Organisation {
        id_prefix: prefix.to_owned(),
        user_id: user.to_owned(),
        user_name: name.to_owned(),
        first_job: job,
        zgid: Some("6196138".to_owned()),
        utc_offset: -720,
        ..Organisation::default()
    }
}

fn options(organisation: Organisation) -> Options {
    Options { organisation, download_url: Source::Documented, ..Options::default() }
}

/// Sets the clock so that the next job is created at a time, 2019-01-30 in a zone twelve hours behind.
fn at(client: &mut Client, hours: u64, minutes: u64, seconds: u64) {
    let day = 1_548_806_400 + 12 * 3600;
    client.now = std::time::UNIX_EPOCH + std::time::Duration::from_secs(day + hours * 3600 + minutes * 60 + seconds);
}

#[test]
fn the_recorded_answers_of_v2() {
    let mut client = Client::new(Options::default());
    client.upload(&zip(&[("leads.csv", "Last_Name,Owner,Date_3,Mobile,Layout\n")]));
    for (job, answer, status) in [
        ("002-postman-v2-success", "001-postman-v2-success", 201),
        ("003-postman-v2-missing-file-id", "002-postman-v2-missing-file-id", 400),
        ("004-postman-v2-callback-http", "003-postman-v2-callback-http", 400),
        ("005-postman-v2-file-id-18-digits", "004-postman-v2-file-id-18-digits", 400),
    ] {
        let found = client.post("/crm/bulk/v2/write", &data(&format!("jobs/{job}.json")));
        assert_eq!((found.status().as_u16(), body(&found)), (status, recorded(answer)), "{job}");
        assert_eq!(found.headers()["x-bulkwrite-basis"], "observed", "{job}");
    }
    // The recorded details are of a job with another mapping; three of its five are shown.
    let job = r#"{"operation":"insert","ignore_empty":true,"callback":{"url":"https://www.zoho.com/","method":"post"},"resource":[
        {"type":"data","module":"Leads","file_id":"4150868000005379001","field_mappings":[{"api_name":"Layout","index":4},
        {"api_name":"Date_3","index":2,"format":"yyyy/MM/dd"},{"api_name":"Website","default_value":{"value":"https://www.zoho.com"}}]}]}"#;
    let id = client.create("v2", job);
    client.details("v2", &id);
    let found = client.get(&format!("/crm/bulk/v2/write/{id}"));
    assert_eq!(body(&found).replace(&id, "4150868000005392002"), recorded("016-postman-v2-job-inprogress"));
}

#[test]
fn the_recorded_refusals_of_uploads() {
    let mut client = Client::new(Options::default());
    let good = [("feature", "bulk-write"), ("X-CRM-ORG", "1")];
    let found = client.try_upload(b"Last_Name\n", &good);
    assert_eq!(body(&found), recorded("017-postman-v2.1-upload-not-a-zip"));
    let found = client.get("/crm/bulk/v7/write/111111000000541958");
    assert_eq!((found.status().as_u16(), body(&found)), (404, recorded("021-docs-v7-job-not-found")));
    let found = client.send("POST", "/crm/v8/upload", &good, b"");
    assert_eq!(body(&found), recorded("018-upload-host-unauthorized"));
    let found = client.get("/v2/crm/1/bulk-write/1/1.zip");
    assert_eq!(body(&found), recorded("020-download-host-forbidden"));
}

#[test]
fn the_documented_answers_of_v7() {
    let mut organisation = documented("111111", "111111000000035795", "Patricia Boyle ", 541_958);
    organisation.first_file = 1_492_610;
    let mut client = Client::new(options(organisation.clone()));
    client.now = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_546_300_800);
    let answer =
        client.try_upload(&zip(&[("Deals.csv", "a,b\n")]), &[("feature", "bulk-write"), ("X-CRM-ORG", "6196138")]);
    assert_eq!(body(&answer), recorded("012-docs-v7-upload-success"));
    let job = |index: u32| {
        format!(
            r#"{{"operation":"insert","resource":[{{"type":"data","module":{{"api_name":"Deals"}},"file_id":"111111000001492610",
            "find_by":"Deal_Name","field_mappings":[{{"api_name":"Deal_Name","index":1}},{{"api_name":"Stage","index":{index}}}]}}]}}"#
        )
    };
    let answer = client.post("/crm/bulk/v7/write", &job(0));
    assert_eq!((answer.status().as_u16(), body(&answer)), (201, recorded("007-docs-v7-create-success")));

    organisation.user_name = "Patricia Boyle".to_owned();
    // The samples show ids of another organisation for the module.
    let module = |text: &str| text.replace("111111000000002181", "3652397000000002181");
    let mut client = Client::new(options(organisation.clone()));
    client.upload_as(&zip(&[("Deals.csv", &vec!["a"; 133].join(","))]), "6196138");
    at(&mut client, 2, 21, 32);
    let id = client.create("v7", &job(132));
    let found = client.get(&format!("/crm/bulk/v7/write/{id}"));
    assert_eq!(module(&body(&found)), recorded("009-docs-v7-job-details-added"));

    // A hundred deals that are there already.
    let rows: String = (0..100).map(|n| format!("x,Deal {n},Closed\n")).collect();
    let mut client = Client::new(options(organisation));
    let file = client.upload_as(&zip(&[("Deals.csv", &format!("A,B,C\n{rows}"))]), "6196138");
    at(&mut client, 2, 18, 15);
    let first = client.create("v7", &job(2).replace("111111000001492610", &file));
    client.finish("v7", &first);
    let id = client.create("v7", &job(2).replace("111111000001492610", &file));
    client.details("v7", &id);
    for expected in ["010-docs-v7-job-details-inprogress", "011-docs-v7-job-details-completed"] {
        let found = client.get(&format!("/crm/bulk/v7/write/{id}"));
        assert_eq!(module(&body(&found)).replace(&id, "111111000000541958"), recorded(expected));
    }
}

#[test]
fn the_documented_details_of_a_family() {
    let organisation = documented("3652397", "1", "Patricia Boyle", 1);
    let mut client = Client::new(Options { pace: "0polls".parse().unwrap(), ..options(organisation) });
    let parents: String = (0..100).map(|n| format!("Doe {n},Zylker,d{n}@zylker.example,u\n")).collect();
    let children: String = (0..69).map(|n| format!("s,1,x,Doe {n}\n")).collect();
    let file = client.upload_as(
        &zip(&[
            ("bulk_write_leads.csv", &format!("A,B,C,D\n{parents}")),
            ("bulk_write_subform.csv", &format!("A,B,C,D\n{children}")),
        ]),
        "6196138",
    );
    let job = format!(
        r#"{{"operation":"insert","resource":[
        {{"type":"data","module":{{"api_name":"Leads"}},"file_id":"{file}","file_names":["bulk_write_leads.csv"],"field_mappings":[
            {{"api_name":"Last_Name","index":0}},{{"api_name":"Company","index":1}},{{"api_name":"Email","index":2,"find_by":"email"}},
            {{"api_name":"User","index":3,"find_by":"email"}}]}},
        {{"type":"data","module":{{"api_name":"Secondary"}},"file_id":"{file}","file_names":["bulk_write_subform.csv"],"field_mappings":[
            {{"api_name":"Secondary_Email","index":0}},{{"api_name":"Secondary_Phone","index":1}},
            {{"api_name":"Parent_Id","index":3,"parent_column_index":0}}]}}]}}"#
    );
    let id = client.create("v7", &job);
    let found: Value = client.details("v7", &id);
    let recorded: Value = serde_json::from_str(&data("responses/008-docs-v7-parent-child-completed.json")).unwrap();
    // The sample's third resource contradicts itself, and the ids of its modules are made up.
    for at in 0..2 {
        let resource = |details: &Value| {
            let mut resource = details["resource"][at].clone();
            resource["module"]["id"] = "".into();
            resource
        };
        assert_eq!(resource(&found), resource(&recorded));
    }
    let order = |text: &str| {
        let start = text.find("\"resource\"").unwrap();
        let keys = ["\"module\"", "\"field_mappings\"", "\"type\"", "\"code\"", "\"file\""];
        keys.map(|key| text[start..].find(key).unwrap()).is_sorted()
    };
    assert!(order(&data("responses/008-docs-v7-parent-child-completed.json")));
    assert!(order(&body(&client.get(&format!("/crm/bulk/v7/write/{id}")))));
    assert!(recorded["resource"][1]["field_mappings"][2]["parent_column_index"].is_number());
}

#[test]
fn the_documented_answers_of_v8() {
    let organisation = documented("3524001", "3524001000000186003", "John Doe", 5_697_001);
    let mut client = Client::new(options(organisation));
    let rows: String = (0..100).map(|n| format!("Doe {n}\n")).collect();
    let file = client.upload_as(&zip(&[("data.csv", &format!("A\n{rows}"))]), "6196138");
    let job = format!(
        r#"{{"operation":"insert","callback":{{"url":"https://hooks.zylker.com/1fcimk51","method":"post"}},"resource":[{{"type":"data",
        "module":{{"api_name":"Contacts"}},"file_id":"{file}","field_mappings":[{{"api_name":"Last_Name","index":0}}]}}]}}"#
    );
    let refused = client
        .post("/crm/bulk/v8/write", &job.replace("https://hooks.zylker.com", "http://requestbin.fullcontact.com"));
    assert_eq!((refused.status().as_u16(), body(&refused)), (400, recorded("014-oas-v8-invalid-callback-url")));
    let created = client.post("/crm/bulk/v8/write", &job);
    assert_eq!((created.status().as_u16(), body(&created)), (201, recorded("013-oas-v8-create-success")));
    let id = text(&json(&created), "/details/id");
    client.finish("v8", &id);
    // Its callback and its URL are ones that the example cannot have had, and it tells the time in UTC.
    let found = body(&client.get(&format!("/crm/bulk/v8/write/{id}")))
        .replace("https://hooks.zylker.com", "http://requestbin.fullcontact.com")
        .replace(
            &format!("/v8/crm/org6196138/bulk-write/{id}/{id}.zip"),
            &format!("https://download.zohocrm.com/v2/bulk/write/{id}/result"),
        )
        .replace("2021-05-12T17:30:58-12:00", "2023-01-01T12:00:00Z");
    assert_eq!(found, recorded("015-oas-v8-job-details"));
}

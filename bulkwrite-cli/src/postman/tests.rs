use bulkwrite_core::{ApiVersion, Checker, Options};

use super::*;

fn requests(text: &str) -> Vec<Request> {
    match read(text.as_bytes()) {
        Some(Found::Requests(requests)) => requests,
        other => panic!("{other:?}: {text}"),
    }
}

/// An item that posts `{}` to a URL.
fn item(url: &str) -> String {
    format!(r#"{{"name":"x","request":{{"method":"POST","url":{url},"body":{{"mode":"raw","raw":"{{}}"}}}}}}"#)
}

#[test]
fn jobs_and_other_json_are_no_collections() {
    for text in [
        r#"{ "operation": "insert", "resource": [] }"#,
        r#"{ "operation": "insert", "request": { "a": 1 } }"#,
        r#"{ "item": "a" }"#,
        r#"{ "request": 1, "item": {} }"#,
        r#"[{ "request": { "method": "POST", "url": "x" } }]"#,
        "",
        "\"request\"",
    ] {
        assert!(read(text.as_bytes()).is_none(), "{text}");
    }
}

#[test]
fn requests_are_known_by_the_path_of_their_url() {
    let v2 = Some(ApiVersion::V2);
    for (url, expected) in [
        (r#""https://www.zohoapis.com/crm/bulk/v2/write""#, Some(v2)),
        (r#""{{api-domain}}/crm/bulk/v2.1/write?x=/y#z""#, Some(Some(ApiVersion::V2_1))),
        (r#""https://www.zohoapis.eu/crm/bulk/v8/write/""#, Some(Some(ApiVersion::V8))),
        (r#"{ "raw": "{{host}}/crm/bulk/v2/write" }"#, Some(v2)),
        (r#"{ "path": ["crm", "bulk", "v2", "write"] }"#, Some(v2)),
        (r#"{ "path": [{ "type": "string", "value": "crm" }, "bulk", "v2", "write", ""] }"#, Some(v2)),
        (r#"{ "path": "/crm/bulk/v2/write", "raw": "elsewhere" }"#, Some(v2)),
        (r#"{ "path": [], "raw": "{{host}}/crm/bulk/v2/write" }"#, Some(v2)),
        (r#""{{host}}/crm/bulk/{{version}}/write""#, Some(Some(ApiVersion::V5))),
        (r#""{{host}}/crm/bulk/{{unknown}}/write""#, Some(None)),
        (r#""{{host}}/crm/bulk/v99/write""#, Some(None)),
        (r#""https://www.zohoapis.com/crm/bulk/v2/read""#, None),
        (r#""https://www.zohoapis.com/crm/bulk/v2/write/4150868000005392002""#, None),
        (r#""https://www.zohoapis.com/crm/v2/upload""#, None),
        (r#""write""#, None),
        ("{}", None),
        ("null", None),
    ] {
        let text = format!(r#"{{"item":[{}],"variable":[{{"key":"version","value":"v5"}}]}}"#, item(url));
        let found: Vec<_> = requests(&text).iter().map(|request| request.version).collect();
        assert_eq!(found, Vec::from_iter(expected), "{url}");
    }
}

#[test]
fn folders_items_and_examples_make_the_name() {
    let inner = item(r#""/crm/bulk/v2/write""#);
    let text = format!(
        r#"{{"info":{{"name":"not part of it"}},"item":[
            {{"name":"Bulk","item":[{{"item":[{inner}]}}, {{"name":"deep","item":[{inner}]}}]}}, {inner}
        ]}}"#
    );
    let names: Vec<String> = requests(&text).into_iter().map(|request| request.name).collect();
    assert_eq!(names, ["Bulk / x", "Bulk / deep / x", "x"]);
    assert_eq!(requests(&inner)[0].name, "x");
    assert_eq!(requests(&format!(r#"{{"collection":{text}}}"#)).len(), 3);
}

#[test]
fn only_raw_bodies_of_posts_are_jobs() {
    for (request, expected) in [
        (r#"{"method":"POST","url":"/crm/bulk/v2/write","body":{"mode":"raw","raw":"a"}}"#, Some(true)),
        (r#"{"method":"{{method}}","url":"/crm/bulk/v2/write","body":{"raw":"a"}}"#, Some(true)),
        (
            r#"{"method":"POST","url":"/crm/bulk/v2/write","body":{"mode":"raw","raw":"a","disabled":true}}"#,
            Some(false),
        ),
        (r#"{"method":"POST","url":"/crm/bulk/v2/write","body":{"mode":"formdata","formdata":[]}}"#, Some(false)),
        (r#"{"method":"POST","url":"/crm/bulk/v2/write","body":{"mode":"raw","raw":{}}}"#, Some(false)),
        (r#"{"method":"POST","url":"/crm/bulk/v2/write"}"#, Some(false)),
        (r#"{"method":"GET","url":"/crm/bulk/v2/write"}"#, None),
        (r#""https://www.zohoapis.com/crm/bulk/v2/write""#, None),
    ] {
        let text = format!(r#"{{"name":"x","request":{request}}}"#);
        let found = requests(&text).first().map(|request| request.body.is_some());
        assert_eq!(found, expected, "{request}");
    }
}

#[test]
fn a_broken_collection_is_told_from_a_job() {
    let text = format!("{{ \"item\": [{},] }}", item(r#""/crm/bulk/v2/write""#));
    assert!(matches!(read(text.as_bytes()), Some(Found::Broken)));
}

#[test]
fn a_prediction_agrees_when_code_message_and_details_do() {
    let job = r#"{"operation":"insert","resource":[{"type":"data","module":"Leads"}]}"#;
    let report = Checker::new(Options::default()).check_json(job.as_bytes());
    let fine = Checker::new(Options::default()).check_json(
        br#"{"operation":"insert","resource":[{"type":"data","module":"Leads","file_id":"4150868000005379001"}]}"#,
    );
    let message = "required key fileid is not found in request body.";
    let error = |code: &str, message: &str| format!(r#"{{"status":"error","code":"{code}","message":"{message}"}}"#);
    let secret = r#"{"code":"INVALID_CALLBACK_URL","message":"Invalid URL 'https://a.io/?key=1' for callback."}"#;
    let example = format!(r#"{{"body":{}}}"#, serde_json::to_string(secret).unwrap());
    let example = json::parse(example.as_bytes(), &json::Options::default()).root.unwrap();
    let shown = recorded::read(&example).unwrap().message;
    assert_eq!(shown.as_deref(), Some("Invalid URL 'https://a.io/?***' for callback."));

    for (http, body, bad, good) in [
        ("400", error("MISSING_REQUIRED_KEY", message), Some(true), Some(false)),
        ("400", error("MISSING_REQUIRED_KEY", "required key file_id"), Some(false), Some(false)),
        ("400", error("INVALID_DATA", message), Some(false), Some(false)),
        ("201", r#"{"status":"success","code":"SUCCESS"}"#.to_owned(), Some(false), Some(true)),
        ("201", String::new(), Some(false), Some(true)),
        ("null", error("MISSING_REQUIRED_KEY", message), Some(true), Some(false)),
        ("500", "<html>".to_owned(), None, None),
        ("200", r#"{"details":{}}"#.to_owned(), Some(false), Some(true)),
        ("302", String::new(), None, None),
        ("null", String::new(), None, None),
        ("\"400\"", "[]".to_owned(), None, None),
    ] {
        let body = serde_json::to_string(&body).unwrap();
        let example = format!(r#"{{"code":{http},"body":{body}}}"#);
        let example = json::parse(example.as_bytes(), &json::Options::default()).root.unwrap();
        let recorded = recorded::read(&example);
        let agrees = |report| recorded.as_ref().and_then(|recorded| recorded.agrees(report));
        assert_eq!((agrees(&report), agrees(&fine)), (bad, good), "{http} {body}");
    }
}

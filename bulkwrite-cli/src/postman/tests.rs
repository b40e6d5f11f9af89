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
        // Variables may stand for the whole path.
        (r#""{{endpoint}}""#, None),
        ("{}", None),
        ("null", None),
    ] {
        let text = format!(r#"{{"item":[{}],"variable":[{{"key":"version","value":"v5"}}]}}"#, item(url));
        let found: Vec<_> = requests(&text).iter().map(|request| request.version).collect();
        assert_eq!(found, Vec::from_iter(expected), "{url}");
    }
}

/// An item that posts a job to a URL.
fn job_item(url: &str) -> String {
    item(url).replace("\"{}\"", &serde_json::to_string(JOB).unwrap())
}

const JOB: &str =
    r#"{"operation":"insert","resource":[{"type":"data","module":"Leads","file_id":"4150868000005379001"}]}"#;

#[test]
fn a_job_that_goes_elsewhere_is_told_at_its_url() {
    let v7 = Some(ApiVersion::V7);
    let posted = |path: &str| Some(format!("this job is posted to `{path}`, where no bulk write job is created"));
    for (url, version, message, help) in [
        (
            r#""https://www.zohoapis.com/crm/v7/bulk/write""#,
            v7,
            posted("/crm/v7/bulk/write"),
            "post it to `/crm/bulk/v7/write`",
        ),
        (
            r#""https://www.zohoapis.com/crm/v3/write""#,
            Some(ApiVersion::V3),
            posted("/crm/v3/write"),
            "post it to `/crm/bulk/v3/write`",
        ),
        (
            r#"{"raw":"{{host}}/crm/bulk/v7/writes","host":["{{host}}"],"path":["crm","bulk","v7","writes"]}"#,
            v7,
            posted("/crm/bulk/v7/writes"),
            "",
        ),
        (r#"{"path":"/bulk/v7/write"}"#, v7, posted("/bulk/v7/write"), ""),
        (r#""{{host}}/crm/bulk/write""#, None, posted("/crm/bulk/write"), "post it to `/crm/bulk/<version>/write`"),
        (r#""www.zohoapis.com/crm/bulk/v7""#, v7, posted("/www.zohoapis.com/crm/bulk/v7"), ""),
        (
            r#""https://www.zohoapis.com/crm/bulk/v9/write""#,
            None,
            Some("`v9` is no version that is known here: the job is not checked for it".to_owned()),
            "versions from `v2` to `v8`",
        ),
        (
            r#""https://www.zohoapis.com/crm/bulk/V7/write""#,
            None,
            Some("`V7` is no version that is known here: the job is not checked for it".to_owned()),
            "write `v7`",
        ),
        (r#""https://www.zohoapis.com/crm/bulk/{{v}}/write""#, None, None, ""),
        (r#""https://www.zohoapis.com/crm/bulk/:version/write""#, None, None, ""),
        (r#""{{endpoint}}""#, None, None, ""),
        (r#""{{host}}/{{path}}""#, None, None, ""),
    ] {
        let text = format!(r#"{{"item":[{}]}}"#, job_item(url));
        let requests = requests(&text);
        let [request] = requests.as_slice() else { panic!("{url}: {requests:?}") };
        assert_eq!(request.version, version, "{url}");
        let found = request.misdirected.as_ref();
        assert_eq!(found.map(|found| found.message.clone()), message, "{url}");
        let Some(found) = found else { continue };
        assert!(found.help.contains(help), "{url}: {}", found.help);
        assert!(text[found.loc.range()].contains("write") || text[found.loc.range()].contains("bulk"), "{url}");
    }
    // What is no job may go anywhere.
    assert!(requests(&item(r#""https://acme.io/crm/v7/bulk/write""#)).is_empty());
}

#[test]
fn comments_are_taken_out_of_bodies_of_language_json() {
    let body = format!("// leads\n{JOB}");
    for (language, is_sent_without) in [("json", true), ("JSON", true), ("text", false), ("javascript", false)] {
        let raw = serde_json::to_string(&body).unwrap();
        let text = format!(
            r#"{{"name":"x","request":{{"method":"POST","url":"/crm/bulk/v2/write","body":{{"mode":"raw","raw":{raw},
            "options":{{"raw":{{"language":"{language}"}}}}}}}}}}"#
        );
        let found = requests(&text);
        let report = Checker::new(Options::default()).check_json(found[0].text().as_bytes());
        assert_eq!(report.errors() == 0, is_sent_without, "{language}: {report}");
        assert_eq!(found[0].text().len(), body.len());
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
        (r#"{"method":"POST","url":"/crm/v2/upload","body":{"mode":"raw","raw":"a"}}"#, None),
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

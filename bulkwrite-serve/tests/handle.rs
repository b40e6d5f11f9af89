//! What the stand-in answers, without a socket.

mod support;

use std::time::Duration;

use bulkwrite_serve::{Called, Options, Organisation, Pace, Reaction, Source};
use support::{Client, TOKEN, header, json, leads, text, zip};

const CSV: &str = "Last_Name,Email,Company\nDoe,j@zylker.example,Zylker\nRoe,r@zylker.example,Zylker\n";
const FIELDS: [&str; 3] = ["Last_Name", "Email", "Company"];

fn client() -> Client {
    Client::new(Options::default())
}

#[test]
fn a_job_runs_from_the_upload_to_the_result() {
    let mut client = client();
    let file = client.upload(&zip(&[("leads.csv", CSV)]));
    assert_eq!(file, "4150868000005379001");
    let answer = client.post("/crm/bulk/v8/write", &leads("insert", &file, None, &FIELDS, ""));
    assert_eq!((answer.status().as_u16(), header(&answer, "x-api-credits-remaining")), (201, "99500"));
    let job = text(&json(&answer), "/details/id");
    let statuses: Vec<String> = (0..4).map(|_| text(&client.details("v8", &job), "/status")).collect();
    assert_eq!(statuses, ["ADDED", "INPROGRESS", "COMPLETED", "COMPLETED"]);
    let details = client.finish("v8", &job);
    assert_eq!(details.pointer("/resource/0/file/added_count"), Some(&2.into()));
    let url = text(&details, "/result/download_url");
    assert_eq!(url, format!("http://127.0.0.1:8080/v2/crm/694902309/bulk-write/{job}/{job}.zip"));
    let result = client.get(&url["http://127.0.0.1:8080".len()..]);
    assert_eq!(header(&result, "content-disposition"), format!("attachment; filename=\"{job}.zip\""));
    let files = client.result(&details);
    let ids: Vec<String> = client.standin.records("Leads").iter().map(|record| record.id.clone()).collect();
    let expected = format!(
        "Last_Name,Email,Company,STATUS,RECORD_ID,ERRORS\nDoe,j@zylker.example,Zylker,ADDED,{},\nRoe,r@zylker.example,Zylker,ADDED,{},\n",
        ids[0], ids[1]
    );
    assert_eq!(files, [("Leads-leads.csv".to_owned(), expected)]);
}

#[test]
fn clients_differ_in_how_they_write_requests() {
    let mut client = client();
    // A type that is none of JSON, tokens by either scheme, names in lower case, a length of 0 on GET.
    let file = client.upload(&zip(&[("leads.csv", CSV)]));
    let form = ("content-type", "application/x-www-form-urlencoded");
    let job = leads("insert", &file, None, &FIELDS, "");
    let answer =
        client.send("POST", "/crm/bulk/v8/write", &[("authorization", "Bearer abc.def"), form], job.as_bytes());
    assert_eq!(answer.status(), 201, "{answer:?}");
    let job = text(&json(&answer), "/details/id");
    let path = format!("//crm/bulk/v8/write/{job}");
    let answer = client.send("GET", &path, &[("authorization", "bearer abc"), ("content-length", "0")], b"");
    assert_eq!(answer.status(), 200);
    client.finish("v8", &job);
    for path in [
        format!("/v2/crm/694902309/bulk-write/{job}/{job}.zip"),
        format!("//v8/crm/org694902309/bulk-write/{job}/{job}.zip"),
    ] {
        assert_eq!(client.get(&path).status(), 200, "{path}");
    }
}

#[test]
fn what_is_wrong_with_a_request_is_answered_as_the_crm_would() {
    let mut client = client();
    let missing = r#"{"operation":"insert","resource":[{"type":"data","module":"Leads"}]}"#;
    for (method, path, authorization, body, status, code, basis) in [
        ("GET", "/crm/bulk/v8/write/1/result", TOKEN, "", 404, "INVALID_URL_PATTERN", "documented"),
        ("POST", "/crm/bulk/v8/write/upload", TOKEN, "", 404, "INVALID_URL_PATTERN", "documented"),
        ("GET", "/crm/bulk/v8/write", TOKEN, "", 400, "INVALID_REQUEST_METHOD", "documented"),
        ("POST", "/crm/bulk/v8/write", "", "", 401, "AUTHENTICATION_FAILURE", ""),
        ("POST", "/crm/bulk/v8/write", "Basic abc", "", 401, "AUTHENTICATION_FAILURE", ""),
        ("POST", "/crm/bulk/v8/write", "Zoho-oauthtoken {{access-token}}", "", 401, "INVALID_TOKEN", "documented"),
        ("POST", "/crm/bulk/v8/write", "Bearer <access_token>", "", 401, "INVALID_TOKEN", "documented"),
        ("POST", "/crm/bulk/v8/write", "Bearer", "", 401, "INVALID_TOKEN", "documented"),
        ("POST", "/crm/bulk/v8/write", "Zoho-oauthtoken expired", "", 401, "INVALID_TOKEN", "documented"),
        ("POST", "/crm/bulk/v2/write", TOKEN, missing, 400, "MISSING_REQUIRED_KEY", "observed"),
        ("POST", "/crm/bulk/v8/write", TOKEN, "{", 400, "INVALID_REQUEST", "inferred"),
        ("POST", "/crm/bulk/v8/write", TOKEN, "", 400, "INVALID_REQUEST", "inferred"),
        ("GET", "/crm/bulk/v8/write/4150868000005392002", TOKEN, "", 404, "RESOURCE_NOT_FOUND", "documented"),
        ("GET", "/crm/v8/settings/fields?module=Leads", TOKEN, "", 400, "INVALID_MODULE", "documented"),
    ] {
        let headers: &[(&str, &str)] = if authorization.is_empty() { &[] } else { &[("Authorization", authorization)] };
        let answer = client.send(method, path, headers, body.as_bytes());
        assert_eq!(answer.status(), status, "{path} {answer:?}");
        assert_eq!(text(&json(&answer), "/code"), code, "{path}");
        assert!(basis.is_empty() || header(&answer, "x-bulkwrite-basis") == basis, "{path} {answer:?}");
        assert!(!header(&answer, "x-bulkwrite-why").is_empty(), "{path} {answer:?}");
    }
}

#[test]
fn uploads_are_looked_at() {
    let good: [(&str, &str); 2] = [("feature", "bulk-write"), ("X-CRM-ORG", "694902309")];
    let whole = zip(&[("leads.csv", CSV)]);
    let mut bomb = whole.clone();
    let size = bomb.windows(4).position(|four| four == b"PK\x01\x02").unwrap() + 24;
    bomb[size..size + 4].copy_from_slice(&u32::MAX.to_le_bytes());
    let mut noise = b"PK\x03\x04".to_vec();
    noise.resize(26 * 1024 * 1024, 7);
    for (zip, headers, chosen, status, told) in [
        (&whole[..], &good[..], None, 200, "FILE_UPLOAD_SUCCESS"),
        (&whole, &good, Some("694902309"), 200, "FILE_UPLOAD_SUCCESS"),
        (&whole, &[("feature", "bulk-write"), ("X-CRM-ORG", "1")], None, 200, "FILE_UPLOAD_SUCCESS"),
        (&whole, &good, Some("1"), 400, "check if headers [feature, X-CRM-ORG] are present and valid"),
        (&whole, &good[..1], None, 400, "check if headers [feature, X-CRM-ORG] are present and valid"),
        (&whole, &good[1..], None, 400, "check if headers [feature, X-CRM-ORG] are present and valid"),
        (&whole, &[("feature", "bulk-write"), ("X-CRM-ORG", "zylker")], None, 400, "check if headers"),
        (&whole, &[("feature", "bulk-read"), ("X-CRM-ORG", "1")], None, 200, "NOT_SUPPORTED_FEATURE"),
        (CSV.as_bytes(), &good, None, 200, "INVALID_FILE_FORMAT"),
        (&noise, &good, None, 413, "FILE_TOO_LARGE"),
        (&bomb, &good, None, 413, "FILE_TOO_LARGE"),
    ] {
        let organisation = Organisation { zgid: chosen.map(ToOwned::to_owned), ..Organisation::default() };
        let mut client = Client::new(Options { organisation, ..Options::default() });
        let answer = client.try_upload(zip, headers);
        assert_eq!(answer.status(), status, "{answer:?}");
        assert!(String::from_utf8_lossy(answer.body()).contains(told), "{told} {answer:?}");
    }
    let mut documented = Client::new(Options { upload_errors: Source::Documented, ..Options::default() });
    let answer = documented.try_upload(CSV.as_bytes(), &good);
    assert_eq!((answer.status().as_u16(), header(&answer, "x-bulkwrite-basis")), (400, "documented"));

    let mut client = client();
    let authorised = ("Authorization", TOKEN);
    let multipart = ("Content-Type", "multipart/form-data; boundary=b");
    for (headers, body, status, told) in [
        (&[good[0], good[1], multipart][..], &b"--b--"[..], 401, "Unauthorized"),
        (&[good[0], good[1], authorised], b"PK\x03\x04", 400, "MANDATORY_NOT_FOUND"),
        (&[good[0], good[1], authorised, multipart], b"--b\r\n\r\nPK", 400, "INVALID_REQUEST"),
        (&[good[0], good[1], authorised, multipart], b"--b--", 400, "MANDATORY_NOT_FOUND"),
        (
            &[good[0], good[1], authorised, multipart],
            b"--b\r\nContent-Disposition: form-data; name=\"content\"; filename=\"a.zip\"\r\n\r\nPK\x03\x04\r\n--b--",
            200,
            "FILE_UPLOAD_SUCCESS",
        ),
    ] {
        let answer = client.send("POST", "/crm/v2/upload", headers, body);
        assert_eq!(answer.status(), status, "{answer:?}");
        assert!(String::from_utf8_lossy(answer.body()).contains(told), "{told} {answer:?}");
    }
}

#[test]
fn a_job_needs_a_file_that_fits() {
    let mut client = client();
    let many: String = std::iter::once("Last_Name\n").chain((0..25_001).map(|_| "Doe\n")).collect();
    let wide = vec!["A"; 201].join(",");
    let files = [
        client.upload(&zip(&[("leads.csv", CSV)])),
        client.upload(&zip(&[("leads.csv", &many)])),
        client.upload(&zip(&[("leads.csv", &wide)])),
        client.upload(&zip(&[("a.csv", CSV), ("b.csv", CSV)])),
        client.upload(&zip(&[])),
        client.upload(b"PK\x03\x04 and no more"),
        "4150868000005379999".to_owned(),
    ];
    let named = |name: &str| format!(r#","file_names":["{name}"]"#);
    for (file, names, fields, code, basis) in [
        (0, String::new(), &FIELDS[..], "SUCCESS", "documented"),
        (0, named("leads.csv"), &FIELDS, "SUCCESS", "documented"),
        (0, named("Leads.csv"), &FIELDS, "FILE_NOT_FOUND", "inferred"),
        (0, String::new(), &["Last_Name", "Email", "Company", "Phone"], "COLUMN_INDEX_NOT_FOUND", "documented"),
        (1, String::new(), &["Last_Name"], "FILE_NOT_SUPPORTED", "inferred"),
        (2, String::new(), &["Last_Name"], "HEADER_LIMIT_EXCEEDED", "documented"),
        (3, String::new(), &FIELDS, "FILE_NOT_SUPPORTED", "inferred"),
        (3, named("b.csv"), &FIELDS, "SUCCESS", "documented"),
        (4, String::new(), &FIELDS, "FILE_NOT_SUPPORTED", "inferred"),
        (5, String::new(), &FIELDS, "FILE_NOT_SUPPORTED", "inferred"),
        (6, String::new(), &FIELDS, "FILE_NOT_SUPPORTED", "observed"),
    ] {
        let job = leads("insert", &files[file], None, fields, "")
            .replace(r#","field_mappings""#, &format!(r#"{names},"field_mappings""#));
        let answer = client.post("/crm/bulk/v8/write", &job);
        assert_eq!(text(&json(&answer), "/code"), code, "{job} {answer:?}");
        assert_eq!(header(&answer, "x-bulkwrite-basis"), basis, "{job} {answer:?}");
    }
    assert_eq!(client.standin.jobs().len(), 3);
}

#[test]
fn jobs_run_by_time_too() {
    let mut client = Client::new(Options {
        pace: "4s".parse().unwrap(),
        status_words: Source::Documented,
        download_url: Source::Documented,
        ..Options::default()
    });
    let file = client.upload(&zip(&[("leads.csv", CSV)]));
    let job = client.create("v8", &leads("insert", &file, None, &FIELDS, ""));
    for (second, expected) in [(0, "ADDED"), (1, "ADDED"), (2, "IN PROGRESS"), (3, "IN PROGRESS"), (4, "COMPLETED")] {
        assert_eq!(text(&client.details("v8", &job), "/status"), expected, "{second}");
        client.now += Duration::from_secs(1);
    }
    let details = client.details("v8", &job);
    assert_eq!(text(&details, "/result/download_url"), format!("/v8/crm/org694902309/bulk-write/{job}/{job}.zip"));
    assert_eq!(client.result(&details).len(), 1);
}

#[test]
fn tokens_are_given_to_every_client() {
    let mut client = client();
    let query = "client_id=1&client_secret=2&grant_type=refresh_token&refresh_token=3";
    let multipart =
        query.split('&').map(|pair| pair.split_once('=').unwrap()).fold(String::new(), |body, (key, value)| {
            format!("{body}--b\r\nContent-Disposition: form-data; name=\"{key}\"\r\n\r\n{value}\r\n")
        });
    let multipart = format!("{multipart}--b--\r\n");
    let form = ("Content-Type", "application/x-www-form-urlencoded");
    let by_query = format!("/oauth/v2/token?{query}");
    for (path, headers, body) in [
        (by_query.as_str(), &[][..], ""),
        ("/oauth/v2/token", &[form], query),
        ("/", &[form], query),
        ("/oauth/v2/token", &[("Content-Type", "multipart/form-data; boundary=b")], &multipart),
    ] {
        let answer = client.send("POST", path, headers, body.as_bytes());
        let body = json(&answer);
        assert!(text(&body, "/access_token").starts_with("1000."), "{body}");
        assert_eq!((text(&body, "/api_domain"), body.get("refresh_token")), ("http://127.0.0.1:8080".to_owned(), None));
        assert_eq!((text(&body, "/token_type"), &body["expires_in"]), ("Bearer".to_owned(), &3600.into()));
    }
    let grant = "client_id=1&client_secret=2&grant_type=authorization_code&code=3";
    assert!(
        text(&json(&client.send("POST", "/oauth/v2/token", &[], grant.as_bytes())), "/refresh_token")
            .starts_with("1000.")
    );
    for (body, error) in [
        (query.replace("refresh_token=3", "refresh_token=bad"), "invalid_code"),
        (query.replace("refresh_token=3", ""), "invalid_code"),
        (query.replace("client_secret=2", ""), "invalid_client"),
        (query.replace("grant_type", "grant"), "invalid_grant"),
    ] {
        let answer = client.send("POST", "/oauth/v2/token", &[], body.as_bytes());
        assert_eq!((answer.status().as_u16(), text(&json(&answer), "/error").as_str()), (200, error), "{body}");
    }
}

#[test]
fn tokens_are_throttled() {
    let query = "client_id=1&client_secret=2&grant_type=refresh_token&refresh_token=3";
    let ask = |client: &mut Client, query: &str| client.send("POST", "/oauth/v2/token", &[], query.as_bytes());
    let mut client = client();
    for _ in 0..10 {
        assert_eq!(ask(&mut client, query).status(), 200);
    }
    let answer = ask(&mut client, query);
    assert_eq!((answer.status().as_u16(), text(&json(&answer), "/error").as_str()), (400, "Access Denied"));
    assert_eq!(ask(&mut client, &query.replace("refresh_token=3", "refresh_token=4")).status(), 200);
    client.now += Duration::from_secs(601);
    assert_eq!(ask(&mut client, query).status(), 200);

    let mut free = Client::new(Options { no_token_limit: true, ..Options::default() });
    for _ in 0..20 {
        assert_eq!(ask(&mut free, query).status(), 200);
    }
}

#[test]
fn users_organisation_and_fields_are_told() {
    let metadata =
        vec![("Boats".to_owned(), br#"{"fields":[{"api_name":"Name","data_type":"text"}]}"#.as_slice().into())];
    let mut client = Client::new(Options { metadata, ..Options::default() });
    let users = json(&client.get("/crm/v8/users?type=CurrentUser"));
    assert_eq!(text(&users, "/users/0/id"), "4150868000000225013");
    let org = json(&client.get("/crm/v8/org"));
    assert_eq!(
        (text(&org, "/org/0/zgid"), text(&org, "/org/0/type")),
        ("694902309".to_owned(), "Production".to_owned())
    );
    assert_eq!(json(&client.get("/crm/v2/org")).pointer("/org/0/type"), None);
    let fields = json(&client.get("/crm/v8/settings/fields?module=Boats"));
    assert_eq!(text(&fields, "/fields/0/api_name"), "Name");
    let other = client.get("/crm/v8/settings/fields?module=Leads");
    assert_eq!(header(&other, "x-bulkwrite-why"), "there is metadata of `Boats`, and none of `Leads`");
}

#[test]
fn faults_happen_before_after_and_instead_of_the_work() {
    for (words, jobs, reaction) in [
        ("drop-before", 0, "drop"),
        ("drop-after", 1, "drop"),
        ("half", 1, "half"),
        ("500", 0, "500"),
        ("500-after", 1, "500"),
        ("html", 0, "502"),
        ("html=504-after", 1, "504"),
        ("401", 0, "401"),
        ("429,retry-after=7", 0, "429"),
        ("kill", 0, "kill"),
        ("kill-after", 1, "kill"),
        ("delay=2s", 1, "late"),
        ("delay=2s,500", 0, "late"),
    ] {
        for by_header in [false, true] {
            let mut client = client();
            let file = client.upload(&zip(&[("leads.csv", CSV)]));
            let job = leads("insert", &file, None, &FIELDS, "");
            let mut headers = vec![("Authorization", TOKEN)];
            if by_header {
                headers.push(("X-Bulkwrite-Fault", words));
            } else {
                client.standin.fault(format!("create:{words},times=1").parse().unwrap());
            }
            let found = match client.react("POST", "/crm/bulk/v8/write", &headers, job.as_bytes()) {
                Reaction::Answer(answer) => answer.status().as_u16().to_string(),
                Reaction::Half(_) => "half".to_owned(),
                Reaction::Drop => "drop".to_owned(),
                Reaction::Kill => "kill".to_owned(),
                Reaction::Late(delay, _) => {
                    assert_eq!(delay, Duration::from_secs(2));
                    "late".to_owned()
                }
            };
            assert_eq!((found.as_str(), client.standin.jobs().len()), (reaction, jobs), "{words}");
            // Once only.
            assert_eq!(client.post("/crm/bulk/v8/write", &job).status(), 201);
        }
    }
    let mut client = client();
    client.standin.fault("429".parse().unwrap());
    let answer = client.get("/crm/v8/org");
    assert_eq!((answer.status().as_u16(), header(&answer, "retry-after")), (429, "1"));
    client.standin.clear_faults();
    let answer = client.send("GET", "/crm/v8/org", &[("Authorization", TOKEN), ("X-Bulkwrite-Fault", "explode")], b"");
    assert!(header(&answer, "x-bulkwrite-why").starts_with("X-Bulkwrite-Fault: `explode` is no fault"), "{answer:?}");
}

#[test]
fn jobs_can_be_made_to_end_otherwise() {
    for (words, status, has_result, written) in
        [("failed", "FAILED", false, 0), ("skipped", "SKIPPED", true, 0), ("stays", "INPROGRESS", false, 2)]
    {
        let mut client = client();
        client.standin.fault(words.parse().unwrap());
        let file = client.upload(&zip(&[("leads.csv", CSV)]));
        let job = client.create("v7", &leads("insert", &file, None, &FIELDS, ""));
        for _ in 0..5 {
            client.details("v7", &job);
        }
        let details = client.details("v7", &job);
        assert_eq!(text(&details, "/status"), status);
        assert_eq!(details.get("result").is_some(), has_result, "{details}");
        assert_eq!(client.standin.records("Leads").len(), written, "{words}");
        if !has_result {
            let answer = client.get(&format!("/v2/crm/694902309/bulk-write/{job}/{job}.zip"));
            assert_eq!((answer.status().as_u16(), text(&json(&answer), "/x-info").as_str()), (403, "Link not valid"));
        }
    }
    let mut client = client();
    client.standin.fault("truncate".parse().unwrap());
    let file = client.upload(&zip(&[("leads.csv", CSV)]));
    let job = client.create("v8", &leads("insert", &file, None, &FIELDS, ""));
    client.finish("v8", &job);
    let path = format!("/v2/crm/694902309/bulk-write/{job}/{job}.zip");
    let half = client.get(&path).body().len();
    client.standin.clear_faults();
    assert_eq!(client.get(&path).body().len() / 2, half);
}

#[test]
fn callbacks_are_recorded_and_delivered_to_this_machine_only() {
    let callback = r#","callback":{"url":"https://hooks.zylker.com/bulk?key=1","method":"post"}"#;
    for (deliver, body, called, sent) in [
        (vec![], "details", Called::Recorded, None),
        (vec!["https://other.com=http://127.0.0.1:9"], "details", Called::Recorded, None),
        (
            vec!["https://hooks.zylker.com=http://127.0.0.1:9"],
            "details",
            Called::Calling,
            Some((r#"{"status":"COMPLETED""#, "/bulk?key=1")),
        ),
        (
            vec!["https://hooks.zylker.com=http://localhost:9/x/"],
            "data",
            Called::Calling,
            Some((r#"{"data":[{"status":"#, "/x/bulk?key=1")),
        ),
        (
            vec!["https://hooks.zylker.com/bulk=http://[::1]:9/y"],
            "flat",
            Called::Calling,
            Some((r#"{"job_id":""#, "/y?key=1")),
        ),
    ] {
        let deliver: Vec<_> = deliver.into_iter().map(|text| text.parse().unwrap()).collect();
        let options = Options {
            deliver,
            callback_body: body.parse().unwrap(),
            pace: Pace::Time(Duration::from_secs(1)),
            ..Options::default()
        };
        let mut client = Client::new(options);
        let file = client.upload(&zip(&[("leads.csv", CSV)]));
        client.create("v8", &leads("insert", &file, None, &FIELDS, callback));
        assert!(client.standin.take_calls().is_empty());
        client.standin.tick(client.now + Duration::from_secs(1));
        assert_eq!(client.standin.jobs()[0].callback, called);
        let calls = client.standin.take_calls();
        assert_eq!(calls.len(), usize::from(sent.is_some()));
        if let (Some(call), Some((start, end))) = (calls.first(), sent) {
            assert!(call.body.starts_with(start.as_bytes()) && call.to.ends_with(end), "{call:?}");
        }
        // Nothing that is shown has the key in it.
        let shown = client.send("GET", "/_bulkwrite/jobs", &[], b"");
        assert!(!String::from_utf8_lossy(shown.body()).contains("key=1"));
    }
}

#[test]
fn the_stand_in_shows_what_it_knows_and_no_secret() {
    let mut client = client();
    let query = "client_id=topsecret1&client_secret=topsecret2&grant_type=refresh_token&refresh_token=topsecret3";
    client.send("POST", &format!("/oauth/v2/token?{query}"), &[], b"");
    client.send("POST", "/oauth/v2/token", &[("Content-Type", "application/x-www-form-urlencoded")], query.as_bytes());
    client.send("GET", "/crm/v8/org", &[("Authorization", "Bearer topsecret4"), ("Cookie", "topsecret5")], b"");
    let file = client.upload(&zip(&[("leads.csv", CSV)]));
    let callback = r#","callback":{"url":"https://hooks.zylker.com/bulk?topsecret6","method":"post"}"#;
    let job = client.create("v8", &leads("insert", &file, None, &FIELDS, callback));
    client.finish("v8", &job);
    let look = |client: &mut Client, method: &str, path: &str, body: &str| {
        let answer = client.send(method, path, &[], body.as_bytes());
        (answer.status().as_u16(), String::from_utf8_lossy(answer.body()).into_owned())
    };
    let (_, requests) = look(&mut client, "GET", "/_bulkwrite/requests", "");
    assert!(!requests.contains("topsecret"), "{requests}");
    let requests: serde_json::Value = serde_json::from_str(&requests).unwrap();
    let steps: Vec<_> = requests.as_array().unwrap().iter().map(|entry| text(entry, "/step")).collect();
    assert_eq!(steps, ["token", "token", "org", "upload", "create", "details", "details", "details"]);
    assert_eq!(
        text(&requests, "/3/body"),
        "file, leads.zip: 272 bytes".replace("272", &zip(&[("leads.csv", CSV)]).len().to_string())
    );
    assert_eq!(requests.pointer("/4/status"), Some(&201.into()));
    let (_, jobs) = look(&mut client, "GET", "/_bulkwrite/jobs", "");
    assert!(jobs.contains(r#""state":"recorded""#) && jobs.contains(r#""added_count":2"#), "{jobs}");
    assert_eq!(look(&mut client, "GET", "/_bulkwrite/records", "").1, "{\"Leads\":2}\n");
    assert!(look(&mut client, "GET", "/_bulkwrite/records/Leads", "").1.contains(r#""Email":"r@zylker.example""#));
    assert_eq!(look(&mut client, "POST", "/_bulkwrite/faults", r#"{"step":"org","status":503}"#).0, 200);
    assert_eq!(client.get("/crm/v8/org").status(), 503);
    assert_eq!(look(&mut client, "GET", "/_bulkwrite/faults", "").1, "[{\"status\":503,\"step\":\"org\"}]\n");
    assert_eq!(look(&mut client, "DELETE", "/_bulkwrite/faults", "").1, "[]\n");
    assert_eq!(client.get("/crm/v8/org").status(), 200);
    assert_eq!(look(&mut client, "POST", "/_bulkwrite/faults", r#"{"stauts":503}"#).0, 400);
    assert_eq!(look(&mut client, "GET", "/_bulkwrite/nothing", "").0, 404);
    assert_eq!(look(&mut client, "POST", "/_bulkwrite/reset", "").0, 200);
    assert_eq!(look(&mut client, "GET", "/_bulkwrite/records", "").1, "{}\n");
    assert_eq!(client.upload(&zip(&[("leads.csv", CSV)])), file);
    let page = client.send("POST", "/_bulkwrite/reset", &[("Sec-Fetch-Site", "same-site")], b"");
    assert_eq!(page.status(), 403);
}

#[test]
fn the_page_tells_faults_that_there_are() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/serve.md")).unwrap();
    let table = page.split("| fault | what happens |").nth(1).unwrap().split("\n\n").next().unwrap();
    let cells = table.lines().filter_map(|line| line.split('|').nth(1));
    let words: Vec<&str> = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect();
    assert!(words.len() > 15, "{words:?}");
    for word in words {
        word.parse::<bulkwrite_serve::Fault>().unwrap();
    }
    let job = r#"{"operation":"insert","resource":[{"type":"data","module":"Leads"}]}"#;
    let answer = client().post("/crm/bulk/v2/write", job);
    assert!(page.contains(&format!("X-Bulkwrite-Why: {}\n", header(&answer, "x-bulkwrite-why"))), "{answer:?}");
    assert!(page.contains(std::str::from_utf8(answer.body()).unwrap()), "{answer:?}");
}

#[test]
fn only_the_latest_requests_are_remembered() {
    let mut client = client();
    let long = format!(r#"{{"operation":"{}"}}"#, "x".repeat(50_000));
    for n in 0..150 {
        client.post("/crm/bulk/v8/write", if n < 60 { &long } else { "{}" });
    }
    let requests = json(&client.send("GET", "/_bulkwrite/requests", &[], b""));
    let numbers: Vec<_> = requests.as_array().unwrap().iter().map(|entry| entry["number"].as_u64().unwrap()).collect();
    assert!(numbers.len() < 140 && numbers.len() > 100 && numbers.last() == Some(&150), "{}", numbers.len());
}

#[test]
fn no_request_makes_it_panic() {
    let mut client = client();
    let file = client.upload(&zip(&[("leads.csv", CSV)]));
    let job = leads(
        "upsert",
        &file,
        Some("Email"),
        &FIELDS,
        r#","callback":{"url":"https://hooks.zylker.com/?a","method":"post"}"#,
    );
    let mut upload = b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"leads.zip\"\r\n\r\n".to_vec();
    upload.extend(zip(&[("leads.csv", CSV)]));
    upload.extend(b"\r\n--b--\r\n");
    let token = b"client_id=1&client_secret=2&grant_type=refresh_token&refresh_token=3".to_vec();
    let faults = br#"{"step":"org","drop":"half","delay":"1ms"}"#.to_vec();
    let mut random = 7_u64;
    let mut next = |below: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(random >> 33).unwrap() % below
    };
    for (path, body) in [
        ("/crm/bulk/v8/write", job.into_bytes()),
        ("/crm/v8/upload", upload),
        ("/oauth/v2/token", token),
        ("/_bulkwrite/faults", faults),
    ] {
        for _ in 0..400 {
            let mut body = body.clone();
            for _ in 0..=next(3) {
                let at = next(body.len());
                match next(3) {
                    0 => body.truncate(at.max(1)),
                    1 => body[at] = u8::try_from(next(256)).unwrap(),
                    _ => drop(body.drain(at..(at + 5).min(body.len() - 1).max(at))),
                }
            }
            let headers = [
                ("Authorization", TOKEN),
                ("feature", "bulk-write"),
                ("X-CRM-ORG", "1"),
                ("Content-Type", "multipart/form-data; boundary=b"),
            ];
            client.react("POST", path, &headers[..if path.ends_with("upload") { 4 } else { 3 }], &body);
            client.standin.clear_faults();
        }
    }
    for job in client.standin.jobs().iter().map(|job| job.id.clone()).collect::<Vec<_>>() {
        client.finish("v8", &job);
    }
}

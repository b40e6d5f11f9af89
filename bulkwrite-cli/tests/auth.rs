//! `bulkwrite auth` and `bulkwrite metadata` against a server on loopback.

#![cfg(feature = "send")]
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod support;

use std::fs;
use std::io::Write;
use std::process::Stdio;

use support::crm::{At, Crm, Fault};
use support::{Run, Scratch, command, finish};

fn bulkwrite(folder: &Scratch, args: &[&str]) -> Run {
    let mut command = command(args);
    finish(command.current_dir(folder.path()).env("HOME", folder.path()).stdin(Stdio::null()).output().unwrap())
}

const FIELDS: &str = r#"{"fields":[{"api_name":"Last_Name","data_type":"text","length":80,"system_mandatory":true}]}"#;

#[test]
fn a_token_is_looked_at() {
    let (folder, crm) = (Scratch::new("auth-check", &[("x", "")]), Crm::start());
    crm.state.lock().unwrap().fields = FIELDS.to_owned();
    let run = bulkwrite(&folder, &["auth", "check", "--api-url", &crm.url]);
    assert_eq!((run.stderr.as_str(), run.code), ("", 0));
    assert!(
        run.stdout
            .starts_with("  organisation              Zylker (694902309)\n  type                      Production\n"),
        "{}",
        run.stdout
    );
    crm.state.lock().unwrap().details_code = Some("OAUTH_SCOPE_MISMATCH");
    let run = bulkwrite(&folder, &["auth", "check", "--api-url", &crm.url]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("  scopes missing            ZohoCRM.bulk.ALL\n"), "{}", run.stdout);
    crm.fails(At::Org, Fault::Status(401), 2);
    assert_eq!(bulkwrite(&folder, &["auth", "check", "--api-url", &crm.url]).code, 2);
}

#[test]
fn a_grant_code_becomes_a_refresh_token_in_the_profile() {
    let (folder, crm) = (Scratch::new("auth-grant", &[("x", "")]), Crm::start());
    let grant = |code: &str| {
        let mut command = command(&["auth", "grant", "--api-url", &crm.url]);
        command.current_dir(folder.path()).env("HOME", folder.path());
        command.env("ZOHO_CLIENT_ID", "1000.id").env("ZOHO_CLIENT_SECRET", "s3cret");
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(code.as_bytes()).unwrap();
        finish(child.wait_with_output().unwrap())
    };
    let run = grant("1000.code\n");
    assert_eq!((run.stderr.as_str(), run.code), ("", 0));
    assert!(!run.stdout.contains("1000."), "{}", run.stdout);
    let profile = folder.path().join(".config/bulkwrite/profile");
    let text = fs::read_to_string(&profile).unwrap();
    assert_eq!(text, "ZOHO_CLIENT_ID=1000.id\nZOHO_CLIENT_SECRET=s3cret\nZOHO_REFRESH_TOKEN=1000.refresh\n");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&profile).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert_eq!(grant("").code, 2);
    // From now on the profile is enough.
    assert_eq!(bulkwrite(&folder, &["auth", "check", "--api-url", &crm.url]).code, 0);
    assert_eq!(crm.requests(At::Token), 2);
}

#[test]
fn fields_are_saved_and_their_changes_told() {
    let config = ("bulkwrite.toml", "metadata = \"crm/\"\n");
    let (folder, crm) = (Scratch::new("metadata-pull", &[config]), Crm::start());
    crm.state.lock().unwrap().fields = FIELDS.to_owned();
    let pull = |more: &[&str]| bulkwrite(&folder, &[&["metadata", "pull", "--api-url", &crm.url], more].concat());
    let run = pull(&[]);
    assert!(run.code == 2 && run.stderr.contains("has no metadata yet: name the modules"), "{}", run.stderr);
    assert_eq!(pull(&["Leads", "--check"]).code, 1);
    let run = pull(&["Leads"]);
    assert_eq!((run.stdout.as_str(), run.code), ("crm/Leads.json: new\n", 0), "{}", run.stderr);
    let saved = fs::read_to_string(folder.path().join("crm/Leads.json")).unwrap();
    assert!(saved.starts_with("{\n  \"fields\": [\n"), "{saved}");
    assert_eq!((pull(&["--check"]).code, pull(&[]).stdout.as_str()), (0, "crm/Leads.json: as it was\n"));
    let other = r#"{"fields":[{"api_name":"Last_Name","data_type":"text","length":120,"system_mandatory":true},{"api_name":"Email","data_type":"email"}]}"#;
    crm.state.lock().unwrap().fields = other.to_owned();
    let run = pull(&["--check"]);
    assert_eq!(
        (run.stdout.as_str(), run.code),
        ("crm/Leads.json: 2 fields changed\n  `Email` is new\n  `Last_Name`: length was 80 and is 120\n", 1)
    );
    assert_eq!(fs::read_to_string(folder.path().join("crm/Leads.json")).unwrap(), saved);
    assert_eq!(pull(&["../Leads"]).code, 2);
    crm.fails(At::Fields, Fault::Status(400), 1);
    assert_eq!(pull(&["Leads"]).code, 2);
}

//! `bulkwrite curl`: the command that it prints, and what a shell makes of it.

#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod support;

use support::{Scratch, run, run_in, run_with_input};

const JOB: &str = r#"{"operation":"insert","callback":{"url":"https://hooks.zylker.com/crm","method":"post"},"resource":[{"type":"data","module":"Leads","file_id":"4150868000005379001","field_mappings":[{"api_name":"Last_Name","index":0,"default_value":{"value":"it's $HOME `x` \\ é"}}]}]}"#;

#[test]
fn a_file_is_sent_as_it_is() {
    let run = run(&["curl", "ok/recorded_v2.json"]);
    assert_eq!((run.stderr.as_str(), run.code), ("", 0));
    assert_eq!(
        run.stdout,
        "curl --request POST 'https://www.zohoapis.com/crm/bulk/v2/write' \\\n  \
         --header \"Authorization: Zoho-oauthtoken $ZOHO_TOKEN\" \\\n  \
         --header 'Content-Type: application/json' \\\n  \
         --data-binary @ok/recorded_v2.json\n"
    );
}

#[test]
fn each_data_centre_has_its_host_and_each_version_its_path() {
    for (dc, host) in [
        ("com", "www.zohoapis.com"),
        ("us", "www.zohoapis.com"),
        ("eu", "www.zohoapis.eu"),
        ("in", "www.zohoapis.in"),
        ("com.au", "www.zohoapis.com.au"),
        ("au", "www.zohoapis.com.au"),
        ("jp", "www.zohoapis.jp"),
        ("com.cn", "www.zohoapis.com.cn"),
        ("cn", "www.zohoapis.com.cn"),
        ("ca", "www.zohoapis.ca"),
        ("sa", "www.zohoapis.sa"),
    ] {
        let run = run(&["curl", "ok/recorded_v2.json", "--dc", dc]);
        let first = format!("curl --request POST 'https://{host}/crm/bulk/v2/write' \\\n");
        assert!(run.stdout.starts_with(&first), "{}", run.stdout);
    }
    let args = ["curl", "ok/v8_upsert.json", "--dc", "eu", "--sandbox", "--api-version", "v2.1"];
    assert!(run(&args).stdout.starts_with("curl --request POST 'https://sandbox.zohoapis.eu/crm/bulk/v2.1/write' "));
    let run = run(&["curl", "ok/v8_upsert.json"]);
    assert!(run.stdout.contains("/crm/bulk/v8/write"), "{}", run.stdout);
    assert_eq!(run.stderr, "note: the form of the job fits every version from v2.1 on: v8 is taken\n");
}

#[test]
fn every_step_on_the_way_of_a_job_has_its_command() {
    let folder = Scratch::new("curl-steps", &[("job.json", &JOB.replace("4150868000005379001", "{{file_id}}"))]);
    let token = "--header \"Authorization: Zoho-oauthtoken $ZOHO_TOKEN\"";
    for (args, expected) in [
        (
            &["--step", "upload", "--data", "my leads.zip", "--org", "694902309", "--dc", "ca"][..],
            format!(
                "curl --request POST 'https://upload.zohocloud.ca/crm/v2/upload' \\\n  {token} \\\n  \
                 --header 'feature: bulk-write' \\\n  --header 'X-CRM-ORG: 694902309' \\\n  \
                 --form 'file=@my leads.zip;type=application/zip'\n"
            ),
        ),
        (
            &["--step", "details", "--id", "4150868000005392002", "--sandbox"],
            format!(
                "curl --request GET 'https://sandbox.zohoapis.com/crm/bulk/v2/write/4150868000005392002' \\\n  {token}\n"
            ),
        ),
        (
            &["--step", "download", "--url", "https://download-accl.zoho.com/v2/crm/1/bulk-write/2/2.zip"],
            format!(
                "curl --request GET 'https://download-accl.zoho.com/v2/crm/1/bulk-write/2/2.zip' \\\n  {token} \\\n  \
                 --output result.zip\n"
            ),
        ),
        (
            &["--step", "token", "--dc", "eu"],
            "curl --request POST 'https://accounts.zoho.eu/oauth/v2/token' \\\n  \
             --data grant_type=refresh_token \\\n  \
             --data-urlencode \"client_id=$ZOHO_CLIENT_ID\" \\\n  \
             --data-urlencode \"client_secret=$ZOHO_CLIENT_SECRET\" \\\n  \
             --data-urlencode \"refresh_token=$ZOHO_REFRESH_TOKEN\"\n"
                .to_owned(),
        ),
    ] {
        let run = run_in(folder.path(), &[&["curl", "job.json"], args].concat());
        assert_eq!((run.stderr.as_str(), run.code), ("", 0));
        assert_eq!(run.stdout, expected);
    }
    for args in [
        &["--step", "upload", "--data", "a,b.zip", "--org", "1"][..],
        &["--step", "upload", "--data", "a.zip"],
        &["--step", "upload", "--data", "a.zip", "--org", "org1"],
        &["--step", "details"],
        &["--step", "details", "--id", "1/result"],
        &["--step", "download", "--url", "https://zylker.example/2.zip"],
    ] {
        let run = run_in(folder.path(), &[&["curl", "job.json"], args].concat());
        assert_eq!((run.stdout.as_str(), run.code), ("", 2), "{args:?}");
        assert!(run.stderr.starts_with("error: "), "{}", run.stderr);
    }
    assert_eq!(run_in(folder.path(), &["curl", "job.json"]).code, 1);
}

#[test]
fn a_job_with_errors_is_refused_with_the_report() {
    for (text, code) in [
        (r#"{"operation":"insert"}"#, 1),
        ("", 1),
        (&JOB.replace("4150868000005379001", "{{file_id}}"), 1),
        (r#"{"info":{},"item":[]}"#, 2),
    ] {
        let run = run_with_input(&["curl", "-"], text.as_bytes());
        assert_eq!((run.stdout.as_str(), run.code), ("", code), "{text}");
        assert!(run.stderr.starts_with("error"), "{}", run.stderr);
    }
    let warned = JOB.replace("\"operation\"", "\"note\":1,\"operation\"");
    let run = run_with_input(&["curl", "-"], warned.as_bytes());
    assert!(run.code == 0 && run.stdout.starts_with("curl ") && run.stderr.starts_with("warning[unknown-key]"));
    assert_eq!(support::run(&["curl", "absent.json"]).code, 2);
    assert_eq!(support::run(&["curl", "ok/recorded_v2.json", "--dc", "uk"]).code, 2);
}

#[cfg(unix)]
mod in_a_shell {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::process::Command;

    use super::*;

    /// What `curl` is given when a shell runs the command in the folder, one argument a line.
    fn arguments(folder: &Scratch, command: &str) -> Vec<String> {
        let curl = folder.path().join("curl");
        fs::write(&curl, "#!/bin/sh\nfor argument; do printf '%s\\0' \"$argument\"; done\n").unwrap();
        fs::set_permissions(&curl, fs::Permissions::from_mode(0o755)).unwrap();
        let path = format!("{}:/usr/bin:/bin", folder.path().display());
        let mut shell = Command::new("/bin/sh");
        shell
            .args(["-c", command])
            .env_clear()
            .env("PATH", path)
            .env("ZOHO_TOKEN", "1000.a b")
            .current_dir(folder.path());
        let output = shell.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8(output.stdout).unwrap();
        text.split_terminator('\0').map(str::to_owned).collect()
    }

    #[test]
    fn the_token_comes_from_the_environment_and_the_body_arrives() {
        let folder = Scratch::new("curl-body", &[("x", "")]);
        let bidi = JOB.replace("it's", "it's \u{202e}");
        for (text, expected) in [
            (JOB.to_owned(), JOB.to_owned()),
            (format!("\u{feff}{JOB}\n\n"), JOB.to_owned()),
            (JOB.replace(",\"", ",\r\n\t\""), JOB.replace(",\"", ",\r\n\t\"")),
            (bidi.clone(), bidi.replace('\u{202e}', "\\u202e")),
        ] {
            let run = run_with_input(&["curl", "-", "--quiet"], text.as_bytes());
            assert_eq!(run.code, 0, "{}", run.stderr);
            let arguments = arguments(&folder, &run.stdout);
            assert_eq!(
                arguments,
                [
                    "--request",
                    "POST",
                    "https://www.zohoapis.com/crm/bulk/v2/write",
                    "--header",
                    "Authorization: Zoho-oauthtoken 1000.a b",
                    "--header",
                    "Content-Type: application/json",
                    "--data-binary",
                    &expected
                ]
            );
        }
    }

    #[test]
    fn any_file_name_arrives() {
        for name in ["it's a $(job).json", "-x.json", "a\u{1b}b.json", "ü;&|.json"] {
            let folder = Scratch::new("curl-name", &[(name, JOB)]);
            let run = run_in(folder.path(), &["curl", "--", name]);
            assert_eq!((run.stderr.as_str(), run.code), ("", 0));
            let last = arguments(&folder, &run.stdout).pop().unwrap();
            let expected = if name.contains('\u{1b}') { JOB.to_owned() } else { format!("@{name}") };
            assert_eq!(last, expected);
        }
    }
}

#[test]
fn a_key_that_stands_twice_is_not_sent_whatever_the_level_of_its_rule() {
    let twice = JOB.replacen(r#""operation":"insert""#, r#""operation":"insert","operation":"update""#, 1);
    let allowed =
        ["--rule", "duplicate-key=allow", "--rule", "missing-find-by=allow", "--rule", "blanks-overwrite=allow"];
    assert_eq!(run_with_input(&[&["check", "-"][..], &allowed].concat(), twice.as_bytes()).code, 0);
    for command in [&["curl", "-"][..], &["convert", "-", "--to", "rust"], &["convert", "-", "--to", "v2"]] {
        let run = run_with_input(&[command, &allowed].concat(), twice.as_bytes());
        assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{command:?}");
        assert!(run.stderr.contains("error[duplicate-key]: `operation` stands twice"), "{}", run.stderr);
    }
}

#[test]
fn what_is_let_through_stays_as_it_is_written() {
    for (was, written, rule) in [
        (r#""method":"post""#, r#""method":"get""#, "unsupported-callback-method"),
        (r#""type":"data""#, r#""type":"bogus""#, "unsupported-resource-type"),
        (r#""operation":"insert""#, r#""operation":"merge""#, "unknown-operation"),
    ] {
        let job = JOB.replace(was, written);
        let allowed = format!("{rule}=allow");
        for to in ["v2", "v8", "json"] {
            let run = run_with_input(&["convert", "-", "--to", to, "--rule", &allowed], job.as_bytes());
            assert!(run.code == 0 && run.stdout.contains(written), "{rule}, {to}: {}{}", run.stdout, run.stderr);
        }
        let rust = run_with_input(&["convert", "-", "--to", "rust", "--rule", &allowed], job.as_bytes());
        let written = written.replace('"', "").replace(':', ": ");
        assert!(rust.code == 0 && rust.stdout.contains(&written), "{rule}: {}{}", rust.stdout, rust.stderr);
    }
}

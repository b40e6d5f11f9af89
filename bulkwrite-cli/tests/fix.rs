//! `bulkwrite fix`: what it changes, what it leaves alone, how it ends.

#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod support;

use std::fmt::Write as _;
use std::fs;

use bulkwrite_core::{ApiVersion, Checker, Options, rules};
use serde_json::Value;
use support::{Scratch, run, run_in, run_with_input};

const WRONG: &str = "{\r\n  \"operation\": 'insert',\r\n  \"callBack\": {\"url\":\"http://hooks.zylker.com/crm\", \"method\":\"post\"},\r\n\
    \t\"resource\": [ { \"type\": \"data\", \"module\": \"Leads\",  \"file_id\": \"4150868000005379001\",\r\n\
    \t\t\"field_mappings\": [ {\"api_name\": \"L\\u0061st_Name\", \"index\": \"0\",}, ] } ] }";

const MENDED: &str = "{\r\n  \"operation\": \"insert\",\r\n  \"callback\": {\"url\":\"https://hooks.zylker.com/crm\", \"method\":\"post\"},\r\n\
    \t\"resource\": [ { \"type\": \"data\", \"module\": \"Leads\",  \"file_id\": \"4150868000005379001\",\r\n\
    \t\t\"field_mappings\": [ {\"api_name\": \"L\\u0061st_Name\", \"index\": 0} ] } ] }";

const UNSAFE: &str = r#"{"operation":"update","resource":[{"type":"data","module":"Leads","file_id":"4150868000005379001","find_by":"id","field_mappings":[{"api_name":"id","index":0}]}]}"#;

#[test]
fn a_file_is_mended_in_place_and_what_is_right_stays_byte_for_byte() {
    let folder = Scratch::new("fix", &[("job.json", WRONG), ("notes.json", "{ /* no job */ }"), ("good.json", MENDED)]);
    let run = run_in(folder.path(), &["fix", "."]);
    assert_eq!(fs::read_to_string(folder.path().join("job.json")).unwrap(), MENDED);
    assert_eq!(fs::read_to_string(folder.path().join("notes.json")).unwrap(), "{ /* no job */ }");
    assert_eq!((run.stderr.as_str(), run.code), ("", 0));
    assert_eq!(
        run.stdout,
        "fixed 6 mistakes in 1 file\n  3  invalid-json\n  1  insecure-callback\n  1  unknown-key\n  1  wrong-type\n"
    );
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3, "nothing is left beside the files");

    let again = run_in(folder.path(), &["fix", "job.json"]);
    assert_eq!((again.stdout.as_str(), again.code), ("note: nothing to fix\n", 0));
    assert_eq!(run_in(folder.path(), &["fix", "-q", "job.json"]).stdout, "");
    assert_eq!(run_in(folder.path(), &["check", "."]).code, 0);
}

#[test]
fn standard_input_is_mended_into_standard_output() {
    let run = run_with_input(&["fix", "-"], WRONG.as_bytes());
    assert_eq!((run.stdout.as_str(), run.code), (MENDED, 0));
    assert!(run.stderr.starts_with("fixed 6 mistakes in 1 file\n"), "{}", run.stderr);
    for text in ["", "no job", "{\"operation\":\"insert\"}", "\u{feff}", "PK\u{3}\u{4}"] {
        let run = run_with_input(&["fix", "-", "-q"], text.as_bytes());
        assert_eq!((run.stdout.as_str(), run.stderr.as_str(), run.code), (text.trim_start_matches('\u{feff}'), "", 1));
    }
}

#[test]
fn what_is_left_is_counted_and_changed_on_demand() {
    let folder = Scratch::new("fix-unsafe", &[("job.json", UNSAFE)]);
    let run = run_in(folder.path(), &["fix", "job.json"]);
    assert_eq!(
        (run.stdout.as_str(), run.code),
        ("note: nothing to fix\n1 finding is left, 1 fixable with `--unsafe`: run `bulkwrite check job.json`\n", 1)
    );
    assert_eq!(fs::read_to_string(folder.path().join("job.json")).unwrap(), UNSAFE);
    let other = Scratch::new("fix-unsafe-two", &[("a.json", UNSAFE), ("b.json", UNSAFE), ("c.json", MENDED)]);
    let run = run_in(other.path(), &["fix", "a.json", "b.json", "c.json"]);
    let last = run.stdout.lines().last().unwrap_or_default();
    let expected =
        "2 findings are left in 2 files, 2 fixable with `--unsafe`: run `bulkwrite check a.json b.json c.json`";
    assert_eq!(last, expected);
    let run = run_in(folder.path(), &["fix", "--rule", "blanks-overwrite=allow", "job.json"]);
    assert_eq!(run.code, 0);
    let run = run_in(folder.path(), &["fix", "--unsafe", "job.json"]);
    assert_eq!((run.stdout.as_str(), run.code), ("fixed 1 mistake in 1 file\n  1  blanks-overwrite\n", 0));
    let mended = UNSAFE.replace("\"update\",", "\"update\",\"ignore_empty\": true,");
    assert_eq!(fs::read_to_string(folder.path().join("job.json")).unwrap(), mended);
}

#[test]
fn a_diff_changes_nothing() {
    let folder = Scratch::new("fix-diff", &[("job.json", WRONG), ("good.json", MENDED), ("unsafe.json", UNSAFE)]);
    let run = run_in(folder.path(), &["fix", "--diff", "job.json", "good.json", "-q"]);
    let mut expected = "--- job.json\n+++ job.json\n@@ -1,5 +1,5 @@\n".to_owned();
    let (old, new): (Vec<_>, Vec<_>) = (WRONG.split('\n').collect(), MENDED.split('\n').collect());
    let end = "\n\\ No newline at end of file";
    let _ = write!(
        expected,
        " {}\n-{}\n-{}\n+{}\n+{}\n {}\n-{}{end}\n+{}{end}\n",
        old[0], old[1], old[2], new[1], new[2], old[3], old[4], new[4]
    );
    assert_eq!((run.stdout, run.stderr.as_str(), run.code), (expected, "", 1));
    assert_eq!(fs::read_to_string(folder.path().join("job.json")).unwrap(), WRONG);

    let run = run_in(folder.path(), &["fix", "--diff", "unsafe.json"]);
    assert_eq!((run.stdout.as_str(), run.code), ("", 0));
    assert!(run.stderr.starts_with("note: nothing to fix\n"), "{}", run.stderr);
    let run = run_in(folder.path(), &["fix", "--diff", "--color", "always", "job.json"]);
    assert!(run.stdout.contains("\u{1b}[32m+  \"operation\": \"insert\",\r\u{1b}[0m\n"), "{:?}", run.stdout);
    assert!(run.stderr.starts_with("would fix "), "{}", run.stderr);
}

/// A collection with these bodies, each in a request to that version.
fn collection(bodies: &[(String, &str)]) -> String {
    let items = bodies.iter().map(|(body, version)| {
        // As spelled by a tool that escapes more than it must.
        let raw = Value::from(body.as_str()).to_string().replace('/', "\\/").replace("Leads", "L\\u0065ads");
        format!(
            "{{\"name\": \"x\", \"request\": {{\"method\": \"POST\", \"body\": {{\"mode\": \"raw\", \"raw\": {raw}}},\n\
             \"url\": \"{{{{host}}}}/crm/bulk/{version}/write\"}}, \"response\": []}}"
        )
    });
    format!("{{\"info\": {{}}, \"item\": [\n{}\n]}}", items.collect::<Vec<_>>().join(",\n"))
}

#[test]
fn a_body_in_a_collection_is_mended_as_it_is_in_a_file() {
    let mut bodies: Vec<(String, &str)> = vec![(WRONG.to_owned(), "v2"), (UNSAFE.to_owned(), "v8")];
    for rule in rules::RULES {
        for example in rule.examples() {
            bodies.push((example.job, example.version.map_or("v8", ApiVersion::segment)));
        }
    }
    let text = collection(&bodies);
    let folder = Scratch::new("fix-collection", &[("safe.json", &text), ("all.json", &text)]);
    assert_eq!(run_in(folder.path(), &["fix", "safe.json"]).code, 1);
    assert_eq!(run_in(folder.path(), &["fix", "--unsafe", "all.json"]).code, 1);
    for (file, also_unsafe) in [("safe.json", false), ("all.json", true)] {
        let mended = fs::read_to_string(folder.path().join(file)).unwrap();
        assert_ne!(mended, text);
        let read: Value = serde_json::from_str(&mended).unwrap();
        for (i, (body, version)) in bodies.iter().enumerate() {
            let version = version.parse().ok();
            let checker = Checker::new(Options { version, placeholders: true, ..Options::default() });
            let fixed = checker.fix_json(body.as_bytes(), also_unsafe);
            let found = read["item"][i]["request"]["body"]["raw"].as_str().unwrap();
            assert_eq!(found, String::from_utf8(fixed.text).unwrap());
            let line = 2 * i + 1;
            assert_eq!(mended.lines().nth(line) == text.lines().nth(line), fixed.applied.is_empty(), "{body}");
        }
        assert!(mended.contains("L\\u0065ads") && mended.contains("https:\\/\\/"), "the spelling is kept");
        let again = run_in(folder.path(), &["fix", file, "--unsafe"][..if also_unsafe { 3 } else { 2 }]);
        assert!(again.stdout.starts_with("note: nothing to fix\n"), "{}", again.stdout);
        assert_eq!(fs::read_to_string(folder.path().join(file)).unwrap(), mended);
    }
}

#[test]
fn a_collection_that_is_no_json_is_mended_first() {
    let text = collection(&[(WRONG.to_owned(), "v2")]);
    let broken = text.replace("{\"info\"", "{ 'info'").replace("\"response\": []", "\"response\": [],");
    let run = run_with_input(&["fix", "-"], broken.as_bytes());
    let whole = run_with_input(&["fix", "-"], text.as_bytes());
    assert_eq!((whole.code, run.code), (0, 0));
    assert_eq!(run.stdout, whole.stdout.replace("{\"info\"", "{ \"info\""));
    assert!(run.stderr.starts_with("fixed 8 mistakes in 1 file\n"), "{}", run.stderr);
}

#[test]
fn the_summary_of_check_tells_how_much_can_be_fixed() {
    let folder = Scratch::new("fix-summary", &[("job.json", WRONG)]);
    let run = run_in(folder.path(), &["check", "job.json"]);
    assert!(run.stdout.contains(" in 1 job; `bulkwrite fix` repairs 5\n"), "{}", run.stdout);
}

#[test]
fn usage_is_told() {
    assert_eq!(run(&["fix"]).code, 2);
    assert_eq!(run(&["fix", "absent.json"]).code, 2);
}

#[cfg(unix)]
mod on_unix {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    use super::*;

    #[test]
    fn permissions_and_links_stay_and_what_is_read_only_is_left_alone() {
        let folder = Scratch::new("fix-unix", &[("job.json", WRONG), ("fixed.json", WRONG)]);
        let (job, locked, link) =
            (folder.path().join("job.json"), folder.path().join("fixed.json"), folder.path().join("link.json"));
        fs::set_permissions(&job, fs::Permissions::from_mode(0o640)).unwrap();
        fs::set_permissions(&locked, fs::Permissions::from_mode(0o444)).unwrap();
        symlink("job.json", &link).unwrap();
        assert_eq!(run_in(folder.path(), &["fix", "link.json"]).code, 0);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&job).unwrap(), MENDED);
        assert_eq!(fs::metadata(&job).unwrap().mode() & 0o777, 0o640);
        let run = run_in(folder.path(), &["fix", "fixed.json"]);
        assert_eq!(
            (run.stderr.as_str(), run.code),
            ("error: cannot write `fixed.json`, which stays as it was: it is read-only\n", 2)
        );
        assert_eq!(fs::read_to_string(&locked).unwrap(), WRONG);
        assert_eq!(run.stdout, "");
        let run = run_in(folder.path(), &["fix", "/dev/null"]);
        assert_eq!(run.code, 1);
    }

    #[test]
    fn the_owner_stays() {
        use std::os::unix::fs::chown;
        let folder = Scratch::new("fix-owner", &[("job.json", WRONG)]);
        let job = folder.path().join("job.json");
        fs::set_permissions(&job, fs::Permissions::from_mode(0o600)).unwrap();
        if chown(&job, Some(65_534), Some(65_533)).is_err() {
            return; // only the administrator can give a file away
        }
        assert_eq!(run_in(folder.path(), &["fix", "job.json"]).code, 0);
        let metadata = fs::metadata(&job).unwrap();
        assert_eq!((metadata.uid(), metadata.gid(), metadata.mode() & 0o777), (65_534, 65_533, 0o600));
        assert_eq!(fs::read_to_string(&job).unwrap(), MENDED);
    }
}

#[test]
fn more_is_mended_than_is_shown() {
    const MAPPINGS: usize = 101_000; // a thousand times what a report shows, and more
    let mappings: Vec<String> = (0..MAPPINGS).map(|i| format!(r#"{{"api_name":"F{i}","index":"{i}"}}"#)).collect();
    let job = format!(
        r#"{{"operation":"insert","resource":[{{"type":"data","module":"Leads","file_id":"4150868000005379001","field_mappings":[{}]}}]}}"#,
        mappings.join(",")
    );
    let run = run_with_input(&["fix", "-"], job.as_bytes());
    assert!(run.stdout.ends_with(r#""index":100999}]}]}"#), "{}", run.stderr);
    assert!(run.stderr.contains(&format!("fixed {MAPPINGS} mistakes")), "{}", run.stderr);
}

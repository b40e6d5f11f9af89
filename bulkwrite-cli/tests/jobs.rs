//! Whole jobs: those in `ok/` are silent, those in `bad/` print exactly what stands beside them in `*.out`.
//!
//! `BLESS=1 cargo test -p bulkwrite-cli` writes the `*.out` files: look at what changed before you commit it.

#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod support;

use std::fs;
use std::path::PathBuf;

use support::{command, finish, fixtures, run};

fn files(folder: &str, end: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(fixtures().join(folder)).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|found| found == end)).collect();
    files.sort();
    assert!(!files.is_empty());
    files
}

#[test]
fn a_good_job_is_silent() {
    for path in files("ok", "json") {
        let name = format!("ok/{}", path.file_name().unwrap().to_str().unwrap());
        let run = run(&["check", &name]);
        assert_eq!((run.stdout.as_str(), run.code), ("", 0), "{name}\n{}", run.stdout);
        assert!(run.stderr.starts_with("note: ") && run.stderr.contains("), no mistakes"), "{}", run.stderr);
        assert_eq!(support::run(&["check", "--quiet", &name]).stderr, "");
    }
}

#[test]
fn a_bad_job_prints_what_is_written_beside_it() {
    let mut wrong = Vec::new();
    for path in files("bad", "json") {
        let name = format!("bad/{}", path.file_name().unwrap().to_str().unwrap());
        let mut command = command(&["check", &name]);
        for line in fs::read_to_string(path.with_extension("env")).unwrap_or_default().lines() {
            let (key, value) = line.split_once('=').unwrap();
            command.env(key, value);
        }
        let run = finish(command.output().unwrap());
        let hint = "note: names of fields are not checked without field metadata: see `bulkwrite explain metadata`\n";
        assert_eq!((run.stderr.as_str(), run.code), (hint, 1), "{name}");
        let out = path.with_extension("out");
        if std::env::var_os("BLESS").is_some() {
            fs::write(&out, &run.stdout).unwrap();
        } else if fs::read_to_string(&out).unwrap_or_default() != run.stdout {
            wrong.push(format!("{name} prints\n{}", run.stdout));
        }
    }
    assert!(wrong.is_empty(), "{}\nBLESS=1 accepts it", wrong.join("\n"));
}

#[test]
fn every_expectation_has_its_job() {
    for end in ["out", "env"] {
        for path in files("bad", end) {
            assert!(path.with_extension("json").exists(), "{}", path.display());
        }
    }
}

//! `docs/import.md` is a way that can be gone: its files are written, its commands run, and what it shows is what they print.
//! `BLESS=1 cargo test -p bulkwrite-cli --test import` writes it.

#![cfg(all(feature = "send", unix))]
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod support;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use support::{Scratch, run_in, zip};

/// What the CRM answers in the end: the first three columns, and what became of each row.
const RESULT: &str = "Last Name,Email,Company,STATUS,RECORD_ID,ERRORS
Boyle,p.boyle@zylker.com,Zylker,ADDED,4150868000005391001,
Kim,sue.kim@zylker.com,Zylker,ADDED,4150868000005391002,
Müller,u@zylker.com,Villa; Söhne,ADDED,4150868000005391003,
Smith,a.smith@villa.com,Villa,SKIPPED,,DUPLICATE_DATA-Email
Info,info@villa.com,Villa,ADDED,4150868000005391005,
";

/// Runs the command of a line, and tells what it prints.
fn run_line(folder: &Path, line: &str) -> String {
    let (command, file) = line.split_once(" > ").map_or((line, None), |(command, file)| (command, Some(file)));
    let words: Vec<&str> = command.split(' ').collect();
    match words[..] {
        ["cat", name] => fs::read_to_string(folder.join(name)).unwrap(),
        ["bulkwrite", ref arguments @ ..] => {
            let run = run_in(folder, arguments);
            assert!(run.code <= 1, "{line}: {}", run.stderr);
            match file {
                Some(file) => {
                    fs::write(folder.join(file), run.stdout).unwrap();
                    run.stderr
                }
                None => run.stdout + &run.stderr,
            }
        }
        _ => panic!("`{line}` is not run here"),
    }
}

#[test]
fn the_way_to_an_import_can_be_gone() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let fields = fs::read_to_string(root.join("bulkwrite-data/tests/data/leads.json")).unwrap();
    let folder = Scratch::new("import", &[("fields/Leads.json", &fields)]);
    fs::write(folder.path().join("result.zip"), zip("result.csv", RESULT)).unwrap();
    let path = root.join("docs/import.md");
    let page = fs::read_to_string(&path).unwrap();
    let (mut gone, mut lines, mut commands) = (String::new(), page.lines(), 0);
    while let Some(line) = lines.next() {
        writeln!(gone, "{line}").unwrap();
        let Some(kind) = line.strip_prefix("```") else { continue };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        match kind {
            "console" => {
                let command = block[0].strip_prefix("$ ").expect("a command comes first");
                let printed = run_line(folder.path(), command);
                write!(gone, "$ {command}\n{printed}").unwrap();
                commands += 1;
            }
            "csv" | "toml" => {
                let name = block[0].strip_prefix("# ").expect("a file has a name");
                fs::write(folder.path().join(name), block[1..].join("\n") + "\n").unwrap();
                writeln!(gone, "{}", block.join("\n")).unwrap();
            }
            _ => writeln!(gone, "{}", block.join("\n")).unwrap(),
        }
        gone.push_str("```\n");
    }
    assert_eq!(commands, 6);
    for (name, times) in [("leads.refused.csv", 2), ("leads.written.csv", 5), ("out/plan.json", 0)] {
        let text = fs::read_to_string(folder.path().join(name)).expect("the last step wrote it");
        assert!(times == 0 || text.lines().count() == times, "{name}: {text}");
    }
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, gone).unwrap();
    } else {
        assert!(page == gone, "run `BLESS=1 cargo test -p bulkwrite-cli --test import`\n{gone}");
    }
}

//! Terminals of any width, with colours and without: `BLESS=1 cargo test -p bulkwrite-cli --test widths` writes `widths.txt` anew.

#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod support;

use std::fmt::Write as _;
use std::fs;

use support::{command, finish, fixtures};

fn printed(file: &str, width: usize, color: &str) -> String {
    let mut command = command(&["check", file, "--color", color]);
    finish(command.env("COLUMNS", width.to_string()).output().unwrap()).stdout
}

/// The text without the sequences that set colours.
fn plain(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |plain, part| plain + part.split_once('m').map_or(part, |(_, rest)| rest))
}

#[test]
fn findings_fit_each_width_and_say_the_same_without_colours() {
    let mut all = String::new();
    for width in [60, 80, 120, 200] {
        for file in ["bad/related_on_one_line.json", "bad/one_line.json"] {
            let [colored, uncolored] = ["always", "never"].map(|color| printed(file, width, color));
            assert!(colored.contains("\u{1b}[") && !uncolored.contains('\u{1b}'), "{colored}");
            // Who sees no colours, or hears the text, misses nothing.
            assert_eq!(plain(&colored), uncolored, "{file} at {width}");
            // A line of the file is cut to the width; words that would have to be broken are not.
            for line in uncolored.lines().filter(|line| line.trim_start().starts_with(|c: char| c.is_ascii_digit())) {
                assert!(line.chars().count() <= width, "{width}: {line}");
            }
            writeln!(all, "==> {file} at {width}\n{uncolored}").unwrap();
        }
    }
    let golden = fixtures().join("widths.txt");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&golden, &all).unwrap();
    }
    assert_eq!(fs::read_to_string(golden).unwrap().replace("\r\n", "\n"), all, "BLESS=1 accepts it");
}

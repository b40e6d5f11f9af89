//! The pictures in `docs/screenshots/` show what the command prints today.
//!
//! `BLESS=1 cargo test -p bulkwrite-cli --test screenshots` draws them anew.

#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use anstyle_svg::Term;
use support::{command, finish};

/// The name of the picture and the command line that it shows, run at the root of the project.
const PICTURES: &[(&str, &[&str])] = &[
    ("check", &["check", "examples/jobs/leads-wrong.json"]),
    ("fix", &["fix", "--diff", "examples/jobs/leads-wrong.json"]),
    ("convert", &["convert", "examples/jobs/leads.json", "--to", "rust"]),
    ("explain", &["explain", "missing-find-by"]),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The terminal after a command: the prompt, and what was printed.
fn picture(args: &[&str]) -> String {
    let mut command = command(args);
    command.current_dir(root()).env("COLUMNS", "100").env("CLICOLOR_FORCE", "1");
    let run = finish(command.output().unwrap());
    let screen = format!("\u{1b}[1m$ bulkwrite {}\u{1b}[0m\n{}{}", args.join(" "), run.stdout, run.stderr);
    Term::new().render_svg(screen.trim_end()).replace("\r\n", "\n")
}

#[test]
fn each_picture_is_what_the_command_prints() {
    let folder = root().join("docs/screenshots");
    let mut stale = Vec::new();
    for (name, args) in PICTURES {
        let (path, drawn) = (folder.join(name).with_extension("svg"), picture(args));
        assert!(drawn.contains("class=\"bold\""), "{name} has no style");
        if std::env::var_os("BLESS").is_some() {
            fs::write(&path, drawn).unwrap();
        } else if fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n") != drawn {
            stale.push(*name);
        }
    }
    assert!(stale.is_empty(), "{stale:?}: BLESS=1 draws them anew");
}

#[test]
fn each_picture_has_its_command() {
    for entry in fs::read_dir(root().join("docs/screenshots")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(PICTURES.iter().any(|(known, _)| *known == name), "{}", path.display());
    }
}

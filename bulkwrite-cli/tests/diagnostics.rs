//! `docs/diagnostics.md`: each mistake as the command tells it, and as the compiler does.
//!
//! `BLESS=1 cargo test -p bulkwrite-cli --test diagnostics` writes it. The words of the compiler are those of
//! `tests/ui/mistakes.stderr`, which `tests/ui.rs` keeps true.

#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod support;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use support::run_in;

/// A file of `examples/mistakes/`, what is wrong with it, and, where Rust knows no such mistake, why.
const MISTAKES: &[(&str, &str, Option<&str>)] = &[
    ("missing-file-id", "No `file_id`", None),
    ("key-in-camel-case", "A key in camel case, copied from the vendor's own sample", None),
    ("comment-in-json", "A comment in JSON", Some("comments of Rust may stand anywhere in `bulk_write!`.")),
    ("trailing-comma", "A trailing comma", Some("in `bulk_write!` a comma may stand at every end.")),
    ("index-in-quotes", "An index in quotes", None),
    ("file-id-without-quotes", "A file id without quotes", None),
    ("file-id-too-short", "A file id that lost a digit", None),
    ("placeholder-left", "A placeholder that nobody filled in", None),
    ("module-of-another-version", "A module in the form of another version", None),
    ("unknown-operation", "An operation that there is not", None),
    ("update-without-key", "An update that does not say by what records are found", None),
    ("blanks-overwrite", "An update that empties fields", None),
    ("http-callback", "A callback without encryption", None),
    ("private-callback", "A callback that the CRM cannot reach", None),
    ("label-as-name", "A label for an API name", None),
    ("column-mapped-twice", "One column for two fields", None),
    ("minutes-for-months", "Minutes for months", None),
    ("child-without-link", "A child that does not know its parent", None),
    ("misspelt-field", "A misspelt field", None),
    ("date-without-format", "A date without a format", None),
];

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

fn read(path: &str) -> String {
    fs::read_to_string(root(path)).unwrap().replace("\r\n", "\n")
}

/// What the compiler says, by the function that it is about.
fn of_the_compiler() -> HashMap<String, String> {
    let (source, stderr) = (read("tests/ui/mistakes.rs"), read("tests/ui/mistakes.stderr"));
    let mut said = HashMap::new();
    for block in stderr.trim_end().split("\n\n") {
        let (_, place) = block.split_once("--> tests/ui/mistakes.rs:").unwrap();
        let line: usize = place.split(':').next().unwrap().parse().unwrap();
        let above: Vec<&str> = source.lines().take(line).collect();
        let function = above.iter().rev().find_map(|line| line.strip_prefix("fn ")).unwrap();
        let name = function.split('(').next().unwrap().replace('_', "-");
        let before = said.insert(name, block.to_owned());
        assert_eq!(before, None, "one mistake for each function");
    }
    said
}

/// The rule that a finding of the command names.
fn rule(finding: &str) -> &str {
    let line = finding.lines().next().unwrap();
    let start = line.find('[').unwrap();
    let end = line[start..].find(']').unwrap() + start;
    &line[start + 1..end]
}

fn page() -> String {
    let mut page = "# Twenty mistakes, side by side\n\n\
        What the command prints and, below it, what the compiler prints for the same mistake in `bulk_write!`. Generated from the\n\
        jobs in [`examples/mistakes/`](../examples/mistakes) and from `tests/ui/mistakes.rs`, whose errors `trybuild` compares. The\n\
        [settings](../examples/mistakes/bulkwrite.toml) of the folder say which version the jobs are for and where the\n\
        [field metadata](metadata.md) of `Accounts` is; without them the ninth mistake and the last two would not be seen. `predicts` is what the CRM\n\
        would answer, and what that rests on: a recorded answer (observed), the documentation, or a guess (inferred).\n"
        .to_owned();
    let mut said = of_the_compiler();
    for (number, (name, title, not_in_rust)) in MISTAKES.iter().enumerate() {
        let file = format!("{name}.json");
        let run = run_in(&root("examples/mistakes"), &["check", "--quiet", &file]);
        let printed = run.stdout.trim_end();
        assert_eq!((run.code, run.stderr.as_str()), (1, ""), "{name}");
        assert!(!printed.contains("\n\n"), "{name} has more than one mistake:\n{printed}");
        let rule = rule(printed);
        let _ = write!(
            page,
            "\n## {}. {title}\n\n[`{file}`](../examples/mistakes/{file}), rule [{rule}](rules.md#{rule})\n\n\
             ```console\n$ bulkwrite check --quiet {file}\n{printed}\n```\n\n",
            number + 1
        );
        if let Some(clause) = not_in_rust {
            let _ = writeln!(page, "No mistake in Rust: {clause}");
        } else {
            let block = said.remove(*name).unwrap_or_else(|| panic!("tests/ui/mistakes.rs lacks {name}"));
            assert!(block.contains(&format!("[{rule}]")), "{name}: {rule} and\n{block}");
            assert_eq!(block.starts_with("error"), printed.starts_with("error"), "{name}: another level\n{block}");
            let _ = write!(page, "```text\n{block}\n```\n");
        }
    }
    assert!(said.is_empty(), "{said:?} is in no job");
    page
}

#[test]
fn the_page_shows_what_the_command_and_the_compiler_print() {
    let (path, expected) = (root("docs/diagnostics.md"), page());
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, expected).unwrap();
    } else {
        let is_current = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n") == expected;
        assert!(is_current, "run `BLESS=1 cargo test -p bulkwrite-cli --test diagnostics`");
    }
}

#[test]
fn each_job_with_a_mistake_is_on_the_page() {
    for entry in fs::read_dir(root("examples/mistakes")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let is_job = path.extension().is_some_and(|extension| extension == "json");
        assert!(!is_job || MISTAKES.iter().any(|(known, ..)| *known == name), "{}", path.display());
    }
}

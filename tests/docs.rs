//! The documents that are generated from the registry are current, and the paths that they name exist.
//!
//! `BLESS=1 cargo test --test docs` writes them.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use bulkwrite_core::keys::Owner;
use bulkwrite_core::{Group, Level, Rule, rules};

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(path: &str) -> String {
    fs::read_to_string(root(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Compares a document with what it ought to be, or writes it.
fn keep_current(path: &str, expected: &str) {
    if std::env::var_os("BLESS").is_some() {
        fs::write(root(path), expected).unwrap_or_else(|error| panic!("{path}: {error}"));
        return;
    }
    let actual = fs::read_to_string(root(path)).unwrap_or_default();
    if let Some((number, (is, ought))) =
        actual.lines().zip(expected.lines()).enumerate().find(|(_, (is, ought))| is != ought)
    {
        panic!("{path}:{}: is\n  {is}\nand ought to be\n  {ought}\nrun `BLESS=1 cargo test --test docs`", number + 1);
    }
    assert_eq!(actual.lines().count(), expected.lines().count(), "{path}: run `BLESS=1 cargo test --test docs`");
}

fn level(rule: &Rule) -> &'static str {
    rule.level.map_or("off", Level::as_str)
}

/// The groups of rules about a job, and that about its data.
fn groups() -> Vec<(Group, Vec<&'static Rule>)> {
    let mut groups: Vec<_> = Group::ALL.into_iter().map(|group| (group, rules::of(group).collect())).collect();
    groups.push((Group::Data, bulkwrite_data::rules::RULES.to_vec()));
    groups
}

/// The page of all rules.
fn rules_page() -> String {
    let mut page = "# Rules\n\n\
        Generated from the rules themselves: each is documented in its own file under `bulkwrite-core/src/rules/`\n\
        or, those about data files, `bulkwrite-data/src/rules/`.\n\n\
        An **error** is a job that the CRM refuses or that certainly cannot do what is written, a **warning** one that may lose\n\
        data or surprise; what is **off** is silent unless asked for. \"Predicts\" names the answer of the CRM and what that\n\
        rests on: a recorded answer (observed), the vendor's documentation (documented) or a guess (inferred).\n"
        .to_owned();
    for (group, rules) in groups() {
        let _ = write!(page, "\n## {}\n\n| rule | level | finds | predicts |\n|---|---|---|---|\n", group.title());
        for rule in rules {
            let summary = rule.summary();
            let finds = summary.strip_prefix("Finds ").unwrap_or(&summary).trim_end_matches('.').replace('|', "\\|");
            let predicts =
                rule.predicts.map_or("–".to_owned(), |(code, basis)| format!("`{code}` ({})", basis.as_str()));
            let _ = writeln!(page, "| [{0}](#{0}) | {1} | {finds} | {predicts} |", rule.name, level(rule));
        }
    }
    for (rule, name) in groups().into_iter().flat_map(|(_, rules)| rules).map(|rule| (rule, rule.name)) {
        let _ = write!(page, "\n## {name}\n\n");
        for line in rule.markdown().lines() {
            let deeper = if line.starts_with("## ") { "#" } else { "" };
            let _ = writeln!(page, "{deeper}{}", example_mark(line));
        }
    }
    page
}

/// The marks behind `json` are for the tests, not for readers.
fn example_mark(line: &str) -> &str {
    if line.starts_with("```json") { "```json" } else { line }
}

/// The README's table: a row for each group.
fn readme_table() -> String {
    let mut table = "| group | rules |\n|---|---|\n".to_owned();
    for (group, rules) in groups() {
        let names: Vec<&str> = rules.into_iter().map(|rule| rule.name).collect();
        let _ = writeln!(table, "| {} ({}) | {} |", group.title(), names.len(), names.join(", "));
    }
    table
}

#[test]
fn the_page_of_rules_is_current() {
    keep_current("docs/rules.md", &rules_page());
}

#[test]
fn the_page_of_keys_is_current() {
    let mut page = "# The keys of a job\n\n\
        From the table that the checks, the messages and the types of the bindings are made from. `bulkwrite explain find_by` prints one.\n"
        .to_owned();
    for owner in Owner::ALL {
        let _ = write!(page, "\n## {}\n", capitalised(owner.describe()));
        for key in owner.keys() {
            let _ = write!(page, "\n### `{}`\n\n{}", key.path(), key.markdown());
        }
    }
    keep_current("docs/keys.md", &page);
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[test]
fn the_page_on_metadata_is_that_of_the_command() {
    keep_current("docs/metadata.md", bulkwrite_core::metadata::GUIDE);
}

#[test]
fn the_table_of_rules_in_the_readme_is_current() {
    const BEGIN: &str = "<!-- rules -->\n";
    const END: &str = "<!-- /rules -->";
    let readme = read("README.md");
    let (before, rest) = readme.split_once(BEGIN).expect("README.md has the mark of the table");
    let (_, after) = rest.split_once(END).expect("README.md has the mark of the table's end");
    keep_current("README.md", &format!("{before}{BEGIN}{}{END}{after}", readme_table()));
}

#[test]
fn the_files_that_the_readme_shows_are_shown_as_they_are() {
    let mut readme = read("README.md");
    let shown: Vec<String> = readme
        .lines()
        .filter_map(|line| line.strip_prefix("<!-- file ")?.strip_suffix(" -->").map(str::to_owned))
        .collect();
    assert!(!shown.is_empty());
    for path in shown {
        let begin = format!("<!-- file {path} -->\n");
        let (before, rest) = readme.split_once(&begin).expect("the mark was just found");
        let (block, after) = rest.split_once("<!-- /file -->").expect("the mark has an end");
        let fence = block.lines().next().unwrap_or("```text");
        readme = format!("{before}{begin}{fence}\n{}\n```\n<!-- /file -->{after}", read(&path).trim_end());
    }
    keep_current("README.md", &readme);
}

#[test]
fn every_path_that_the_guides_name_exists() {
    for guide in ["CONTRIBUTING.md", "README.md"] {
        for path in read(guide).split('`').skip(1).step_by(2) {
            let is_path = path.contains('/') && !path.contains([' ', '<', '*', '$', ':', '\n', '"']);
            let is_ours = ["bulkwrite-", "docs/", "tests/", "examples/", "benches/", "fuzz/", ".ci/", ".github/"]
                .iter()
                .any(|folder| path.starts_with(folder));
            assert!(!(is_path && is_ours) || root(path).exists(), "{guide} names `{path}`");
        }
    }
}

#[test]
fn the_readme_stays_short() {
    let lines = read("README.md").lines().count();
    assert!(lines <= 150, "README.md has {lines} lines");
}

/// The pages of core are shown as those of the facade, which is what programs depend on.
#[test]
fn examples_name_the_crate_that_programs_depend_on() {
    let mut folders = vec![root("bulkwrite-core/src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder is there") {
            let path = entry.expect("it can be read").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let is_front_page = path.ends_with("bulkwrite-core/src/lib.rs");
            let text = fs::read_to_string(&path).expect("it can be read");
            let wrong =
                text.lines().find(|line| line.trim_start().starts_with("//") && line.contains("use bulkwrite_core::"));
            assert!(
                is_front_page || wrong.is_none(),
                "{}: {wrong:?}: write `# use bulkwrite_core as bulkwrite;` first",
                path.display()
            );
        }
    }
}

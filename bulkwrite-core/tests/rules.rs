//! What holds for every rule: its documentation, its name, its examples.

use bulkwrite_core::{Checker, Example, Group, Levels, Options, Report, rules};

const HEADINGS: [&str; 5] = ["What it does", "Why it matters", "Incorrect", "Correct", "Reference"];

fn check(example: &Example) -> Report {
    let Example { job, version, metadata, .. } = example;
    let options = Options { version: *version, levels: Levels::all(), metadata: *metadata, ..Options::default() };
    Checker::new(options).check_json(job.as_bytes())
}

fn found(report: &Report) -> Vec<String> {
    report.diagnostics().iter().map(ToString::to_string).collect()
}

#[test]
fn every_rule_is_documented_under_the_fixed_headings() {
    for rule in rules::RULES {
        let doc = rule.markdown();
        let headings: Vec<&str> = doc.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        assert_eq!(headings, HEADINGS, "{}", rule.name);
        for heading in HEADINGS {
            assert!(rule.section(heading).is_some_and(|text| !text.is_empty()), "{}: {heading}", rule.name);
        }
        assert!(rule.summary().starts_with("Finds "), "{}: {}", rule.name, rule.summary());
    }
}

#[test]
fn every_rule_has_a_name_of_its_own_that_names_the_mistake() {
    let mut names: Vec<&str> = rules::RULES.iter().map(|rule| rule.name).collect();
    for name in &names {
        assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{name}");
        assert!(!name.starts_with("no-") && !name.starts_with("disallow-"), "{name}");
        assert_eq!(rules::find(name).map(|rule| rule.name), Some(*name));
    }
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), rules::RULES.len());
}

#[test]
fn every_rule_lives_in_the_file_of_its_name() {
    let rules_folder = format!("{}/src/rules", env!("CARGO_MANIFEST_DIR"));
    for rule in rules::RULES {
        let path = format!("{rules_folder}/{}/{}.rs", rule.group.folder(), rule.name.replace('-', "_"));
        let source = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert!(source.contains(&format!("\"{}\"", rule.name)), "{path}");
    }
    for group in Group::ALL {
        let folder = format!("{rules_folder}/{}", group.folder());
        let files = std::fs::read_dir(&folder).map_or(0, Iterator::count);
        assert_eq!(files, rules::of(group).count(), "{folder}: a file without a line in rules/mod.rs");
    }
}

#[test]
fn an_incorrect_example_has_its_own_mistake_and_no_other() {
    for rule in rules::RULES {
        let examples = rule.examples();
        assert!(examples.iter().any(|example| example.incorrect), "{}", rule.name);
        for example in examples.iter().filter(|example| example.incorrect) {
            let report = check(example);
            let names: Vec<&str> = report.diagnostics().iter().map(|found| found.rule.name).collect();
            assert_eq!(names, [rule.name], "{}\n{:#?}", example.job, found(&report));
        }
    }
}

#[test]
fn a_correct_example_is_clean() {
    for rule in rules::RULES {
        let examples = rule.examples();
        assert!(examples.iter().any(|example| !example.incorrect), "{}", rule.name);
        for example in examples.iter().filter(|example| !example.incorrect) {
            let report = check(example);
            assert_eq!(found(&report), [""; 0], "{}: {}", rule.name, example.job);
        }
    }
}

#[test]
fn wording_is_in_the_house_style() {
    for rule in rules::RULES {
        for example in rule.examples().iter().filter(|example| example.incorrect) {
            for found in check(example).diagnostics() {
                let texts = [Some(&found.message), found.help.as_ref(), found.fix.as_ref().map(|fix| &fix.title)];
                let labels = found.related.iter().map(|related| &related.label);
                for text in texts.into_iter().flatten().chain(labels) {
                    assert!(!text.starts_with(|c: char| c.is_uppercase()) || text.starts_with("JSON"), "{text}");
                    assert!(!text.ends_with('.') && !text.contains('\n'), "{}: {text}", rule.name);
                    for word in ["try ", "please", "invalid value", "should be"] {
                        assert!(!text.contains(word), "{}: {text}", rule.name);
                    }
                }
                assert!(found.help.is_some(), "{}: says no cure", rule.name);
            }
        }
    }
}

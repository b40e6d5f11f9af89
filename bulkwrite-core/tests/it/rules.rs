//! What holds for every rule: its documentation, its name, its examples.

use bulkwrite_core::{Checker, Example, Group, Level, Levels, Options, Report, Verdict, check_json, rules};

const HEADINGS: [&str; 5] = ["What it does", "Why it matters", "Incorrect", "Correct", "Reference"];

fn check(example: &Example) -> Report {
    let Example { job, version, metadata, .. } = example;
    let options =
        Options { version: *version, levels: Levels::all(), metadata: metadata.clone(), ..Options::default() };
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
    let once = rules::RULES.iter().flat_map(|rule| rule.aliases).copied();
    let mut names: Vec<&str> = rules::RULES.iter().map(|rule| rule.name).chain(once).collect();
    for name in &names {
        assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{name}");
        assert!(!name.starts_with("no-") && !name.starts_with("disallow-"), "{name}");
        assert!(rules::find(name).is_some_and(|rule| rule.is_called(name)), "{name}");
    }
    for rule in rules::RULES {
        assert_eq!(rules::find(rule.name), Some(*rule));
    }
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
}

#[test]
fn every_rule_lives_in_the_file_of_its_name() {
    let rules_folder = format!("{}/src/rules", env!("CARGO_MANIFEST_DIR"));
    for rule in rules::RULES {
        let path = format!("{rules_folder}/{}/{}.rs", rule.group.folder(), rule.name.replace('-', "_"));
        let source = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert!(source.contains(&format!("\"{}\"", rule.name)), "{path}");
    }
}

/// The registry is written from the lines of the groups' files, so that a rule takes one line and rustfmt and cargo-mutants, which
/// do not look into macros, find its file.
#[test]
fn the_registry_has_every_rule_in_the_order_of_its_group() {
    let rules_folder = format!("{}/src/rules", env!("CARGO_MANIFEST_DIR"));
    let mut registry = "\
//! Written by `BLESS=1 cargo test -p bulkwrite-core --test it rules` from the modules that the file of each group names.

use super::declare::Check;
use super::{callback, mapping, metadata, parent, resource, shape};
use crate::report::rule::Rule;

/// Every rule, by group, in the order of the documentation.
pub static RULES: &[&Rule] = &[
"
    .to_owned();
    let mut checks = String::new();
    for group in Group::ALL {
        let folder = group.folder();
        let source = std::fs::read_to_string(format!("{rules_folder}/{folder}.rs")).expect("the group has a file");
        let rules: Vec<&str> =
            source.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
        let files = std::fs::read_dir(format!("{rules_folder}/{folder}")).expect("the group has a folder");
        let files = files.filter(|file| file.as_ref().is_ok_and(|file| file.path().extension() == Some("rs".as_ref())));
        assert_eq!(files.count(), rules.len(), "{folder}: a file without its `pub mod` in {folder}.rs");
        registry.extend(rules.iter().map(|rule| format!("    &{folder}::{rule}::RULE,\n")));
        checks.extend(rules.iter().map(|rule| format!("    {folder}::{rule}::CHECKS,\n")));
    }
    registry.push_str(
        "];\n\n/// How each of them is looked for, in the same order.\npub(crate) static CHECKS: &[&[Check]] = &[\n",
    );
    registry.push_str(&checks);
    registry.push_str("];\n");
    let path = format!("{rules_folder}/registry.rs");
    let written = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    if std::env::var_os("BLESS").is_some() && written != registry {
        std::fs::write(&path, registry).expect("the registry is writable");
    } else {
        assert!(written == registry, "{path} is out of date: BLESS=1 cargo test -p bulkwrite-core --test it rules");
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
fn a_rule_says_where_it_is_documented_and_how_far_it_can_be_configured() {
    let rule = |name| rules::find(name).expect("the rule exists");
    assert_eq!(
        rule("missing-key").url(),
        "https://docs.rs/bulkwrite-core/latest/bulkwrite_core/rules/shape/missing_key/static.RULE.html"
    );
    let fixed: Vec<&str> = rules::RULES.iter().filter(|rule| rule.is_fixed()).map(|rule| rule.name).collect();
    let with_host = ["callback-private-address", "callback-private-name"];
    let without = ["insecure-callback", "callback-malformed", "callback-userinfo", "callback-noncanonical-host"];
    assert_eq!(fixed, [&["invalid-json"], &without[..], &with_host[..]].concat());
    for rule in rules::RULES {
        for level in [None, Some(Level::Warning), Some(Level::Error)] {
            let mut levels = Levels::default();
            let set = levels.set(rule, level);
            assert_eq!(set.is_err(), rule.is_fixed() && level != Some(Level::Error), "{} {level:?}", rule.name);
            assert_eq!(levels.of(rule), if set.is_ok() { level } else { Some(Level::Error) }, "{}", rule.name);
        }
        if let Some(fixed) = rule.fixed() {
            assert_eq!(fixed.cure.starts_with("name the hosts"), with_host.contains(&rule.name), "{}", fixed.cure);
            assert_eq!(fixed.cure.starts_with("correct the URL"), without.contains(&rule.name), "{}", fixed.cure);
        }
    }
    let titles = Group::ALL.map(Group::title);
    let expected =
        ["Shape", "Operation and resources", "Parents and children", "Mappings", "Callback", "With field metadata"];
    assert_eq!(titles, expected);
    assert_eq!([Verdict::Accept, Verdict::Warn, Verdict::Reject].map(Verdict::as_str), ["accept", "warn", "reject"]);
}

#[test]
fn a_report_is_a_line_for_each_finding() {
    let report = check_json(b"[]");
    assert_eq!(
        report.to_string(),
        "error[wrong-type] at the job: a job is an object, and this is an array (help: send each job in a request of its own: \
         `{ \"operation\": \u{2026}, \"resource\": [ \u{2026} ] }`)"
    );
    let report = check_json(br#"{"operation":"insert"}"#);
    assert_eq!(report.diagnostics()[0].to_string(), "error[missing-key]: the job has no `resource`");
    let mappings = r#"{"api_name":"A B","index":0},"#.repeat(60);
    let job = format!(
        r#"{{"operation":"insert","resource":[{{"type":"data","module":"Leads","file_id":"4150868000005379001","field_mappings":[{}]}}]}}"#,
        mappings.trim_end_matches(',')
    );
    let report = check_json(job.as_bytes());
    let lines: Vec<String> = report.to_string().lines().map(str::to_owned).collect();
    assert!(
        lines[0].starts_with("error[malformed-field-name] at resource[0].field_mappings[0].api_name: "),
        "{}",
        lines[0]
    );
    assert_eq!(lines.len(), 101);
    assert_eq!(lines[100], format!("\u{2026} and {} more", report.errors() + report.warnings() - 100));
}

#[test]
fn the_answer_is_that_of_the_first_error_else_of_the_first_warning() {
    for (job, code) in [
        (
            r#"{"operation":"insert","ignore_empty":null,"resource":[{"type":"data","module":"Leads","file_id":"4150868000005379001"}]}"#,
            None,
        ),
        (r#"{"operation":"insert"}"#, Some("MISSING_REQUIRED_KEY")),
        (
            r#"{"operation":"insert","resource":[{"type":"data","module":"Leads","file_id":"415086800000537900"}]}"#,
            Some("FILE_NOT_SUPPORTED"),
        ),
        (
            r#"{"operation":"insert","resource":[{"type":"data","module":"Leads","file_id":"415086800000537900"},{"type":"data","module":"Leads"}]}"#,
            Some("MISSING_REQUIRED_KEY"),
        ),
    ] {
        let answer = check_json(job.as_bytes()).predicted_response();
        assert_eq!(answer.as_ref().map(|answer| answer.code.as_str()), code, "{job}");
    }
}

#[test]
fn the_rules_of_a_group_are_its_own() {
    for group in Group::ALL {
        let rules: Vec<&str> = rules::of(group).map(|rule| rule.name).collect();
        let expected: Vec<&str> =
            rules::RULES.iter().filter(|rule| rule.group == group).map(|rule| rule.name).collect();
        assert_eq!(rules, expected);
        assert!(!rules.is_empty());
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

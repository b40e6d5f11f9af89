//! The typed request.

mod builder;
mod from_ast;
mod job;
mod places;
#[doc(hidden)]
pub mod parts;
mod serde;
mod serde_values;
mod text;
mod to_node;
mod values;

pub use builder::{JobBuilder, MappingBuilder, ResourceBuilder};
pub use job::{Callback, DefaultValue, FieldMapping, Job, Operation, Resource};
pub use text::{ApiName, CallbackUrl, ColumnIndex, FileId, Format, ValueError};

use self::job::Warnings;
use crate::check::{Checker, Read};
use crate::job::ast;
use crate::level::Verdict;
use crate::options::Options;
use crate::report::Report;
use crate::report::diagnostic::Diagnostic;
use crate::report::findings::Findings;
use crate::report::levels::Levels;
use crate::rules::shape::{unresolved_placeholder, wrong_type};
use crate::source::node::{Node, Value};
use crate::source::{Loc, json};

impl Job {
    /// Reads and checks the JSON of a job; the report says what is wrong with it.
    ///
    /// Keys that the API does not have are not kept; [`warnings`](Self::warnings) tells of them, and of all else that is odd.
    pub fn from_json(text: &[u8]) -> Result<Self, Report> {
        Checker::by_default().job_from_json(text)
    }

    /// The body of the request, compact, its keys in the documented order and `module` in the version's own form.
    pub fn to_json(&self) -> String {
        // Every value of a job is known.
        json::compact(&self.to_node()).unwrap_or_default()
    }

    /// Runs every rule over the job, for what only its values together can tell.
    ///
    /// A job has no errors where each of its values is known when it is made; one that `bulk_write!` made with holes may
    /// break a rule that spans them.
    pub fn check(&self) -> Report {
        self.check_with(Options::default())
    }

    /// Runs every rule over the job, under options of your own. The version is the job's.
    pub fn check_with(&self, options: Options) -> Report {
        Checker::new(Options { version: Some(self.version), ..options }).check(&self.to_node())
    }
}

impl Checker {
    /// Reads and checks the JSON of a job; the report says what is wrong with it.
    pub fn job_from_json(&self, text: &[u8]) -> Result<Job, Report> {
        if !self.options().has_one_reading() {
            return Checker::new(self.options().clone().one_reading()).job_from_json(text);
        }
        self.with_json(text, typed).map_err(|unfit| match unfit {
            Unfit::Refused(report) => report,
            Unfit::Unknown { loc, report } => {
                // What was let pass, and no job can hold, is said in the words of the rules where they have some.
                let options = self.options();
                let strict = Options { placeholders: false, levels: Levels::default(), ..options.clone() };
                let said = Checker::new(strict).check_json(text);
                if said.verdict() == Verdict::Reject {
                    return said;
                }
                let parsed = json::parse(text, &json::Options { placeholders: options.placeholders });
                unknown(report, loc, parsed.root.as_ref())
            }
        })
    }

    /// Checks a tree and makes a job of it; the report says what is wrong with it.
    pub fn job(&self, root: &Node<'_>) -> Result<Job, Report> {
        if !self.options().has_one_reading() {
            return Checker::new(self.options().clone().one_reading()).job(root);
        }
        self.with_job(Some(root), Read::Whole, Findings::default(), typed).map_err(|unfit| match unfit {
            Unfit::Refused(report) => report,
            Unfit::Unknown { loc, report } => unknown(report, loc, Some(root)),
        })
    }
}

/// Why a job as written makes no typed one.
enum Unfit {
    /// The rules refuse it.
    Refused(Report),
    /// The rules let something pass that no job can hold.
    Unknown { loc: Loc, report: Report },
}

fn typed(job: Option<&ast::Job<'_>>, report: Report) -> Result<Job, Unfit> {
    if report.verdict() == Verdict::Reject {
        return Err(Unfit::Refused(report));
    }
    let Some(job) = job else { return Err(Unfit::Unknown { loc: Loc::default(), report }) };
    match from_ast::job(job) {
        Ok(job) if report.verdict() == Verdict::Accept => Ok(job),
        Ok(job) => Ok(Job { warnings: Warnings(Some(Box::new(report))), ..job }),
        Err(from_ast::Unknown { loc }) => Err(Unfit::Unknown { loc, report }),
    }
}

/// Adds to a report what keeps the job from being one.
fn unknown(mut report: Report, loc: Loc, root: Option<&Node<'_>>) -> Report {
    let is_hole = root
        .and_then(|root| root.at(loc))
        .is_some_and(|node| node.value == Value::Hole || node.as_str().is_some_and(|text| text.contains("{{")));
    let mut found = if is_hole {
        Diagnostic::new(&unresolved_placeholder::RULE, loc, "a placeholder stands for a value that is not known yet")
    } else {
        Diagnostic::new(&wrong_type::RULE, loc, "a `Job` cannot hold this, though the rules are set to let it pass")
    };
    found.help(if is_hole { "fill it in before you make a `Job`" } else { "see what `check_json` says by default" });
    report.refuse(found.no_answer().clone(), root);
    report
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Callback, DefaultValue, FieldMapping, Operation, Resource};
    use crate::vendor::version::ApiVersion;

    /// A job that has every key.
    fn whole() -> JobBuilder {
        let parent = Resource::builder("Boats", "4150868000005379001")
            .module_id("4150868000000002999")
            .file_names(["boats.csv"])
            .find_by("Name")
            .ignore_empty(true)
            .mapping(FieldMapping::builder("Built").index(1).format("yyyy-MM-dd"))
            .map("Name", 0)
            .mapping(FieldMapping::builder("Crew").default_value("2"))
            .mapping(
                FieldMapping::builder("Harbour")
                    .index(2)
                    .find_by("id")
                    .default_value("4150868000000100001")
                    .module("Harbours"),
            );
        let child = Resource::builder("Trips", "4150868000005379001")
            .file_names(["trips.csv"])
            .find_by("Day")
            .mapping(FieldMapping::builder("Parent_Id").index(9).index(0).parent_column_index(0));
        Job::builder(Operation::Upsert)
            .version(ApiVersion::V8)
            .ignore_empty(true)
            .character_encoding("UTF-8")
            .callback("https://hooks.acme.io/x")
            .resource(parent)
            .resource(child.map("Day", 1))
    }

    #[test]
    fn every_part_of_a_job_can_be_read() {
        let job = whole().build().unwrap_or_else(|report| panic!("{report}"));
        assert_eq!(
            (job.operation(), job.version(), job.endpoint()),
            (Operation::Upsert, ApiVersion::V8, "/crm/bulk/v8/write")
        );
        assert_eq!((job.ignore_empty(), job.character_encoding()), (Some(true), Some("UTF-8")));
        assert_eq!(
            job.callback().map(Callback::url).map(ToString::to_string).as_deref(),
            Some("https://hooks.acme.io/x")
        );
        let [boats, trips] = job.resources() else { panic!("two resources") };
        assert_eq!((boats.module().as_str(), boats.module_id()), ("Boats", Some("4150868000000002999")));
        assert_eq!((boats.file_id().as_str(), boats.file_names()), ("4150868000005379001", &["boats.csv".into()][..]));
        assert_eq!((boats.find_by().map(ApiName::as_str), boats.ignore_empty()), (Some("Name"), Some(true)));
        assert_eq!((trips.module_id(), trips.ignore_empty()), (None, None));
        let mappings: Vec<String> = [boats, trips]
            .into_iter()
            .flat_map(|resource| resource.mappings().unwrap_or_default())
            .map(|mapping| {
                format!(
                    "{} {:?} {:?} {:?} {:?} {:?} {:?}",
                    mapping.api_name(),
                    mapping.index().map(|index| index.to_string()),
                    mapping.format().map(Format::as_str),
                    mapping.find_by().map(ApiName::as_str),
                    mapping.default_value().map(DefaultValue::value),
                    mapping.module().map(ApiName::as_str),
                    mapping.parent_column_index().map(ColumnIndex::get),
                )
            })
            .collect();
        assert_eq!(
            mappings,
            [
                r#"Built Some("1") Some("yyyy-MM-dd") None None None None"#,
                r#"Name Some("0") None None None None None"#,
                r#"Crew None None None Some("2") None None"#,
                r#"Harbour Some("2") None Some("id") Some("4150868000000100001") Some("Harbours") None"#,
                r#"Parent_Id Some("0") None None None None Some(0)"#,
                r#"Day Some("1") None None None None None"#,
            ]
        );
    }

    #[test]
    fn a_job_is_written_and_read_again() {
        let job = whole().build().unwrap_or_else(|report| panic!("{report}"));
        assert_eq!(serde_json::to_string(&whole().into_node()).ok(), Some(job.to_json()));
        let again = Checker::new(Options { version: Some(ApiVersion::V8), ..Options::default() });
        assert_eq!(again.job_from_json(job.to_json().as_bytes()).ok(), Some(job));
        let owner = br#"{"operation":"insert","resource":[{"type":"data","module":{"api_name":"Boats"},"file_id":"4150868000005379001",
            "field_mappings":[{"api_name":"Owner","default_value":{"name":"Ann","value":"4150868000000225013","module":"users"}}]}]}"#;
        let job = Job::from_json(owner).unwrap_or_else(|report| panic!("{report}"));
        let default = job.resources()[0].mappings().and_then(|mappings| mappings[0].default_value().cloned());
        let default = default.as_ref().map(|default| (default.name(), default.module()));
        assert_eq!(default, Some((Some("Ann"), Some("users"))));
        let job = Job::builder(Operation::Insert)
            .ignore_empty(false)
            .resource(Resource::builder("Leads", "4150868000005379001"));
        assert_eq!(job.build().map(|job| job.ignore_empty()).ok(), Some(Some(false)));
        assert_eq!(*parts::names(vec!["a.csv".to_owned()]), ["a.csv"]);
    }

    /// The places of a tree, in the order of reading: all different, and what is inside is within.
    fn places(node: &Node<'_>, found: &mut Vec<u32>) {
        found.push(node.loc.start);
        let mut inside = |node: &Node<'_>, outer: Loc| {
            assert!(outer.contains(node.loc), "{node:?}");
            places(node, found);
        };
        match &node.value {
            Value::List(items) => items.iter().for_each(|item| inside(item, node.loc)),
            Value::Map(entries) => {
                for entry in entries {
                    assert!(node.loc.contains(entry.key_loc) && entry.key_loc.start < entry.value.loc.start);
                    inside(&entry.value, node.loc);
                }
            }
            _ => {}
        }
    }

    #[test]
    fn a_tree_without_a_text_has_places_of_its_own() {
        let job = whole().build().unwrap_or_else(|report| panic!("{report}"));
        let read: Node<'_> = serde_json::from_str(&job.to_json()).unwrap_or_else(|error| panic!("{error}"));
        for tree in [job.to_node(), whole().into_node(), read] {
            let mut found = Vec::new();
            places(&tree, &mut found);
            assert!(found.len() > 50 && found.is_sorted_by(|a, b| a < b), "{found:?}");
        }
    }

    #[test]
    fn numbers_are_written_as_what_they_are() {
        let number = |text: &'static str| Node::new(Loc::default(), Value::Number(text.into()));
        let list = Value::List(["0", "-1", "18446744073709551615", "1.5"].map(number).into());
        assert_eq!(
            serde_json::to_string(&Node::new(Loc::default(), list)).ok().as_deref(),
            Some("[0,-1,18446744073709551615,1.5]")
        );
    }

    #[test]
    fn a_value_says_why_it_is_none() {
        let error = ColumnIndex::try_from(-1_i64)
            .map(ColumnIndex::get)
            .map_err(|error: ValueError| (error.to_string(), error.help().map(str::to_owned)));
        let help = "columns are counted from 0, and a file has 200 at most";
        assert_eq!(
            error,
            Err((format!("-1 is no column index (help: {help}) [negative-index]"), Some(help.to_owned())))
        );
    }

    /// A job with a mapping whose default value is `value`.
    fn with_default(value: &str) -> String {
        format!(
            r#"{{"operation":"insert","resource":[{{"type":"data","module":"Leads","file_id":"4150868000005379001","field_mappings":[{{"api_name":"Boat","index":0,"default_value":{{"value":{value}}}}}]}}]}}"#
        )
    }

    #[test]
    fn a_default_value_stays_what_it_is() {
        for value in
            ["true", "5", "-0.50e2", "12345678901234567890123", r#"{"id":"1","id":"2","n":[null,1]}"#, "[]", r#""x""#]
        {
            let text = with_default(value);
            let job = Job::from_json(text.as_bytes()).unwrap_or_else(|report| panic!("{value}: {report}"));
            assert_eq!(job.to_json(), text);
            let is_string = value.starts_with('"');
            assert_eq!(job.warnings().is_empty(), is_string, "{value}");
            assert_eq!(job.check().diagnostics().len(), job.warnings().len(), "{value}");
            let default = job.resources()[0].mappings().and_then(|all| all[0].default_value());
            assert_eq!(default.map(|default| default.json().into_owned()).as_deref(), Some(value));
            assert_eq!(default.map(DefaultValue::value), Some(if is_string { "x" } else { value }));
        }
    }

    #[test]
    fn a_job_tells_what_it_was_warned_of_and_what_it_does_not_hold() {
        let right = with_default("\"x\"");
        for (is, becomes, rule) in [
            ("\"operation\"", "\"callBack\":1,\"operation\"", "unknown-key"),
            ("\"index\":0", "\"index\":0,\"feild_mappings\":[]", "unknown-key"),
            ("\"index\":0", "\"index\":0,\"format\":\"yyyy-MM-DD\"", "suspicious-format"),
        ] {
            let text = right.replace(is, becomes);
            let told = |warnings: &[Diagnostic]| warnings.iter().map(|found| found.rule.name).collect::<Vec<_>>();
            let job = Job::from_json(text.as_bytes()).unwrap_or_else(|report| panic!("{text}: {report}"));
            assert_eq!(told(job.warnings()), [rule], "{text}");
            let read: Job = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(told(read.warnings()), [rule], "{text}");
        }
    }

    #[test]
    fn what_no_job_can_hold_is_never_refused_without_a_word() {
        let right = with_default("\"x\"");
        let allowing = |names: &[&str]| {
            let mut levels = Levels::default();
            for name in names {
                let rule = crate::rules::find(name).unwrap_or_else(|| panic!("{name}"));
                assert_eq!(levels.set(rule, None), Ok(()), "{name}");
            }
            Checker::new(Options { placeholders: true, levels, ..Options::default() })
        };
        for (is, becomes, allowed, rule) in [
            ("\"4150868000005379001\"", "\"{{file_id}}\"", &[][..], "unresolved-placeholder"),
            ("\"4150868000005379001\"", "{{file_id}}", &[], "invalid-json"),
            ("\"insert\"", "\"{{operation}}\"", &[], "unresolved-placeholder"),
            ("\"Boat\"", "\"{{field}}\"", &[], "unresolved-placeholder"),
            ("{\"value\":\"x\"}", "\"{{default}}\"", &[], "unresolved-placeholder"),
            ("\"x\"", "[\"{{x}}\"]", &[], "unresolved-placeholder"),
            ("\"insert\"", "\"merge\"", &["unknown-operation"], "unknown-operation"),
            ("\"data\"", "\"bogus\"", &["unsupported-resource-type"], "unsupported-resource-type"),
            ("\"insert\"", "\"insert\",\"operation\":\"update\"", &["duplicate-key"], "duplicate-key"),
            ("\"index\":0", "\"index\":0,\"index\":1", &["duplicate-key"], "duplicate-key"),
            ("\"index\":0", "\"index\":0,\"x\":0,\"x\":1", &["duplicate-key", "unknown-key"], "duplicate-key"),
            ("\"index\":0", "\"index\":true", &["wrong-type"], "wrong-type"),
            ("\"index\":0", "\"index\":-1", &["negative-index"], "negative-index"),
            ("\"type\":\"data\",", "", &["missing-key"], "missing-key"),
            (&*right, "[]", &["wrong-type"], "wrong-type"),
        ] {
            let text = right.replace(is, becomes);
            let checker = allowing(allowed);
            let told = |report: &Report| report.diagnostics().iter().map(|found| found.rule.name).collect::<Vec<_>>();
            let Err(report) = checker.job_from_json(text.as_bytes()) else { panic!("{text} is a job") };
            assert!(told(&report).contains(&rule), "{text}: {report}");
            assert_eq!(report.verdict(), Verdict::Reject, "{text}");
            let options = json::Options { placeholders: true };
            let Some(root) = json::parse(text.as_bytes(), &options).root else { continue };
            if let Err(report) = checker.job(&root) {
                assert_eq!(report.verdict(), Verdict::Reject, "{text}");
                assert!(!report.diagnostics()[0].path.is_empty() || becomes == "[]", "{text}: {report}");
            }
        }
    }

    #[test]
    fn a_builder_is_told_what_to_call() {
        let job =
            Job::builder(Operation::Update).resource(Resource::builder("Leads", "4150868000005379001").find_by("id"));
        let job = job.build().unwrap_or_else(|report| panic!("{report}"));
        let helps: Vec<_> = job.warnings().iter().filter_map(|found| found.help.as_deref()).collect();
        assert!(helps.contains(&"add `.ignore_empty(true)` to skip blank cells"), "{helps:?}");
        let report = Job::builder(Operation::Insert)
            .resource(Resource::builder("Leads", "4150868000005379001").mapping(FieldMapping::builder("Email")))
            .build()
            .unwrap_err();
        let help = report.diagnostics()[0].help.as_deref().unwrap_or_default();
        assert!(help.contains("`.index(…)`") && !help.contains('"'), "{report}");
    }

    #[test]
    fn a_job_is_checked_for_its_own_version() {
        let job = || {
            Job::builder(Operation::Insert)
                .version(ApiVersion::V2)
                .resource(Resource::builder("Leads", "4150868000005379001"))
        };
        let other = || Options { version: Some(ApiVersion::V8), ..Options::default() };
        let report = job().build().map(|job| job.check_with(other()));
        assert_eq!(
            report.map(|report| (report.version(), report.to_string())).ok(),
            Some((ApiVersion::V2, String::new()))
        );
        assert_eq!(job().build_with(other()).map(|job| job.version()).ok(), Some(ApiVersion::V2));
    }
}

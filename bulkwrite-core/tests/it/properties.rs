//! What holds for jobs in general: those that are built, those that are read, and those that are one change away from right.

use crate::invariants;

use std::borrow::Cow;

use bulkwrite_core::node::{Entry, Node, Value};
use bulkwrite_core::{
    ApiVersion, Checker, FieldMapping, Job, JobBuilder, MappingBuilder, Operation, Options, Resource, VERSIONS,
    Verdict, json,
};
use proptest::prelude::*;

/// Another way to write a key.
type Spelling = fn(&str) -> String;

/// Valid jobs, each accepted without a word.
const JOBS: &[(&str, ApiVersion)] = &[
    (include_str!("../data/jobs/002-postman-v2-success.json"), ApiVersion::V2),
    (
        r#"{
            "operation": "upsert",
            "ignore_empty": true,
            "character_encoding": "UTF-8",
            "callback": { "url": "https://hooks.zylker.com/bulk?job=7", "method": "post" },
            "resource": [{
                "type": "data",
                "module": { "api_name": "Contacts" },
                "file_id": "4150868000005379001",
                "find_by": "Email",
                "field_mappings": [
                    { "api_name": "Last_Name", "index": 0 },
                    { "api_name": "Email", "index": 1 },
                    { "api_name": "Account_Name", "index": 2, "find_by": "id" },
                    { "api_name": "Date_of_Birth", "index": 3, "format": "yyyy-MM-dd" },
                    { "api_name": "Lead_Source", "default_value": { "value": "Trade Show" } }
                ]
            }]
        }"#,
        ApiVersion::V8,
    ),
    (
        r#"{
            "operation": "insert",
            "resource": [
                {
                    "type": "data",
                    "module": { "api_name": "Leads" },
                    "file_id": "4150868000005379001",
                    "file_names": ["leads.csv"],
                    "field_mappings": [{ "api_name": "Last_Name", "index": 0 }, { "api_name": "City", "index": 1 }]
                },
                {
                    "type": "data",
                    "module": { "api_name": "Other_Contacts" },
                    "file_id": "4150868000005379001",
                    "file_names": ["other_contacts.csv"],
                    "field_mappings": [
                        { "api_name": "Phone", "index": 0 },
                        { "api_name": "Parent_Id", "index": 1, "parent_column_index": 0 }
                    ]
                }
            ]
        }"#,
        ApiVersion::V8,
    ),
];

/// What may be done to a job without changing whether it is right: the change, the places (`*` for any), and the reason.
const HARMLESS: &[(&str, &str, &str)] = &[
    // Names that are as good as the old ones: only the organisation's own metadata can tell them apart.
    ("a character less", "*api_name", "another name"),
    ("a character more", "*api_name", "another name"),
    ("lower case", "*api_name", "another name: custom modules and fields may be called anything"),
    ("upper case", "*api_name", "another name"),
    ("a character more", "resource[].module", "another name"),
    ("a character less", "*field_mappings[].find_by", "another field of the looked-up module"),
    ("a character more", "*field_mappings[].find_by", "another field of the looked-up module"),
    ("far too long", "*field_mappings[].find_by", "no source limits it"),
    // Files: the zip is not at hand.
    ("a blank inside", "*file_names[]", "file names may have blanks"),
    ("a character less", "*file_names[]", "another file, if its ending is unusual"),
    ("a character more", "*file_names[]", "another file, if its ending is unusual"),
    ("upper case", "*file_names[]", "another file"),
    ("an element twice", "*file_names", "no source says what a name that is given twice does"),
    // Texts that may be anything.
    ("empty text", "*default_value.value", "an empty default fills nothing"),
    ("a blank behind", "*default_value.value", "a default is any text"),
    ("a blank before", "*default_value.value", "a default is any text"),
    ("a blank inside", "*default_value.value", "a default is any text"),
    ("a character less", "*default_value.value", "a default is any text"),
    ("a character more", "*default_value.value", "a default is any text"),
    ("a control character", "*default_value.value", "a default is any text"),
    ("an invisible character", "*default_value.value", "a default is any text"),
    ("lower case", "*default_value.value", "a default is any text"),
    ("upper case", "*default_value.value", "a default is any text"),
    // URLs.
    ("a character less", "callback.url", "another path or query of the same host"),
    ("a character more", "callback.url", "another path or query of the same host"),
    ("far too long", "callback.url", "no source limits it"),
    ("upper case", "callback.url", "scheme and host have no case; the path is another one of the same host"),
    // Other columns and patterns.
    ("another number", "*.index", "another column"),
    ("the elements reversed", "*field_mappings", "each mapping names its column"),
    // What need not be there.
    ("dropped", "callback", "nobody is told"),
    ("dropped", "character_encoding", "the CRM finds it out"),
    ("lower case", "character_encoding", "labels of encodings have no case"),
    ("dropped", "ignore_empty", "an insert has no stored values to keep"),
    ("the other boolean", "ignore_empty", "an insert has no stored values to keep"),
    ("dropped", "resource[].field_mappings", "the header row names the fields of a lone resource"),
    ("dropped", "*field_mappings[].find_by", "without metadata, whether the field is a lookup is not known"),
    ("null", "*field_mappings[].find_by", "the CRM itself writes this null"),
    ("dropped", "*field_mappings[].format", "there is a default format"),
    ("null", "*field_mappings[].format", "the CRM itself writes this null"),
];

/// One change of a job, made to one key or value of it.
struct Change {
    name: &'static str,
    job: Node<'static>,
}

/// Every change of the value at `path`, and of its key.
fn changes(root: &Node<'static>, path: &[usize]) -> Vec<Change> {
    let mut all = Vec::new();
    let mut change = |name: &'static str, edit: &dyn Fn(&mut Spot<'_>)| {
        let mut job = root.clone();
        edit(&mut spot(&mut job, path));
        all.push(Change { name, job });
    };
    let old = spot(&mut root.clone(), path).value().clone();
    change("null", &|spot| *spot.value() = Value::Null);
    for (name, new) in [
        ("a boolean instead", Value::Bool(true)),
        ("a number instead", Value::Number("7".into())),
        ("a string instead", text("x")),
        ("an empty array instead", Value::List(Vec::new())),
        ("an empty object instead", Value::Map(Vec::new())),
    ] {
        if std::mem::discriminant(&new) != std::mem::discriminant(&old) {
            change(name, &|spot| *spot.value() = new.clone());
        }
    }
    match &old {
        Value::String(old) => {
            change("empty text", &|spot| *spot.value() = text(""));
            change("a blank behind", &|spot| *spot.value() = text(&format!("{old} ")));
            change("a blank before", &|spot| *spot.value() = text(&format!(" {old}")));
            change("a blank inside", &|spot| *spot.value() = text(&format!("{} {}", &old[..1], &old[1..])));
            change("an invisible character", &|spot| *spot.value() = text(&format!("{old}\u{200b}")));
            change("a control character", &|spot| *spot.value() = text(&format!("{old}\u{7}")));
            change("a placeholder", &|spot| *spot.value() = text("{{x}}"));
            change("a character more", &|spot| *spot.value() = text(&format!("{old}x")));
            change("a character less", &|spot| *spot.value() = text(&old[..old.len() - 1]));
            change("upper case", &|spot| *spot.value() = text(&old.to_uppercase()));
            change("lower case", &|spot| *spot.value() = text(&old.to_lowercase()));
            change("far too long", &|spot| *spot.value() = text(&old.repeat(600)));
        }
        Value::Number(old) => {
            change("a quoted number", &|spot| *spot.value() = text(old));
            change("a negative number", &|spot| *spot.value() = Value::Number("-1".into()));
            change("a fraction", &|spot| *spot.value() = Value::Number("1.5".into()));
            change("a huge number", &|spot| *spot.value() = Value::Number("2147483648".into()));
            change("a large number", &|spot| *spot.value() = Value::Number("200".into()));
            change("another number", &|spot| *spot.value() = Value::Number("9".into()));
        }
        Value::Bool(old) => {
            change("a quoted boolean", &|spot| *spot.value() = text(&old.to_string()));
            change("the other boolean", &|spot| *spot.value() = Value::Bool(!old));
        }
        Value::List(_) => {
            change("no elements", &|spot| *spot.value() = Value::List(Vec::new()));
            change("an element twice", &|spot| {
                let Value::List(items) = spot.value() else { return };
                items.push(items[0].clone());
            });
            change("a null among the elements", &|spot| {
                let Value::List(items) = spot.value() else { return };
                items.push(Node::new(items[0].loc, Value::Null));
            });
            change("the elements reversed", &|spot| {
                let Value::List(items) = spot.value() else { return };
                items.reverse();
            });
            change("a list in a list", &|spot| {
                let Value::List(items) = spot.value() else { return };
                let inner = Node::new(items[0].loc, Value::List(std::mem::take(items)));
                items.push(inner);
            });
        }
        Value::Map(_) => {
            change("an unknown key", &|spot| {
                let Value::Map(entries) = spot.value() else { return };
                entries.push(Entry { key: "remark".into(), ..entries[0].clone() });
            });
            change("a key twice", &|spot| {
                let Value::Map(entries) = spot.value() else { return };
                entries.push(entries[0].clone());
            });
            change("a list of one", &|spot| {
                let inner = Node::new(spot.node.loc, std::mem::replace(spot.value(), Value::Null));
                *spot.value() = Value::List(vec![inner]);
            });
        }
        _ => {}
    }
    if spot(&mut root.clone(), path).key.is_some() {
        change("dropped", &|spot| spot.dropped = true);
        let spellings: [(&str, Spelling); 5] = [
            ("key in capitals", str::to_uppercase),
            ("key in camel case", |key| key.replace("_n", "N").replace("_m", "M").replace("_i", "I") + "S"),
            ("key with an s", |key| format!("{key}s")),
            ("key without its last letter", |key| key[..key.len() - 1].to_owned()),
            ("key with letters swapped", |key| format!("{}{}{}", &key[1..2], &key[..1], &key[2..])),
        ];
        for (name, spell) in spellings {
            change(name, &|spot| {
                let key = spot.key.as_mut().expect("it has a key");
                **key = Cow::Owned(spell(key));
            });
        }
    }
    all
}

fn text(text: &str) -> Value<'static> {
    Value::String(Cow::Owned(text.to_owned()))
}

/// A value of a job, and its key if it has one. Dropping the entry is done when the spot is left.
struct Spot<'n> {
    key: Option<&'n mut Cow<'static, str>>,
    node: &'n mut Node<'static>,
    dropped: bool,
}

impl Spot<'_> {
    fn value(&mut self) -> &mut Value<'static> {
        &mut self.node.value
    }
}

impl Drop for Spot<'_> {
    fn drop(&mut self) {
        if let (true, Some(key)) = (self.dropped, &mut self.key) {
            // Entries of this name are taken out when the job is written.
            **key = Cow::Borrowed(DROPPED);
        }
    }
}

const DROPPED: &str = "\0dropped";

fn spot<'n>(node: &'n mut Node<'static>, path: &[usize]) -> Spot<'n> {
    let Some((at, rest)) = path.split_first() else { return Spot { key: None, node, dropped: false } };
    match &mut node.value {
        Value::List(items) => spot(&mut items[*at], rest),
        Value::Map(entries) => {
            let entry = &mut entries[*at];
            if rest.is_empty() {
                return Spot { key: Some(&mut entry.key), node: &mut entry.value, dropped: false };
            }
            spot(&mut entry.value, rest)
        }
        _ => unreachable!("the path comes from the same job"),
    }
}

fn without_dropped(node: &mut Node<'static>) {
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(without_dropped),
        Value::Map(entries) => {
            entries.retain(|entry| entry.key != DROPPED);
            for entry in entries {
                without_dropped(&mut entry.value);
            }
        }
        _ => {}
    }
}

/// Every value of a job: the way to it, and its name without positions, such as `resource[].file_id`.
fn places(node: &Node<'_>, way: &mut Vec<usize>, name: &str, out: &mut Vec<(Vec<usize>, String)>) {
    out.push((way.clone(), name.to_owned()));
    match &node.value {
        Value::List(items) => {
            for (at, item) in items.iter().enumerate() {
                way.push(at);
                places(item, way, &format!("{name}[]"), out);
                way.pop();
            }
        }
        Value::Map(entries) => {
            for (at, entry) in entries.iter().enumerate() {
                way.push(at);
                let dot = if name.is_empty() { "" } else { "." };
                places(&entry.value, way, &format!("{name}{dot}{}", entry.key), out);
                way.pop();
            }
        }
        _ => {}
    }
}

fn owned(text: &str) -> Node<'static> {
    serde_json::from_str(text).expect("it is JSON")
}

fn matches(pattern: &str, name: &str) -> bool {
    pattern.strip_prefix('*').map_or(pattern == name, |end| name.ends_with(end))
}

#[test]
fn any_one_change_of_a_job_changes_the_verdict_or_is_harmless() {
    let mut unused: Vec<usize> = (0..HARMLESS.len()).collect();
    let mut unexpected = Vec::new();
    let mut count = 0;
    for (job, version) in JOBS {
        let options = Options { version: Some(*version), ..Options::default() };
        let report = Checker::new(options.clone()).check_json(job.as_bytes());
        assert_eq!(report.verdict(), Verdict::Accept, "{job}\n{report}");
        let root = owned(job);
        let mut all = Vec::new();
        places(&root, &mut Vec::new(), "", &mut all);
        for (way, name) in all {
            for mut change in changes(&root, &way) {
                without_dropped(&mut change.job);
                let changed = serde_json::to_string(&change.job).expect("it is a tree of JSON");
                if changed == serde_json::to_string(&root).expect("it is a tree of JSON") {
                    continue;
                }
                count += 1;
                let verdict = invariants::check(changed.as_bytes(), &options).verdict();
                let row = HARMLESS.iter().position(|(what, place, _)| *what == change.name && matches(place, &name));
                match row {
                    _ if verdict != Verdict::Accept => {}
                    Some(row) => unused.retain(|unused| *unused != row),
                    None => unexpected.push(format!("(\"{}\", \"{name}\", \"\"),", change.name)),
                }
            }
        }
    }
    unexpected.sort();
    unexpected.dedup();
    assert!(unexpected.is_empty(), "accepted, of {count} changes:\n{}", unexpected.join("\n"));
    let unused: Vec<_> = unused.iter().map(|row| HARMLESS[*row]).collect();
    assert!(unused.is_empty(), "these are noticed after all: {unused:#?}");
    assert!(count > 1_500, "{count}");
}

#[test]
fn any_one_change_of_a_job_can_be_mended_to_an_end() {
    for (job, version) in JOBS {
        let options = Options { version: Some(*version), ..invariants::all_rules() };
        let root = owned(job);
        let mut all = Vec::new();
        places(&root, &mut Vec::new(), "", &mut all);
        for (way, _) in all {
            for mut change in changes(&root, &way) {
                without_dropped(&mut change.job);
                let changed = serde_json::to_string_pretty(&change.job).expect("it is a tree of JSON");
                invariants::typed(changed.as_bytes(), &options);
                let before = Checker::new(options.clone()).check_json(changed.as_bytes());
                for also_unsafe in [false, true] {
                    let after = invariants::fix(changed.as_bytes(), &options, also_unsafe);
                    let after = Checker::new(options.clone()).check_json(&after);
                    assert!(after.verdict() <= before.verdict(), "{changed}\n{before}\n\n{after}");
                }
            }
        }
    }
}

prop_compose! {
    fn api_name()(name in "[A-Z][a-z]{2,8}(_[A-Z][a-z]{2,6}){0,2}[1-9]") -> String { name }
}

prop_compose! {
    /// The digits that ids of records have: an organisation's part, then one that begins with `000`.
    fn file_id()(organisation in 1_000_000..9_999_999_u32, serial in 1..999_999_999_u32) -> String {
        format!("{organisation}000{serial:09}")
    }
}

fn mapping(at: usize) -> impl Strategy<Value = MappingBuilder> {
    let format = prop::option::of(prop::sample::select(vec!["yyyy/MM/dd", "yyyy-MM-dd", "MM/dd/yyyy HH:mm:ss"]));
    let default = prop::option::of("[A-Za-z0-9 é/.-]{1,20}[a-z]");
    (api_name(), any::<bool>(), format, prop::option::of(api_name()), default).prop_map(
        move |(name, has_index, format, find_by, default)| {
            let mut mapping = FieldMapping::builder(format!("{name}{at}"));
            if has_index || default.is_none() {
                mapping = mapping.index(at);
            }
            if let Some(format) = format {
                mapping = mapping.format(format);
            }
            if let Some(field) = find_by {
                mapping = mapping.find_by(field);
            }
            if let Some(value) = default {
                mapping = mapping.default_value(value);
            }
            mapping
        },
    )
}

/// Any job that the builder can make and the rules find no error in.
fn job() -> impl Strategy<Value = (ApiVersion, JobBuilder)> {
    let version = prop::sample::select(VERSIONS.iter().map(|facts| facts.version).collect::<Vec<_>>());
    let mappings = prop::option::of((1_usize..12).prop_flat_map(|count| (0..count).map(mapping).collect::<Vec<_>>()));
    let url = prop::option::of("https://[a-z]{3,9}\\.zylker\\.com(:8443)?/[a-z/]{0,20}(\\?[a-z]=[a-z0-9]{1,9})?");
    let ignore = prop::option::of(any::<bool>());
    (version, prop::sample::select(Operation::ALL.to_vec()), url, ignore, api_name(), file_id(), mappings, 0..4_usize)
        .prop_map(|(version, operation, url, ignore, module, file_id, mappings, children)| {
            let mut job = Job::builder(operation).version(version);
            if let Some(ignore) = ignore {
                job = job.ignore_empty(ignore).character_encoding("UTF-8");
            }
            if let Some(url) = url {
                job = job.callback(url);
            }
            let family = children > 0 && version.facts().parent_child;
            let mut parent = Resource::builder(module.clone(), file_id.clone());
            if operation != Operation::Insert {
                parent = parent.find_by("id").map("id", 190);
            }
            for mapping in mappings.into_iter().flatten() {
                parent = parent.mapping(mapping);
            }
            if !family {
                return (version, job.resource(parent));
            }
            job = job.resource(parent.map("Key_Field", 0).file_names([format!("{module}.csv")]));
            for child in 0..children {
                let name = format!("Child_{child}");
                let mut resource = Resource::builder(name.clone(), file_id.clone())
                    .file_names([format!("{name}.csv")])
                    .mapping(FieldMapping::builder("Parent_Id").index(0).parent_column_index(0))
                    .map("Remark", 1);
                if operation != Operation::Insert {
                    resource = resource.find_by("id").map("id", 2);
                }
                job = job.resource(resource);
            }
            (version, job)
        })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_job_that_was_built_written_and_read_is_the_same_job((version, builder) in job()) {
        let tree = builder.clone().into_node();
        let built = match builder.build() {
            Ok(job) => job,
            Err(report) => return Err(TestCaseError::fail(format!("{report}\n{}", serde_json::to_string(&tree).unwrap()))),
        };
        prop_assert_eq!(built.version(), version);
        prop_assert_eq!(&invariants::same_again(&built), &built);
        // The three ways to look at it see the same: the tree of the builder, that of the typed job, and the text.
        let options = Options { version: Some(version), ..invariants::all_rules() };
        let checker = Checker::new(options.clone());
        let by_text = invariants::check(built.to_json().as_bytes(), &options).to_string();
        prop_assert_eq!(checker.check(&tree).to_string(), by_text.clone());
        prop_assert_eq!(built.check_with(options).to_string(), by_text);
    }

    #[test]
    fn a_job_is_read_the_same_with_other_blanks_and_order_of_keys((version, builder) in job(), seed: u64) {
        let job = builder.build().unwrap();
        let mut value: Node<'static> = owned(&job.to_json());
        shuffle(&mut value, seed | 1);
        let text = serde_json::to_string_pretty(&value).unwrap();
        let reader = Checker::new(Options { version: Some(version), ..Options::default() });
        prop_assert_eq!(&reader.job_from_json(text.as_bytes()).unwrap(), &job);
    }

    #[test]
    fn two_changes_of_a_job_are_reported_in_order_and_inside_the_text(
        job in prop::sample::select(JOBS), first: prop::sample::Index, second: prop::sample::Index,
    ) {
        let options = Options { version: Some(job.1), ..invariants::all_rules() };
        let mut root = owned(job.0);
        for index in [first, second] {
            let mut all = Vec::new();
            places(&root, &mut Vec::new(), "", &mut all);
            let (way, _) = &all[index.index(all.len())];
            let mut every = changes_if_any(&root, way);
            if !every.is_empty() {
                root = every.swap_remove(index.index(every.len())).job;
                without_dropped(&mut root);
            }
        }
        let text = serde_json::to_string_pretty(&root).unwrap();
        let _ = invariants::check(text.as_bytes(), &options);
        invariants::typed(text.as_bytes(), &options);
        invariants::fix(text.as_bytes(), &options, false);
        invariants::fix(text.as_bytes(), &options, true);
    }

    #[test]
    fn cuts_and_splices_of_the_text_are_reported_in_order_and_inside_the_text(
        job in prop::sample::select(JOBS), at: prop::sample::Index, cut in 0..40_usize, splice in "[{}\\[\\],:\"' \\n\\\\a0é-]{0,4}",
    ) {
        let at = at.index(job.0.len());
        let mut text = job.0.as_bytes().to_vec();
        let end = (at + cut).min(text.len());
        text.splice(at..end, splice.bytes());
        let options = invariants::all_rules();
        let _ = invariants::check(&text, &options);
        invariants::typed(&text, &options);
        invariants::fix(&text, &options, false);
        invariants::fix(&text, &options, true);
    }
}

/// The changes of a value, unless it is empty and has nothing to change.
fn changes_if_any(root: &Node<'static>, way: &[usize]) -> Vec<Change> {
    let mut copy = root.clone();
    let mut spot = spot(&mut copy, way);
    let is_bare = match spot.value() {
        Value::String(text) => text.len() < 2 || !text.is_ascii(),
        Value::List(items) => items.is_empty(),
        Value::Map(entries) => entries.is_empty(),
        _ => false,
    };
    let odd_key = spot.key.as_ref().is_some_and(|key| key.len() < 3);
    drop(spot);
    if is_bare || odd_key { Vec::new() } else { changes(root, way) }
}

/// Another order of the keys of every object.
fn shuffle(node: &mut Node<'static>, seed: u64) {
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(|item| shuffle(item, seed)),
        Value::Map(entries) => {
            let mut state = seed;
            entries.sort_by_cached_key(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                state >> 33
            });
            for entry in entries {
                shuffle(&mut entry.value, seed);
            }
        }
        _ => {}
    }
}

#[test]
fn json_that_was_read_keeps_its_places_when_it_is_read_again() {
    for (job, _) in JOBS {
        let once = json::parse(job.as_bytes(), &json::Options::default());
        assert!(once.slips.is_empty() && once.complete);
        let written = serde_json::to_string(&once.root).expect("a tree can be written");
        let twice = json::parse(written.as_bytes(), &json::Options::default());
        assert_eq!(serde_json::to_string(&twice.root).expect("a tree can be written"), written);
    }
}

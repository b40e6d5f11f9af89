//! `bulkwrite.toml`: what it may say, what is said of its mistakes, and where it is found.

use std::fs;
use std::path::{Path, PathBuf};

use bulkwrite_config::{Access, Config, Loaded, find};
use bulkwrite_core::{ApiVersion, Checker, Level, rules};

#[test]
fn the_settings_that_the_guides_show_are_read() {
    for (path, mark) in [("../docs/cli.md", ""), ("src/lib.rs", "//! ")] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        let text = fs::read_to_string(&path).expect("the guide is there").replace("\r\n", "\n");
        let (_, block) = text.split_once(&format!("{mark}```toml\n")).expect("it shows settings");
        let (block, _) = block.split_once(&format!("{mark}```\n")).expect("the block has an end");
        let settings: String =
            block.lines().map(|line| line.strip_prefix(mark).unwrap_or_default().to_owned() + "\n").collect();
        let config = Config::parse(&settings).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(config.settings(Path::new("imports/legacy/a.json")).version, Some(ApiVersion::V2));
        assert_eq!(config.settings(Path::new("a.json")).version, Some(ApiVersion::V8));
    }
}

#[test]
fn a_configuration_says_how_jobs_are_checked() {
    let config = Config::parse(
        r#"
        version = "v8"
        metadata = "crm/"
        [callback]
        allow = ["crm.corp", "10.1.0.0/16"]
        dns64 = true
        [rules]
        callback-port = "allow"
        blanks-overwrite = "error"
        callback-private-name = "error"
        [[overrides]]
        files = ["imports/legacy/*.json"]
        version = "v2"
        metadata = "old/"
        callback.allow = "legacy.corp"
        rules = { callback-port = "warn", one-based-index = "warn" }
        [[overrides]]
        files = "*.tmp.json"
        rules.blanks-overwrite = "allow"
        "#,
    )
    .unwrap();
    let level = |settings: &bulkwrite_config::Settings, name| {
        let options = settings.options(None).unwrap();
        options.levels.of(rules::find(name).unwrap())
    };

    let usual = config.settings(Path::new("jobs/leads.json"));
    assert_eq!((usual.version, usual.metadata.as_deref()), (Some(ApiVersion::V8), Some(Path::new("crm/"))));
    assert_eq!((usual.allow.len(), usual.dns64), (2, Some(true)));
    assert_eq!((level(&usual, "callback-port"), level(&usual, "blanks-overwrite")), (None, Some(Level::Error)));

    let legacy = config.settings(Path::new("imports/legacy/leads.tmp.json"));
    assert_eq!((legacy.version, legacy.metadata.as_deref()), (Some(ApiVersion::V2), Some(Path::new("old/"))));
    assert_eq!(legacy.allow, ["crm.corp", "10.1.0.0/16", "legacy.corp"]);
    assert_eq!((level(&legacy, "callback-port"), level(&legacy, "blanks-overwrite")), (Some(Level::Warning), None));
    assert_eq!(level(&legacy, "one-based-index"), Some(Level::Warning));
    assert_eq!(config.metadata_folders(), [Path::new("crm/"), Path::new("old/")]);

    assert!(Config::parse("").unwrap().settings(Path::new("a")).version.is_none());
    assert!(Config::parse("\u{feff}# nothing\r\n").is_ok());
}

#[test]
fn every_mistake_has_its_place_and_its_cure() {
    let guard = "name the hosts that are meant: `[callback]`, then `allow = [\"crm.corp\", \"10.1.0.0/16\"]`";
    for (text, message, help) in [
        ("verison = 'v8'", "line 1, column 1: unknown key `verison`", "write `version`"),
        (
            "colour = 1",
            "line 1, column 1: unknown key `colour`",
            "remove it, or write one of `version`, `metadata`, `callback`, `rules`, `overrides`",
        ),
        ("allow = []", "line 1, column 1: unknown key `allow`", "move `allow` below `[callback]`"),
        (
            "callback-port = 'allow'",
            "line 1, column 1: unknown key `callback-port`",
            "move `callback-port` below `[rules]`",
        ),
        ("version = 'v9'", "line 1, column 11: unknown API version `v9`, expected one of `v2`,", "write one of them"),
        ("version = '8'", "line 1, column 11: unknown API version `8`, expected", "write `v8`"),
        (
            "version = 8",
            "line 1, column 11: `version` is a text, and this is a number",
            "write `version = \"v8\"`, or another version in quotes",
        ),
        ("version = v8", "line 1, column 11: ", "correct the TOML"),
        ("version = 'v8'\nversion = 'v8'", "line 2, column 1: duplicate key", "correct the TOML"),
        ("metadata = ''", "line 1, column 12: `metadata` is empty", "write the folder"),
        ("metadata = ['crm']", "line 1, column 12: `metadata` is a text, and this is a list", "write the folder"),
        (
            "callback = 'crm.corp'",
            "line 1, column 12: `callback` is a table, and this is a text",
            "write `[callback]` above its keys",
        ),
        ("[callback]\nalow = []", "line 2, column 1: unknown key `alow` in `[callback]`", "write `allow`"),
        (
            "[callback]\nallow = ['crm.corp', 7]",
            "line 2, column 22: an element of `allow` is a text, and this is a number",
            "put it in quotes",
        ),
        (
            "[callback]\nallow = [\n  '10.1.2.3/16',\n]",
            "line 3, column 3: `10.1.2.3/16` has bits beyond the prefix",
            "write `10.1.0.0/16`",
        ),
        (
            "[callback]\nallow = ['a: b']",
            "line 2, column 10: `a: b` is neither a host (`crm.corp`, `*.corp`) nor a network (`10.1.0.0/16`)",
            "write one",
        ),
        (
            "[callback]\nallow = ['*']",
            "line 2, column 10: `*` would allow everything",
            "name the hosts and networks that are meant",
        ),
        (
            "[callback]\nallow = true",
            "line 2, column 9: `allow` is a list of texts, and this is a boolean",
            "write `allow = [\"…\"]`",
        ),
        (
            "[callback]\ndns64 = 'yes'",
            "line 2, column 9: `dns64` is true or false, and this is a text",
            "write `dns64 = true`",
        ),
        ("[rules]\nmising-key = 'warn'", "line 2, column 1: there is no rule `mising-key`", "write `missing-key`"),
        ("[rules]\nmissing_key = 'warn'", "line 2, column 1: there is no rule `missing_key`", "write `missing-key`"),
        (
            "[rules]\nxyz = 'warn'",
            "line 2, column 1: there is no rule `xyz`",
            "look the name up with `bulkwrite rules`",
        ),
        ("[rules]\nmissing-key = 'warning'", "line 2, column 15: there is no level `warning`", "write `\"warn\"`"),
        ("[rules]\nmissing-key = 'off'", "line 2, column 15: there is no level `off`", "write `\"allow\"`"),
        ("[rules]\nmissing-key = 'deny'", "line 2, column 15: there is no level `deny`", "write `\"error\"`"),
        ("[rules]\nmissing-key = 'Warn'", "line 2, column 15: there is no level `Warn`", "write `\"warn\"`"),
        (
            "[rules]\nmissing-key = false",
            "line 2, column 15: `missing-key` is a text, and this is a boolean",
            "write `\"error\"`, `\"warn\"` or `\"allow\"`",
        ),
        (
            "rules = ['missing-key']",
            "line 1, column 9: `rules` is a table, and this is a list",
            "write `[rules]` above lines",
        ),
        (
            "[rules]\ncallback-private-address = 'allow'",
            "line 2, column 1: `callback-private-address` guards private networks, and cannot be lowered",
            guard,
        ),
        (
            "[rules]\ncallback-private-name = 'warn'",
            "line 2, column 1: `callback-private-name` guards private networks, and",
            guard,
        ),
        (
            "[rules]\ninsecure-callback = 'allow'",
            "line 2, column 1: `insecure-callback` guards private networks",
            "correct the URL",
        ),
        (
            "[rules]\ncallback-userinfo = 'allow'",
            "line 2, column 1: `callback-userinfo` guards private networks",
            "correct the URL",
        ),
        (
            "[overrides]\nfiles = ['a']",
            "line 1, column 1: `overrides` is a list of tables, and this is a table",
            "write `[[overrides]]` above",
        ),
        (
            "[[overrides]]\nversion = 'v2'",
            "line 1, column 1: an override has no `files`",
            "write the files that it is for",
        ),
        ("[[overrides]]\nfiles = []", "line 2, column 9: `files` is empty", "write the files that it is for"),
        (
            "[[overrides]]\nfiles = ['a']\nfile = ['b']",
            "line 3, column 1: unknown key `file` in an override",
            "write `files`",
        ),
        (
            "[[overrides]]\nfiles = ['a']\noverrides = []",
            "line 3, column 1: unknown key `overrides` in an override",
            "remove it",
        ),
        (
            "[[overrides]]\nfiles = ['a']\nrules.callback-malformed = 'allow'",
            "line 3, column 7: `callback-malformed` guards",
            "correct the URL",
        ),
        ("a = [[[[", "line 1, column 9: ", "correct the TOML"),
    ] {
        let errors = Config::parse(text).expect_err(text);
        let [error] = errors.all() else { panic!("{text}\n{errors}") };
        assert!(error.to_string().starts_with(message), "{text}\n{error}");
        assert!(error.help.starts_with(help), "{text}\n{}", error.help);
    }
    let errors = Config::parse("version = 8\nx = 1\n[rules]\ny = 'warn'\n[callback]\nz = 1").unwrap_err();
    let lines: Vec<u32> = errors.all().iter().map(|error| error.line).collect();
    assert_eq!(lines, [1, 2, 4, 6], "all of them, in reading order");
}

#[test]
fn no_configuration_makes_it_panic() {
    let text =
        "version = 'v8'\n[callback]\nallow = ['é', '10.0.0.0/8']\n[[overrides]]\nfiles = ['**/*']\nrules.x = 'warn'";
    for (at, _) in text.char_indices() {
        let _ = Config::parse(&text[..at]);
        for other in ["'", "[", "]", "=", "\n", "\u{202e}"] {
            let _ = Config::parse(&format!("{}{other}{}", &text[..at], &text[at..]));
        }
    }
    assert!(Config::parse(&format!("a = {}", "[".repeat(100_000))).is_err());
}

/// A folder that is removed afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let root = std::env::temp_dir().join(format!("bulkwrite-{}-{name}", std::process::id()));
        for (file, text) in files {
            let path = root.join(file);
            fs::create_dir_all(path.parent().expect("it is below the root")).expect("a folder for the test");
            fs::write(path, text).expect("a file for the test");
        }
        Self(root)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const LEADS: &str = r#"{ "fields": [{ "api_name": "Last_Name", "data_type": "text", "system_mandatory": true }] }"#;
const JOB: &str = r#"{ "operation": "insert", "resource": [{ "type": "data", "module": { "api_name": "Leads" },
    "file_id": "4150868000005379001", "field_mappings": [{ "api_name": "Lst_Name", "index": 0 }] }] }"#;

#[test]
fn the_nearest_configuration_counts_with_the_metadata_that_it_names() {
    let folder = Folder::new(
        "nearest",
        &[
            ("bulkwrite.toml", "version = 'v2'"),
            ("crate/bulkwrite.toml", "metadata = 'crm'\n[[overrides]]\nfiles = ['legacy/*']\nmetadata = 'old'"),
            ("crate/crm/Leads.json", LEADS),
            ("crate/crm/.Leads.json", "a file of an editor"),
            ("crate/crm/README.md", "not metadata"),
            ("crate/old/Leads.json", &LEADS.replace("Last", "Lst")),
            ("crate/src/deep/lib.rs", ""),
        ],
    );
    let root = folder.0.join("crate");
    let loaded = Loaded::discover(&root.join("src/deep"));
    assert_eq!(loaded.errors(), []);
    assert_eq!(loaded.root(), Some(&*root));
    let names = |paths: &[PathBuf]| -> Vec<String> {
        paths.iter().map(|path| path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/")).collect()
    };
    assert_eq!(names(loaded.files()), ["bulkwrite.toml", "crm/Leads.json", "old/Leads.json"]);
    assert_eq!(names(loaded.folders()), ["crm", "old"]);
    assert_eq!(names(loaded.absent()), ["src/deep/bulkwrite.toml", "src/bulkwrite.toml"]);

    let found = |file: &str| -> Vec<&str> {
        let report = Checker::new(loaded.options(&root.join(file))).check_json(JOB.as_bytes());
        report.diagnostics().iter().map(|found| found.rule.name).collect()
    };
    assert_eq!(found("jobs/leads.json"), ["unknown-field"]);
    assert_eq!(found("legacy/leads.json"), [""; 0]);
}

#[test]
fn what_cannot_be_used_is_said_and_watched() {
    let folder = Folder::new(
        "broken",
        &[
            ("a/bulkwrite.toml", "metadata = 'crm'\n"),
            ("a/crm/Leads.json", "<html>"),
            ("a/crm/Deals.json", LEADS),
            ("b/bulkwrite.toml", "metadata = 'nowhere'\n"),
            ("c/bulkwrite.toml", "version = 'v8'\n\n[rulez]\n"),
        ],
    );
    let loaded = Loaded::at(&folder.0.join("a/bulkwrite.toml"), Access::default());
    let [error] = loaded.errors() else { panic!("{:?}", loaded.errors()) };
    assert!(error.to_string().contains("Leads.json:1:1: "), "{error}");
    assert_eq!(loaded.files().len(), 3);

    let loaded = Loaded::discover(&folder.0.join("b"));
    assert!(loaded.errors()[0].to_string().contains("the folder of `metadata` cannot be read"));
    assert_eq!(loaded.folders().len(), 1);

    let loaded = Loaded::discover(&folder.0.join("c"));
    assert!(
        loaded.errors()[0].to_string().ends_with("bulkwrite.toml:3:2: unknown key `rulez`"),
        "{:?}",
        loaded.errors()
    );
    assert_eq!(loaded.errors()[0].help, "write `rules`");
    assert!(loaded.options(Path::new("x.json")).version.is_none());

    let loaded = Loaded::discover(Path::new("/no/such/folder"));
    assert_eq!((loaded.errors().len(), loaded.root()), (0, None));
    assert_eq!(loaded.absent().len(), 4);
}

#[test]
fn metadata_that_does_not_apply_is_told() {
    for (name, files, job, expected, help) in [
        (
            "case",
            &["crm/leads.json"][..],
            "Leads",
            "there is no metadata of `Leads` in `crm/`",
            "rename `leads.json` to `Leads.json`",
        ),
        (
            "version",
            &["crm/Leads_v8.json"],
            "Leads",
            "there is no metadata of `Leads` in `crm/`",
            "rename `Leads_v8.json` to",
        ),
        ("letters", &["crm/Lead.json"], "Leads", "there is no metadata of `Leads` in `crm/`", "rename `Lead.json` to"),
        (
            "other",
            &["crm/Leads.json"],
            "Contacts",
            "there is no metadata of `Contacts` in `crm/`",
            "there is that of `Leads`",
        ),
        (
            "empty",
            &["crm/README.md"],
            "Leads",
            "there is no metadata of `Leads` in `crm/`",
            "there is none of any module",
        ),
        ("custom", &["crm/boats.json"], "Boats", "there is no metadata of `Boats` in `crm/`", "rename `boats.json` to"),
        ("right", &["crm/Leads.json"], "Leads", "", ""),
    ] {
        let mut all = vec![("bulkwrite.toml", "metadata = 'crm/'")];
        all.extend(files.iter().map(|file| (*file, LEADS)));
        let folder = Folder::new(&format!("apply-{name}"), &all);
        let loaded = Loaded::discover(&folder.0);
        assert_eq!(loaded.errors(), []);
        let job = JOB.replace("Leads", job).replace("Lst", "Last");
        let report = Checker::new(loaded.options(&folder.0.join("a.json"))).check_json(job.as_bytes());
        let found = report.diagnostics().iter().find(|found| found.rule.name == "missing-metadata");
        assert_eq!(found.is_some(), !expected.is_empty(), "{name}: {report}");
        let Some(found) = found else { continue };
        assert!(found.message.starts_with(expected), "{}", found.message);
        assert!(found.help.as_deref().unwrap_or_default().contains(help), "{:?}", found.help);
        assert_eq!(found.path, "resource[0].module.api_name");
    }
}

#[test]
fn no_more_is_read_than_the_limit() {
    let folder = Folder::new(
        "large",
        &[("bulkwrite.toml", "metadata = 'crm'"), ("crm/Leads.json", &format!("{LEADS}{}", " ".repeat(200)))],
    );
    let loaded = Loaded::discover_with(&folder.0, Access { max_size: 200, ..Access::default() });
    let [error] = loaded.errors() else { panic!("{:?}", loaded.errors()) };
    assert!(error.to_string().ends_with("Leads.json: it has more than 200 bytes, which is the limit"), "{error}");
    assert!(error.help.contains("--max-size"));
    let loaded = Loaded::discover_with(&folder.0, Access { max_size: 10, ..Access::default() });
    assert!(loaded.errors()[0].to_string().ends_with("bulkwrite.toml: it has more than 10 bytes, which is the limit"));
    let many: Vec<String> = (0..20).map(|i| format!("crm/M{i}.json")).collect();
    let files: Vec<(&str, &str)> = many.iter().map(|file| (file.as_str(), LEADS)).collect();
    let folder = Folder::new("many", &files);
    let loaded =
        Loaded::with_metadata(&folder.0.join("crm"), Access { max_size: LEADS.len() as u64, ..Access::default() });
    let [error] = loaded.errors() else { panic!("{:?}", loaded.errors()) };
    assert!(error.message.contains("more than 8 times the limit"), "{error}");
}

#[test]
fn the_search_ends_with_the_repository() {
    let folder = Folder::new(
        "ends",
        &[
            ("bulkwrite.toml", "version = 'v2'"),
            ("repository/.git/HEAD", ""),
            ("repository/jobs/a.json", "{}"),
            ("plain/jobs/a.json", "{}"),
        ],
    );
    assert_eq!(find(&folder.0.join("repository/jobs")).found, None);
    assert_eq!(find(&folder.0.join("repository/jobs")).absent.len(), 2);
    assert_eq!(find(&folder.0.join("plain/jobs")).found, Some(folder.0.join("bulkwrite.toml")));
}

/// A file that a checked folder must not be able to show.
const FOREIGN: &str = "https://user:hunter2@acme.io/\nZOHO_TOKEN=hunter2\n";

#[cfg(unix)]
#[test]
fn nothing_outside_of_the_project_is_read_unless_the_user_says_so() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new(
        "outside",
        &[
            ("foreign/Leads.json", FOREIGN),
            ("linked/crm/keep", ""),
            ("linked/bulkwrite.toml", "metadata = 'crm'"),
            ("up/bulkwrite.toml", "metadata = '../foreign'"),
            ("folder/bulkwrite.toml", "metadata = 'crm'"),
            ("absolute/keep", ""),
            ("configuration/keep", ""),
            ("repository/.git/HEAD", ""),
            ("repository/crm/Leads.json", LEADS),
            ("repository/jobs/bulkwrite.toml", "metadata = '../crm'"),
            ("inside/bulkwrite.toml", "metadata = 'crm'"),
            ("inside/real/Leads.json", LEADS),
        ],
    );
    let at = |path: &str| folder.0.join(path);
    symlink(at("foreign/Leads.json"), at("linked/crm/Leads.json")).unwrap();
    symlink(at("foreign"), at("folder/crm")).unwrap();
    symlink(at("foreign/Leads.json"), at("configuration/bulkwrite.toml")).unwrap();
    symlink(at("inside/real"), at("inside/crm")).unwrap();
    fs::write(at("absolute/bulkwrite.toml"), format!("metadata = '{}'", at("foreign").display())).unwrap();
    for (name, expected) in [
        ("linked", Some("a link that leads out of the project: it is not read")),
        ("up", Some("outside of the project: it is not read")),
        ("folder", Some("outside of the project: it is not read")),
        ("absolute", Some("outside of the project: it is not read")),
        ("configuration", Some("a link that leads out of the project: it is not read")),
        ("repository/jobs", None),
        ("inside", None),
    ] {
        let loaded = Loaded::discover_with(&at(name), Access::default());
        let text = format!("{:?}", loaded.errors());
        assert!(!text.contains("hunter2"), "{text}");
        match expected {
            None => assert_eq!(loaded.errors(), [], "{name}"),
            Some(expected) => {
                let [error] = loaded.errors() else { panic!("{name}: {text}") };
                assert!(error.message.contains(expected) && error.help.contains("BULKWRITE_TRUST=1"), "{name}: {text}");
            }
        }
        let loaded = Loaded::discover_with(&at(name), Access { anywhere: true, ..Access::default() });
        assert!(loaded.errors().iter().all(|error| !error.message.contains("it is not read")), "{:?}", loaded.errors());
    }
}

#[cfg(unix)]
#[test]
fn the_configuration_of_another_user_is_refused() {
    use std::os::unix::fs::chown;
    let folder = Folder::new("owner", &[("bulkwrite.toml", "rules.callback-port = 'allow'"), ("mine/a.json", "{}")]);
    let path = folder.0.join("bulkwrite.toml");
    if chown(&path, Some(65_534), None).is_err() {
        return; // only the administrator can give a file away
    }
    let loaded = Loaded::discover_with(&folder.0.join("mine"), Access::default());
    let [error] = loaded.errors() else { panic!("{:?}", loaded.errors()) };
    assert_eq!(error.message, "it belongs to another user (65534): it is not read");
    assert!(loaded.config().concessions().is_empty());
    for loaded in [
        Loaded::at(&path, Access::default()),
        Loaded::discover_with(&folder.0.join("mine"), Access { anywhere: true, ..Access::default() }),
    ] {
        assert_eq!(
            (loaded.errors(), loaded.config().concessions()),
            (&[][..], vec!["`callback-port` is off".to_owned()])
        );
    }
    // Of a folder that is the other user's as a whole, the administrator asked for that.
    chown(folder.0.join("mine"), Some(65_534), None).unwrap();
    assert_eq!(Loaded::discover_with(&folder.0.join("mine"), Access::default()).errors(), []);
}

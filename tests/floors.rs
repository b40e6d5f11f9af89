//! The rooms of a crate stand on each other: each knows only what is below it. `lib.rs` lists them from the ground up, and the
//! first line of a room says what it is for.

use std::fs;
use std::path::{Path, PathBuf};

/// The crates that are built so.
const CRATES: [&str; 3] = ["bulkwrite-core", "bulkwrite-data", "bulkwrite-cli"];

/// The rooms of a crate from the ground up, each with what it is for.
struct House(Vec<(String, String)>);

impl House {
    fn of(source: &Path) -> Self {
        let front = fs::read_to_string(source.join("lib.rs")).expect("a crate has a front door");
        let rooms =
            front.lines().filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'));
        Self(rooms.map(|room| (room.to_owned(), purpose(source, room))).collect())
    }

    fn floor(&self, room: &str) -> Option<usize> {
        self.0.iter().position(|(name, _)| name == room)
    }
}

/// The first line of a room's file.
fn purpose(source: &Path, room: &str) -> String {
    let files = [source.join(format!("{room}.rs")), source.join(room).join("mod.rs")];
    let text = files.iter().find_map(|file| fs::read_to_string(file).ok()).expect("a room has a file");
    let line = text.lines().find_map(|line| line.strip_prefix("//! "));
    line.unwrap_or_else(|| panic!("`{room}` does not say what it is for")).trim_end_matches('.').to_owned()
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// What a text names by `crate::`, comments and tests apart: `text::quoted` of `use crate::text::quoted;`.
fn named(source: &str) -> Vec<String> {
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    let code: Vec<&str> = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = code.join("\n");
    let mut names = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        // `$crate::Rule` in a macro is for other crates, which know what `lib.rs` shows; so is a macro that a macro calls.
        let is_macro = rest.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_').starts_with('!');
        if code[..at].ends_with('$') && !rest.starts_with(char::is_lowercase) || is_macro {
            continue;
        }
        let list = rest.strip_prefix('{').map(|list| list.split('}').next().unwrap_or_default());
        if let Some(list) = list {
            names.extend(list.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()));
        } else {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != ':').unwrap_or(rest.len());
            names.push(rest[..end].trim_end_matches(':').to_owned());
        }
    }
    names
}

/// What is wrong with a file of a room.
fn complaints(house: &House, file: &str, room: &str, source: &str) -> Vec<String> {
    let Some(own) = house.floor(room) else {
        return vec![format!(
            "{file}: `{room}` is no room yet: list it in `lib.rs`, after all that it needs and before all that needs it"
        )];
    };
    let mut complaints = Vec::new();
    for name in named(source) {
        let other = name.split("::").next().unwrap_or_default();
        match house.floor(other) {
            None => complaints.push(format!(
                "{file} names `crate::{name}`, which is the front door: name the room that has it, as in `crate::source::Loc`"
            )),
            Some(floor) if floor > own => complaints.push(format!(
                "{file} names `crate::{name}`, but `{room}` ({}) is below `{other}` ({}). Instead: hand what is found up as data, and \
                 let `{other}` or a room above both make of it what it needs; or take it as an argument; or, if it is a fact that \
                 both need, move it down to `{room}` or below",
                house.0[own].1, house.0[floor].1
            )),
            Some(_) => {}
        }
    }
    complaints
}

#[test]
fn every_room_knows_only_what_is_below_it() {
    for name in CRATES {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(name).join("src");
        let house = House::of(&root);
        let mut all = Vec::new();
        for path in sources(&root) {
            let file = path.strip_prefix(&root).expect("it is inside").display().to_string().replace('\\', "/");
            if file == "lib.rs" || file == "main.rs" {
                continue;
            }
            let own = file.split('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned();
            let source = fs::read_to_string(&path).expect("it is a text");
            all.extend(complaints(&house, &format!("{name}/src/{file}"), &own, &source));
        }
        assert!(all.is_empty(), "{}", all.join("\n"));
    }
}

#[test]
fn a_step_up_is_seen_wherever_it_stands() {
    let rooms = ["text", "source", "vendor", "report", "job", "rules", "check"];
    let house = House(rooms.map(|room| (room.to_owned(), String::new())).into());
    for (room, source, complaint) in [
        ("source", "use crate::text::quoted;", None),
        ("source", "use crate::source::Loc;\n// use crate::rules::RULES;", None),
        ("source", "use crate::rules::find;", Some("is below `rules`")),
        ("vendor", "fn f() { crate::report::Report::default(); }", Some("is below `report`")),
        ("text", "use crate::{source, text};", Some("is below `source`")),
        ("job", "macro_rules! m { () => { $crate::rules::x } }", Some("is below `rules`")),
        ("job", "use crate::Loc;", Some("front door")),
        ("job", "#[cfg(test)]\nmod tests { use crate::check::Checker; }", None),
        ("cellar", "", Some("no room yet")),
    ] {
        let found = complaints(&house, "x.rs", room, source);
        match complaint {
            None => assert_eq!(found, [""; 0], "{source}"),
            Some(words) => assert!(found.len() == 1 && found[0].contains(words), "{source}: {found:?}"),
        }
    }
}

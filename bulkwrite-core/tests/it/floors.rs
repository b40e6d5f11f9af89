//! The rooms of this crate stand on each other: each knows only what is below it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms from the ground up, in the order of `src/lib.rs`, each with what it is for.
const ROOMS: [(&str, &str); 14] = [
    ("text", "words about words: quoting, masking, near misses, sorting"),
    ("level", "how sure a finding is to hurt, and what findings come to"),
    ("source", "places, the tree that front ends make, JSON, edits"),
    ("vendor", "facts about the CRM, as tables and predicates that report nothing"),
    ("callback", "the policy for callback URLs"),
    ("metadata", "fields as the CRM describes them"),
    ("response", "the answers of the CRM, typed"),
    ("report", "what a rule, a finding and a report are, whichever rule it is"),
    ("options", "how a job is checked"),
    ("job", "the job as written, and the faults of its shape as data"),
    ("rules", "one file for each rule, and what all of them are offered"),
    ("check", "runs the rules"),
    ("fix", "applies what the rules propose"),
    ("model", "the typed job and its builder"),
];

fn floor(room: &str) -> Option<usize> {
    ROOMS.iter().position(|(name, _)| *name == room)
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
fn complaints(file: &str, room: &str, source: &str) -> Vec<String> {
    let Some(own) = floor(room) else {
        return vec![format!(
            "{file}: `{room}` is no room yet: give it its floor in `ROOMS`, above all that it needs and below all that needs it"
        )];
    };
    let mut complaints = Vec::new();
    for name in named(source) {
        let other = name.split("::").next().unwrap_or_default();
        match floor(other) {
            None => complaints.push(format!(
                "{file} names `crate::{name}`, which is the front door: name the room that has it, as in `crate::source::Loc`"
            )),
            Some(floor) if floor > own => complaints.push(format!(
                "{file} names `crate::{name}`, but `{room}` ({}) is below `{other}` ({}). Instead: hand what is found up as data, and \
                 let `{other}` or a room above both make of it what it needs; or take it as an argument; or, if it is a fact that \
                 both need, move it down to `{room}` or below",
                ROOMS[own].1, ROOMS[floor].1
            )),
            Some(_) => {}
        }
    }
    complaints
}

#[test]
fn every_room_knows_only_what_is_below_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    let mut rooms = BTreeSet::new();
    for path in sources(&root) {
        let file = path.strip_prefix(&root).expect("it is inside").display().to_string().replace('\\', "/");
        if file == "lib.rs" {
            continue;
        }
        let own = file.split('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned();
        let source = fs::read_to_string(&path).expect("it is a text");
        all.extend(complaints(&file, &own, &source));
        rooms.insert(own);
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
    let expected: BTreeSet<String> = ROOMS.iter().map(|(room, _)| (*room).to_owned()).collect();
    assert_eq!(rooms, expected, "a room without files");
}

#[test]
fn the_front_door_lists_the_rooms_from_the_ground_up() {
    let front = include_str!("../../src/lib.rs");
    let listed: Vec<&str> = front
        .lines()
        .filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'))
        .collect();
    let rooms: Vec<&str> = ROOMS.iter().map(|(room, _)| *room).collect();
    assert_eq!(listed, rooms);
}

#[test]
fn a_step_up_is_seen_wherever_it_stands() {
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
        let found = complaints("x.rs", room, source);
        match complaint {
            None => assert_eq!(found, [""; 0], "{source}"),
            Some(words) => assert!(found.len() == 1 && found[0].contains(words), "{source}: {found:?}"),
        }
    }
}

//! Measures what depending on bulkwrite, and what `bulk_write!` itself, cost at compile time.

mod page;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A fresh project: its dependencies, and crates to pin to a version.
struct Project {
    name: &'static str,
    dependencies: &'static str,
    pins: &'static [(&'static str, &'static str)],
}

const BULKWRITE: &str = "bulkwrite = { path = \"@\" }";
const OURS: &str = "**`bulkwrite`**, with one `bulk_write!`";
const VALIDATOR: &str = "`validator` with derive";
const SQLX: &str = "`sqlx` with macros, tokio and the PostgreSQL driver";

/// What a user of the facade builds, and what users of comparable crates do.
const PROJECTS: &[Project] = &[
    Project { name: OURS, dependencies: BULKWRITE, pins: &[] },
    Project { name: VALIDATOR, dependencies: "validator = { version = \"0.21\", features = [\"derive\"] }", pins: &[] },
    Project {
        name: "the same, `idna_adapter` pinned to 1.1",
        dependencies: BULKWRITE,
        pins: &[("idna_adapter", "1.1.0")],
    },
    Project {
        name: "the same, `idna_adapter` pinned to 1.0",
        dependencies: BULKWRITE,
        pins: &[("idna_adapter", "1.0.0")],
    },
    Project {
        name: "`garde` with derive",
        dependencies: "garde = { version = \"0.23\", features = [\"derive\"] }",
        pins: &[],
    },
    Project {
        name: SQLX,
        dependencies: "sqlx = { version = \"0.9\", default-features = false, \
                       features = [\"macros\", \"postgres\", \"runtime-tokio\"] }",
        pins: &[],
    },
    Project {
        name: "`bulkwrite-core` alone, no macro",
        dependencies: "bulkwrite-core = { path = \"@/bulkwrite-core\" }",
        pins: &[],
    },
    Project { name: "`url`", dependencies: "url = \"2.5.4\"", pins: &[] },
];

/// How many mappings the recorded request has.
const SAMPLE: u32 = 5;

/// How often each project is built from cold; the fastest counts. They take turns, so that all have good and bad times.
const ROUNDS: usize = 2;

/// How often each source is compiled anew; the fastest counts.
const REPEATS: usize = 4;

fn main() {
    let work = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/compile");
    let _ = std::fs::remove_dir_all(&work);
    let crates: Vec<usize> =
        PROJECTS.iter().enumerate().map(|(at, project)| prepare(&folder(&work, at), project)).collect();
    let mut times: Vec<Vec<Took>> = PROJECTS.iter().map(|_| Vec::new()).collect();
    for round in 1..=ROUNDS {
        for (at, project) in PROJECTS.iter().enumerate() {
            let folder = folder(&work, at);
            let _ = std::fs::remove_dir_all(folder.join("target"));
            let took = build(&folder);
            eprintln!(
                "{round}/{ROUNDS} {} {} CPU, {} on the wall",
                project.name,
                seconds(took.processor),
                seconds(took.clock)
            );
            times[at].push(took);
        }
    }
    let least = |at: usize, time: fn(&Took) -> Duration| times[at].iter().map(time).min().unwrap_or_default();
    let (processor, clock) = (|took: &Took| took.processor, |took: &Took| took.clock);
    let place = |name| PROJECTS.iter().position(|project| project.name == name).expect("the project is listed");
    let part = |at: usize, of: usize, time| least(at, time).as_secs_f64() / least(of, time).as_secs_f64();
    let (ours, validator) = (place(OURS), place(VALIDATOR));

    let mut goals = Vec::new();
    for (peer, limit) in [(VALIDATOR, 0.75), (SQLX, 0.40)] {
        let goal = format!("A fresh project from cold, debug: part of one with {peer}");
        let (time, work) = (part(ours, place(peer), clock), part(ours, place(peer), processor));
        goals.push(vec![goal, format!("{limit:.2}"), format!("{time:.2}"), format!("{work:.2}"), met(time <= limit)]);
    }
    let mut rows: Vec<usize> = (0..PROJECTS.len()).collect();
    rows.sort_by_key(|at| std::cmp::Reverse(least(*at, clock)));
    let rows: Vec<Vec<String>> = rows
        .into_iter()
        .map(|at| {
            vec![
                PROJECTS[at].name.replace("the same", "**`bulkwrite`**"),
                crates[at].to_string(),
                seconds(least(at, clock)),
                format!("{:.2}", part(at, validator, clock)),
                seconds(least(at, processor)),
                format!("{:.2}", part(at, validator, processor)),
            ]
        })
        .collect();
    let cold = page::table(&["depends on", "crates", "time", "ratio", "CPU time", "ratio"], &rows);
    let expansion =
        if has_macro() { macros(&work, &mut goals) } else { "`bulk_write!` is not there to be measured.\n".to_owned() };
    let out = format!(
        "{goals}\n{machine}.\n\n### From cold\n\nDebug builds of a fresh project, dependencies downloaded; **ratio** is to that \
         with {VALIDATOR}. The faster of {ROUNDS} builds, taken in turns. Other builds on the machine add more to the time than to \
         the CPU time.\n\n{cold}\n### The macro\n\n{expansion}",
        goals = page::table(&["goal", "limit", "measured", "by CPU time", ""], &goals),
        machine = page::machine(),
    );
    page::write("compiled", &out);
    eprintln!("wrote docs/performance.md");
}

fn met(met: bool) -> String {
    if met { "met" } else { "**missed**" }.to_owned()
}

fn folder(work: &Path, at: usize) -> PathBuf {
    work.join(format!("cold-{at}"))
}

/// Writes the project and downloads what it needs; returns how many crates that is.
fn prepare(folder: &Path, project: &Project) -> usize {
    let main = if project.dependencies == BULKWRITE {
        program("bulkwrite::bulk_write!", "bulkwrite::Job", 1, SAMPLE)
    } else {
        "fn main() {}\n".to_owned()
    };
    create(folder, project, &main);
    let tree = page::said("cargo", &["tree", "--prefix=none", "-e=normal,build", "--manifest-path", &manifest(folder)]);
    let mut crates: Vec<&str> = tree.lines().map(|line| line.trim_end_matches(" (*)")).collect();
    crates.sort_unstable();
    crates.dedup();
    crates.len() - 1
}

fn has_macro() -> bool {
    let source = std::fs::read_to_string(page::root().join("bulkwrite-macros/src/lib.rs"));
    source.is_ok_and(|source| source.contains("pub fn bulk_write"))
}

/// `bulk_write!` against `serde_json::json!` with the same content, on top of what an empty `main` takes.
fn macros(work: &Path, goals: &mut Vec<Vec<String>>) -> String {
    let project =
        Project { name: "macro", dependencies: "bulkwrite = { path = \"@\" }\nserde_json = \"1\"", pins: &[] };
    let folder = work.join("macro");
    create(&folder, &project, "fn main() {}\n");
    build(&folder);
    let empty = best(&folder, "fn main() {}\n");
    let mut rows = Vec::new();
    for (title, jobs, mappings, limit) in [
        ("the recorded request, in 1,000 functions", 1_000, SAMPLE, 0.15),
        ("the same with 200 mappings, in 20 functions", 20, 200, 0.05),
    ] {
        eprintln!("{title}");
        let ours = best(&folder, &program("bulkwrite::bulk_write!", "bulkwrite::Job", jobs, mappings));
        let json = best(&folder, &program("serde_json::json!", "serde_json::Value", jobs, mappings));
        let more = |took: Took| took.processor.saturating_sub(empty.processor);
        let ratio = more(ours).as_secs_f64() / more(json).as_secs_f64();
        let goal = format!("`cargo check` of `bulk_write!`, {title}: part of `json!`");
        let measured = format!("{ratio:.2}");
        goals.push(vec![goal, format!("{limit:.2}"), measured.clone(), measured, met(ratio <= limit)]);
        let invocation = more(ours).as_secs_f64() * 1e3 / f64::from(jobs);
        rows.push(vec![
            title.to_owned(),
            seconds(more(ours)),
            seconds(more(json)),
            format!("{ratio:.2}"),
            format!("{invocation:.2} ms"),
        ]);
    }
    format!(
        "CPU time of `cargo check` beyond that for an empty `main` ({}), dependencies built.\n\n{}",
        seconds(empty.processor),
        page::table(&["", "`bulk_write!`", "`json!`", "ratio", "one `bulk_write!`"], &rows)
    )
}

/// A program of so many jobs, each the recorded request but for the number of its mappings.
fn program(name: &str, kind: &str, jobs: u32, mappings: u32) -> String {
    let mut out = String::from("#![recursion_limit = \"4096\"]\n");
    let mut main = String::from("fn main() {\n");
    for job in 0..jobs {
        let mut list = String::new();
        for i in 0..mappings {
            let format = if i == 2 { ", \"format\": \"yyyy/MM/dd\"" } else { "" };
            let _ = writeln!(list, "            {{ \"api_name\": \"Custom_Field_{i}\", \"index\": {i}{format} }},");
        }
        let _ = writeln!(
            out,
            "fn job_{job}() -> {kind} {{\n    {name}({{\n        \"operation\": \"insert\",\n        \"ignore_empty\": true,\n        \
             \"callback\": {{ \"url\": \"https://www.zoho.com/in/crm/\", \"method\": \"post\" }},\n        \
             \"resource\": [{{\n            \"type\": \"data\", \"module\": \"Leads\", \
             \"file_id\": \"4150868000005379001\",\n            \"field_mappings\": [\n{list}            ]\n        }}]\n    }})\n}}"
        );
        let _ = writeln!(main, "    std::hint::black_box(job_{job}());");
    }
    out + &main + "}\n"
}

#[derive(Clone, Copy)]
struct Took {
    processor: Duration,
    clock: Duration,
}

fn manifest(folder: &Path) -> String {
    folder.join("Cargo.toml").display().to_string()
}

fn create(folder: &Path, project: &Project, main: &str) {
    let root = page::root().canonicalize().expect("the project is there").display().to_string();
    std::fs::create_dir_all(folder.join("src")).expect("the folder is writable");
    let manifest_text = format!(
        "[package]\nname = \"fresh\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n{}\n",
        project.dependencies.replace('@', &root)
    );
    write(&folder.join("Cargo.toml"), &manifest_text);
    write(&folder.join("src/main.rs"), main);
    for (name, version) in project.pins {
        cargo(folder, &["update", "--quiet", "--package", name, "--precise", version]);
    }
    cargo(folder, &["fetch", "--quiet"]);
}

fn write(path: &PathBuf, text: &str) {
    std::fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

fn build(folder: &Path) -> Took {
    cargo(folder, &["build", "--quiet", "--offline"])
}

/// The fastest of some checks of a source.
fn best(folder: &Path, main: &str) -> Took {
    let times = (0..REPEATS).map(|repeat| {
        write(&folder.join("src/main.rs"), &format!("{main}// {repeat}\n"));
        cargo(folder, &["check", "--quiet", "--offline"])
    });
    times.skip(1).min_by_key(|took| took.processor).expect("there is more than one repeat")
}

fn cargo(folder: &Path, arguments: &[&str]) -> Took {
    let (start, before) = (Instant::now(), processor_time_of_children());
    let status = Command::new("cargo")
        .args(arguments)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        // The projects depend on a folder, their users on a registry, whose crates are never compiled incrementally.
        .env("CARGO_INCREMENTAL", "0")
        .env_remove("RUSTFLAGS")
        .stdin(Stdio::null())
        .status()
        .expect("cargo can be started");
    assert!(status.success(), "cargo {} in {}", arguments.join(" "), folder.display());
    Took { processor: processor_time_of_children() - before, clock: start.elapsed() }
}

/// User and system time of the processes that have ended; zero where the system does not tell in this way.
fn processor_time_of_children() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // Counted from the state, a letter: `cutime` and `cstime`, in hundredths of a second.
    let times = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(13).take(2);
    Duration::from_millis(times.filter_map(|time| time.parse::<u64>().ok()).sum::<u64>() * 10)
}

fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}

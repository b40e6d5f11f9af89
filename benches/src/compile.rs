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

/// What a user of the facade builds, and what users of comparable crates do.
const PROJECTS: &[Project] = &[
    Project { name: "**`bulkwrite`**", dependencies: "bulkwrite = { path = \"@\" }", pins: &[] },
    Project {
        name: "**`bulkwrite`**, `idna_adapter` pinned to 1.1",
        dependencies: "bulkwrite = { path = \"@\" }",
        pins: &[("idna_adapter", "1.1.0")],
    },
    Project {
        name: "**`bulkwrite`**, `idna_adapter` pinned to 1.0",
        dependencies: "bulkwrite = { path = \"@\" }",
        pins: &[("idna_adapter", "1.0.0")],
    },
    Project {
        name: "`bulkwrite-core` alone, no macro",
        dependencies: "bulkwrite-core = { path = \"@/bulkwrite-core\" }",
        pins: &[],
    },
    Project { name: "`url`", dependencies: "url = \"2.5.4\"", pins: &[] },
    Project {
        name: "`serde` with derive, `serde_json`",
        dependencies: "serde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"",
        pins: &[],
    },
    Project {
        name: "`garde` with derive, `serde` with derive, `serde_json`",
        dependencies: "garde = { version = \"0.23\", features = [\"derive\"] }\n\
                       serde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"",
        pins: &[],
    },
    Project {
        name: "`validator` with derive, `serde` with derive, `serde_json`",
        dependencies: "validator = { version = \"0.21\", features = [\"derive\"] }\n\
                       serde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"",
        pins: &[],
    },
    Project {
        name: "`sqlx` with macros and the PostgreSQL driver",
        dependencies: "sqlx = { version = \"0.9\", default-features = false, features = [\"macros\", \"postgres\"] }",
        pins: &[],
    },
];

/// How often each source is compiled anew; the fastest counts.
const REPEATS: usize = 5;

fn main() {
    let work = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/compile");
    let _ = std::fs::remove_dir_all(&work);
    let mut out = format!("{}, debug builds.\n\n### From cold\n\n", page::machine());
    let mut rows = Vec::new();
    for (at, project) in PROJECTS.iter().enumerate() {
        eprintln!("{}", project.name);
        let folder = work.join(format!("cold-{at}"));
        create(&folder, project, "fn main() {}\n");
        let crates = page::said("cargo", &["tree", "--prefix=none", "-e=normal,build", "--manifest-path", &manifest(&folder)]);
        let mut crates: Vec<&str> = crates.lines().map(|line| line.trim_end_matches(" (*)")).collect();
        crates.sort_unstable();
        crates.dedup();
        let took = build(&folder);
        rows.push(vec![
            project.name.to_owned(),
            (crates.len() - 1).to_string(),
            seconds(took.processor),
            seconds(took.clock),
        ]);
    }
    out += &page::table(&["a fresh project that depends on", "crates", "CPU time", "time"], &rows);
    out += "\n### The macro\n\n";
    out += &if has_macro() { macros(&work) } else { "`bulk_write!` is not there to be measured.\n".to_owned() };
    page::write("compiled", &out);
    eprintln!("wrote docs/performance.md");
}

fn has_macro() -> bool {
    let source = std::fs::read_to_string(page::root().join("bulkwrite-macros/src/lib.rs"));
    source.is_ok_and(|source| source.contains("pub fn bulk_write"))
}

/// `bulk_write!` against `serde_json::json!` with the same content, on top of what an empty `main` takes.
fn macros(work: &Path) -> String {
    let project = Project {
        name: "macro",
        dependencies: "bulkwrite = { path = \"@\" }\nserde_json = \"1\"",
        pins: &[],
    };
    let folder = work.join("macro");
    create(&folder, &project, "fn main() {}\n");
    build(&folder);
    let empty = best(&folder, "fn main() {}\n");
    let mut rows = Vec::new();
    for (title, jobs, mappings) in [
        ("1 job of 2 mappings", 1, 2),
        ("1 job of 200 mappings", 1, 200),
        ("1,000 jobs of 2 mappings, a function each", 1_000, 2),
    ] {
        eprintln!("{title}");
        let ours = best(&folder, &program("bulkwrite::bulk_write!", "bulkwrite::Job", jobs, mappings));
        let json = best(&folder, &program("serde_json::json!", "serde_json::Value", jobs, mappings));
        let more = |took: Took| took.processor.saturating_sub(empty.processor);
        let invocation = more(ours).as_secs_f64() * 1e3 / f64::from(jobs);
        rows.push(vec![
            title.to_owned(),
            seconds(more(ours)),
            seconds(more(json)),
            format!("{:.2}", more(ours).as_secs_f64() / more(json).as_secs_f64()),
            format!("{invocation:.2} ms"),
        ]);
    }
    format!(
        "CPU time of `cargo check` beyond that for an empty `main` ({}), dependencies built.\n\n{}",
        seconds(empty.processor),
        page::table(&["", "`bulk_write!`", "`json!`", "ratio", "one `bulk_write!`"], &rows)
    )
}

/// A program of so many jobs.
fn program(name: &str, kind: &str, jobs: u32, mappings: u32) -> String {
    let mut out = String::from("#![recursion_limit = \"4096\"]\n");
    let mut main = String::from("fn main() {\n");
    for job in 0..jobs {
        let mut list = String::new();
        for i in 0..mappings {
            let _ = writeln!(list, "            {{ \"api_name\": \"Custom_Field_{i}\", \"index\": {i} }},");
        }
        let _ = writeln!(
            out,
            "fn job_{job}() -> {kind} {{\n    {name}({{\n        \"operation\": \"insert\",\n        \"ignore_empty\": true,\n        \
             \"callback\": {{ \"url\": \"https://www.zoho.com/in/crm/\", \"method\": \"post\" }},\n        \
             \"resource\": [{{\n            \"type\": \"data\", \"module\": {{ \"api_name\": \"Leads\" }}, \
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
    let fields: Vec<u64> =
        stat.rsplit(')').next().unwrap_or_default().split(' ').filter_map(|field| field.parse().ok()).collect();
    // Counted without the state, a letter: `cutime` and `cstime`, in hundredths of a second.
    Duration::from_millis(fields.iter().skip(12).take(2).sum::<u64>() * 10)
}

fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}

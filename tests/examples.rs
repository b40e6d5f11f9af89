//! The programs in `examples/` print what their documentation says: `BLESS=1 cargo test --test examples` writes it.

use std::fs;

#[allow(dead_code, reason = "the test is another `main`")]
#[path = "../examples/columns_from_csv.rs"]
mod columns_from_csv;
#[allow(dead_code, reason = "the test is another `main`")]
#[path = "../examples/job_in_code.rs"]
mod job_in_code;
#[allow(dead_code, reason = "the test is another `main`")]
#[path = "../examples/preflight.rs"]
mod preflight;

/// Compares what a program printed with the text block at the top of its source.
fn is_documented(name: &str, printed: &[u8]) {
    const BEGIN: &str = "//! ```text\n";
    const END: &str = "//! ```\n";
    let path = format!("{}/examples/{name}.rs", env!("CARGO_MANIFEST_DIR"));
    let source = fs::read_to_string(&path).expect("the example is there").replace("\r\n", "\n");
    let (before, rest) = source.split_once(BEGIN).expect("the documentation has a text block");
    let (_, after) = rest.split_once(END).expect("the block has an end");
    let printed = str::from_utf8(printed).expect("programs print UTF-8");
    let block: String = printed.lines().map(|line| format!("//! {line}").trim_end().to_owned() + "\n").collect();
    let expected = format!("{before}{BEGIN}{block}{END}{after}");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &expected).expect("the example can be written");
    } else {
        assert!(source == expected, "{name} prints\n{printed}\nrun `BLESS=1 cargo test --test examples`");
    }
    let code = source.lines().filter(|line| !line.starts_with("//!")).count();
    assert!(code < 60, "{name} is no short example any more: {code} lines");
}

#[test]
fn a_preflight_prints_each_finding_at_its_place() {
    let mut out = Vec::new();
    preflight::preflight("examples/jobs/accounts-wrong.json", &mut out).expect("the job can be read");
    is_documented("preflight", &out);
}

#[test]
fn the_columns_of_a_csv_become_mappings() {
    let mut out = Vec::new();
    columns_from_csv::run(&mut out).expect("the jobs are right");
    is_documented("columns_from_csv", &out);
}

#[test]
fn a_job_in_code_prints_what_is_sent() {
    let mut out = Vec::new();
    job_in_code::run(&mut out).expect("all jobs are right");
    is_documented("job_in_code", &out);
}

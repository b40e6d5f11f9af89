//! The README shows what the command really prints. `BLESS=1 cargo test -p bulkwrite-cli --test readme` writes it.

use std::fs;
use std::path::Path;
use std::process::Command;

const END: &str = "<!-- /check -->";

#[test]
fn the_readme_shows_what_the_command_prints() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let path = root.join("README.md");
    let readme = fs::read_to_string(&path).expect("there is a README");
    let (before, rest) = readme.split_once("<!-- check ").expect("the mark of the output is there");
    let (job, rest) = rest.split_once(" -->\n").expect("the mark is closed");
    let (_, after) = rest.split_once(END).expect("the output has an end");
    let run = Command::new(env!("CARGO_BIN_EXE_bulkwrite"))
        .args(["check", job])
        .current_dir(&root)
        .env_clear()
        .output()
        .expect("the command runs");
    let printed = String::from_utf8_lossy(&run.stdout);
    // The hint on more documentation is left out.
    let findings = printed.lines().filter(|line| !line.starts_with("run `bulkwrite"));
    let output = findings.collect::<Vec<_>>().join("\n");
    let expected = format!(
        "{before}<!-- check {job} -->\n```console\n$ bulkwrite check {job}\n{}\n```\n{END}{after}",
        output.trim_end()
    );
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, expected).expect("the README can be written");
    } else {
        assert!(readme == expected, "run `BLESS=1 cargo test -p bulkwrite-cli --test readme`");
    }
}

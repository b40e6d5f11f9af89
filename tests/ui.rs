//! What the compiler says of wrong jobs: `TRYBUILD=overwrite cargo test --test ui` writes it down.

use std::fs;
use std::path::Path;
use std::process::Command;

/// The compiler whose words are written down: others may frame and word what is theirs in another way.
const COMPILER: &str = "rustc 1.95.";

/// The project that `trybuild` makes around the files gets the jobs that are kept in files, and the field metadata of the
/// examples: that of `Accounts`. The other modules go without.
fn configure() {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the folder is in the target folder");
    let project = target.join("tests/trybuild/bulkwrite");
    let metadata = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/mistakes/crm/Accounts.json");
    fs::create_dir_all(project.join("crm")).expect("the target folder can be written to");
    fs::copy(metadata, project.join("crm/Accounts.json")).expect("the target folder can be written to");
    fs::create_dir_all(project.join("jobs")).expect("the target folder can be written to");
    let jobs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui/jobs");
    for entry in fs::read_dir(jobs).expect("the jobs are there") {
        let entry = entry.expect("the jobs can be listed");
        fs::copy(entry.path(), project.join("jobs").join(entry.file_name()))
            .expect("the target folder can be written to");
    }
    fs::write(project.join("bulkwrite.toml"), "metadata = 'crm'\nrules.missing-metadata = 'allow'\n")
        .expect("the target folder can be written to");
}

#[test]
fn wrong_jobs_are_explained_at_their_tokens() {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("--version").output().expect("the compiler is there");
    if String::from_utf8_lossy(&version.stdout).starts_with(COMPILER) {
        configure();
        trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
    }
}

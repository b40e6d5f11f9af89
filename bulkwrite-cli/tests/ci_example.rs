//! The step of `examples/ci/changed-jobs.yml`, run as a runner does it in a repository with a branch.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use support::Scratch;

const GOOD: &str =
    r#"{"operation":"insert","resource":[{"type":"data","module":"Leads","file_id":"4150868000005379001"}]}"#;
const BAD: &str = r#"{"operation":"insert","resource":[{"type":"data","module":"Leads"}]}"#;

/// The last `run: |` of the workflow, which is the end of it.
fn step() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/ci/changed-jobs.yml");
    let workflow = fs::read_to_string(path).unwrap();
    let (_, step) = workflow.rsplit_once("run: |\n").unwrap();
    step.to_owned()
}

fn git(folder: &Path, args: &[&str]) -> String {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=x", "-c", "user.email=x@x.invalid", "-c", "commit.gpgsign=false"]).args(args);
    let output = command.current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn only_the_jobs_that_a_branch_changes_are_checked() {
    if Command::new("git").arg("--version").output().is_err() {
        return;
    }
    let folder = Scratch::new("branch", &[("jobs/old.json", BAD), ("jobs/gone.json", BAD), ("jobs/of b/x.json", GOOD)]);
    let path = folder.path();
    git(path, &["init", "-q"]);
    git(path, &["add", "."]);
    git(path, &["commit", "-qm", "base"]);
    let base = git(path, &["rev-parse", "HEAD"]);
    let run = || {
        let binaries = Path::new(env!("CARGO_BIN_EXE_bulkwrite")).parent().unwrap();
        let search = format!("{}:{}", binaries.display(), std::env::var("PATH").unwrap());
        // As in a workflow, where no shell is named.
        let mut shell = Command::new("bash");
        shell.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", &step()]).env("PATH", search).env("BASE", &base);
        let output = shell.current_dir(path).output().unwrap();
        (String::from_utf8(output.stdout).unwrap() + &String::from_utf8_lossy(&output.stderr), output.status.success())
    };
    fs::remove_file(path.join("jobs/gone.json")).unwrap();
    git(path, &["commit", "-qam", "nothing to check"]);
    assert_eq!(run(), (String::new(), true));

    fs::write(path.join("jobs/of b/x.json"), BAD).unwrap();
    git(path, &["commit", "-qam", "a mistake"]);
    let (printed, passed) = run();
    assert!(printed.starts_with("::error file=jobs/of b/x.json,line=1,col=35,"), "{printed}");
    let errors = printed.lines().filter(|line| line.starts_with("::error "));
    assert_eq!((errors.count(), passed), (1, false), "{printed}");
}

//! What the crates bring along: a library stays small, and what only some commands need comes with these alone.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// The crates that a build of a package needs, as the lock file has them.
fn tree(package: &str, more: &[&str]) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--locked", "--edges", "normal", "--prefix", "none", "--format", "{p}"])
        .args(["--target", "x86_64-unknown-linux-gnu", "--package", package])
        .args(more)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")))
        .output()
        .expect("cargo is there");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("it is text");
    text.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

fn beyond<'t>(larger: &'t BTreeSet<String>, smaller: &'t BTreeSet<String>) -> Vec<&'t str> {
    larger.difference(smaller).map(String::as_str).collect()
}

#[test]
fn the_facade_brings_the_macro_and_its_configuration_and_nothing_that_sends() {
    let (core, facade) = (tree("bulkwrite-core", &[]), tree("bulkwrite", &[]));
    assert_eq!(
        beyond(&facade, &core),
        [
            "bulkwrite",
            "bulkwrite-config",
            "bulkwrite-macros",
            "serde_spanned",
            "toml",
            "toml_datetime",
            "toml_parser",
            "winnow"
        ]
    );
}

#[test]
fn requests_without_a_socket_bring_three_crates() {
    let (core, http) = (tree("bulkwrite-core", &[]), tree("bulkwrite-http", &[]));
    assert_eq!(beyond(&http, &core), ["bulkwrite-http", "bytes", "http", "zeroize"]);
}

#[test]
fn the_command_without_features_talks_to_nobody() {
    let (whole, bare) = (tree("bulkwrite-cli", &[]), tree("bulkwrite-cli", &["--no-default-features"]));
    let sends = ["ureq", "rustls", "hyper", "hyper-util", "tokio", "bulkwrite-serve", "fs4"];
    for name in sends {
        assert!(whole.contains(name) && !bare.contains(name), "{name}");
    }
    let more = beyond(&whole, &bare);
    assert!(more.len() <= 60, "{} crates: {more:?}", more.len());
    let (send, serve) = ("send", "serve");
    for (feature, without) in [(send, "hyper"), (serve, "ureq")] {
        let one = tree("bulkwrite-cli", &["--no-default-features", "--features", feature]);
        assert!(!one.contains(without), "{feature} brings {without}");
    }
}

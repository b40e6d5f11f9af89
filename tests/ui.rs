//! What the compiler says of wrong jobs: `TRYBUILD=overwrite cargo test --test ui` writes it down.

use std::process::Command;

/// The compiler whose words are written down: others may frame and word what is theirs in another way.
const COMPILER: &str = "rustc 1.95.";

#[test]
fn wrong_jobs_are_explained_at_their_tokens() {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("--version").output().expect("the compiler is there");
    if String::from_utf8_lossy(&version.stdout).starts_with(COMPILER) {
        trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
    }
}

#[test]
fn the_readme_shows_what_the_compiler_says() {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let readme = read("README.md");
    let source = read("tests/ui/readme.rs");
    let (code, _) = source.split_once("\nfn main").expect("it is a program");
    let said = read("tests/ui/readme.stderr").replace("tests/ui/readme.rs", "src/main.rs");
    for text in [code, &said] {
        assert!(readme.contains(text.trim_end()), "the README lacks\n{text}");
    }
}

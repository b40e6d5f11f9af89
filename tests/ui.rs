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

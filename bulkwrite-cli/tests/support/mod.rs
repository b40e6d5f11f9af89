//! Runs the command as a user does, in an environment of its own.

#![allow(dead_code, reason = "no test uses everything")]

pub(crate) mod crm;
pub(crate) mod schema;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// What a run printed, and how it ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: i32,
}

/// The folder of the fixtures, in which the command runs.
pub(crate) fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

/// The command, with nothing of the environment that the tests run in.
pub(crate) fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bulkwrite"));
    command.args(args).env_clear().current_dir(fixtures());
    command
}

pub(crate) fn run(args: &[&str]) -> Run {
    finish(command(args).stdin(Stdio::null()).output().unwrap())
}

pub(crate) fn run_in(folder: &Path, args: &[&str]) -> Run {
    finish(command(args).current_dir(folder).stdin(Stdio::null()).output().unwrap())
}

pub(crate) fn run_with_input(args: &[&str], input: &[u8]) -> Run {
    let mut child = command(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || {
        // A command that was told enough may close its input.
        let _ = stdin.write_all(&input);
    });
    let run = finish(child.wait_with_output().unwrap());
    writer.join().unwrap();
    run
}

pub(crate) fn finish(output: Output) -> Run {
    Run {
        stdout: String::from_utf8(output.stdout).expect("output is UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("output is UTF-8"),
        code: output.status.code().expect("no signal ends the command"),
    }
}

/// A folder that is gone after the test.
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    pub(crate) fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        for (file, text) in files {
            let path = folder.join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        Self(folder)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A ZIP with one file, which is stored as it is.
pub(crate) fn zip(name: &str, text: &str) -> Vec<u8> {
    let crc = !text
        .bytes()
        .fold(!0_u32, |crc, byte| (0..8).fold(crc ^ u32::from(byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 * (crc & 1))));
    let (size, length) = (u32::try_from(text.len()).unwrap(), u16::try_from(name.len()).unwrap());
    let facts =
        [&[0; 6][..], &crc.to_le_bytes(), &size.to_le_bytes(), &size.to_le_bytes(), &length.to_le_bytes()].concat();
    let mut zip = [b"PK\x03\x04\x14\0\0\0", &facts[..], &[0, 0], name.as_bytes(), text.as_bytes()].concat();
    let start = u32::try_from(zip.len()).unwrap();
    zip.extend([b"PK\x01\x02\x14\0\x14\0\0\0", &facts[..], &[0; 16], name.as_bytes()].concat());
    let directory = u32::try_from(zip.len()).unwrap() - start;
    zip.extend(
        [&b"PK\x05\x06\0\0\0\0\x01\0\x01\0"[..], &directory.to_le_bytes(), &start.to_le_bytes(), &[0, 0]].concat(),
    );
    zip
}

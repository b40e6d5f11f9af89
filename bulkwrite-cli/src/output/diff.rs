//! What two texts differ in, as `diff -u` shows it; the secrets of URLs are masked.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use bulkwrite_core::{Loc, is_deceptive};
use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices, group_diff_ops};

use bulkwrite_render::{BOLD, escaped, secrets};

const REMOVED: Style = AnsiColor::Red.on_default();
const ADDED: Style = AnsiColor::Green.on_default();
const PLACE: Style = AnsiColor::Cyan.on_default();

/// How many lines around a change are shown.
const AROUND: usize = 3;

/// Writes the difference, if there is one.
pub(crate) fn unified(out: &mut dyn Write, name: &str, old: &[u8], new: &[u8]) -> io::Result<()> {
    let (old, new) = (Lines::new(old), Lines::new(new));
    let ops = capture_diff_slices(Algorithm::Myers, &old.all, &new.all);
    let groups: Vec<Vec<DiffOp>> = group_diff_ops(ops, AROUND);
    if groups.iter().all(Vec::is_empty) {
        return Ok(());
    }
    let name = escaped(name);
    writeln!(out, "{BOLD}--- {name}{BOLD:#}\n{BOLD}+++ {name}{BOLD:#}")?;
    for group in groups {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
        let removed = extent(first.old_range().start, last.old_range().end);
        let added = extent(first.new_range().start, last.new_range().end);
        writeln!(out, "{PLACE}@@ -{removed} +{added} @@{PLACE:#}")?;
        for op in group {
            if op.tag() == DiffTag::Equal {
                old.write(out, op.old_range(), ' ', Style::new())?;
                continue;
            }
            old.write(out, op.old_range(), '-', REMOVED)?;
            new.write(out, op.new_range(), '+', ADDED)?;
        }
    }
    Ok(())
}

/// The first line, counted from 1, and the number of lines; of none, the line before.
fn extent(start: usize, end: usize) -> String {
    match end - start {
        0 => format!("{start},0"),
        1 => (start + 1).to_string(),
        count => format!("{},{count}", start + 1),
    }
}

/// The lines of a text, and what must not be shown in them.
struct Lines<'t> {
    all: Vec<&'t [u8]>,
    /// Where each line starts.
    starts: Vec<usize>,
    secrets: Vec<Loc>,
}

impl<'t> Lines<'t> {
    fn new(text: &'t [u8]) -> Self {
        let all: Vec<&[u8]> = text.split_inclusive(|byte| *byte == b'\n').collect();
        let starts = all.iter().scan(0, |at, line| Some(std::mem::replace(at, *at + line.len()))).collect();
        Self { all, starts, secrets: secrets::find(text) }
    }

    fn write(&self, out: &mut dyn Write, range: std::ops::Range<usize>, sign: char, style: Style) -> io::Result<()> {
        for (line, start) in self.all[range.clone()].iter().zip(&self.starts[range]) {
            let (shown, end) = match line.strip_suffix(b"\n") {
                Some(shown) => (shown, ""),
                None => (*line, "\n\\ No newline at end of file"),
            };
            writeln!(out, "{style}{sign}{}{style:#}{end}", self.masked(shown, *start))?;
        }
        Ok(())
    }

    fn masked(&self, line: &[u8], start: usize) -> String {
        let mut shown = String::with_capacity(line.len());
        let mut at = 0;
        let mut push = |bytes: &[u8]| {
            for c in String::from_utf8_lossy(bytes).chars() {
                // Tabs and line ends show as what they are, and the difference stays one that can be applied.
                match c {
                    '\t' | '\r' => shown.push(c),
                    c if is_deceptive(c) => shown.extend(c.escape_debug()),
                    c => shown.push(c),
                }
            }
        };
        for secret in &self.secrets {
            let from = secret.range().start.max(start + at) - start;
            let to = secret.range().end.min(start + line.len()).saturating_sub(start);
            if from < to {
                push(&line[at..from]);
                push(b"***");
                at = to;
            }
        }
        push(&line[at..]);
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(old: &str, new: &str) -> String {
        let mut out = Vec::new();
        unified(&mut out, "a.json", old.as_bytes(), new.as_bytes()).unwrap();
        anstream::adapter::strip_str(&String::from_utf8(out).unwrap()).to_string()
    }

    #[test]
    fn a_difference_is_shown_as_diff_does() {
        assert_eq!(diff("a\n", "a\n"), "");
        assert_eq!(diff("a\nb\nc\n", "a\nx\nc\n"), "--- a.json\n+++ a.json\n@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n");
        assert_eq!(
            diff("a\n", "a\nb"),
            "--- a.json\n+++ a.json\n@@ -1 +1,2 @@\n a\n+b\n\\ No newline at end of file\n"
        );
        assert_eq!(diff("", "a\n"), "--- a.json\n+++ a.json\n@@ -0,0 +1 @@\n+a\n");
        let long = (0..20).map(|n| n.to_string()).collect::<Vec<_>>().join("\n") + "\n";
        assert_eq!(
            diff(&long, &long.replace("3\n", "x\n").replace("1x", "13").replace("17\n", "")),
            "--- a.json\n+++ a.json\n@@ -1,7 +1,7 @@\n 0\n 1\n 2\n-3\n+x\n 4\n 5\n 6\n@@ -15,6 +15,5 @@\n 14\n 15\n 16\n-17\n 18\n 19\n"
        );
    }

    #[test]
    fn secrets_and_control_characters_are_not_shown() {
        let old = "{ \"url\": \"http://me:pw@a.io/?k=1\",\r\n\t\"x\": \"\u{1b}[2J\" }";
        assert_eq!(
            diff(old, &old.replace("http:", "https:")),
            "--- a.json\n+++ a.json\n@@ -1,2 +1,2 @@\n-{ \"url\": \"http://***@a.io/?***\",\r\n+{ \"url\": \"https://***@a.io/?***\",\r\n \
             \t\"x\": \"\\u{1b}[2J\" }\n\\ No newline at end of file\n"
        );
    }
}

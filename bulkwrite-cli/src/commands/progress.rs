//! How far long work is: one line on the terminal, and nothing anywhere else.

use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write as _};
use std::time::{Duration, Instant};

use bulkwrite_data::Progress;
use bulkwrite_render::grouped;

use crate::terminal::Terminal;

/// Work that is done sooner shows nothing.
const PATIENCE: Duration = Duration::from_millis(500);
const PAUSE: Duration = Duration::from_millis(100);

/// A line that is written anew again and again.
pub(super) struct Bar {
    is_shown: bool,
    started: Instant,
    told: Option<Instant>,
    /// How much there is to read, where that is known.
    total: Option<u64>,
    /// What was read of the files before this one.
    before: (u64, u64),
    file: String,
    last: (u64, u64),
}

impl Bar {
    pub(super) fn new(terminal: &Terminal, total: Option<u64>) -> Self {
        let is_shown = !terminal.quiet && io::stderr().is_terminal();
        let none = (0, 0);
        Self { is_shown, started: Instant::now(), told: None, total, before: none, file: String::new(), last: none }
    }

    pub(super) fn tell(&mut self, progress: Progress<'_>) {
        if !self.is_shown {
            return;
        }
        if self.file != progress.file {
            self.before = (self.before.0 + self.last.0, self.before.1 + self.last.1);
            progress.file.clone_into(&mut self.file);
        }
        self.last = (progress.bytes, progress.rows);
        let spent = self.started.elapsed();
        if spent < PATIENCE || self.told.is_some_and(|told| told.elapsed() < PAUSE) {
            return;
        }
        self.told = Some(Instant::now());
        let (bytes, rows) = (self.before.0 + progress.bytes, self.before.1 + progress.rows);
        // Nobody is left to tell when standard error is closed.
        let _ = write!(io::stderr(), "\r{}\x1b[K", line(rows, bytes, self.total, spent));
    }

    /// Takes the line away.
    pub(super) fn clear(&mut self) {
        if self.told.take().is_some() {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}

/// `1,203,000 rows, 412 MB/s, 3 s left`
fn line(rows: u64, bytes: u64, total: Option<u64>, spent: Duration) -> String {
    let millis = u64::try_from(spent.as_millis()).unwrap_or(u64::MAX).max(1);
    let mut text = format!("{} rows, {} MB/s", grouped(rows), bytes / 1_000 / millis);
    // In a ZIP there are more bytes than the ZIP has.
    if let Some(rest) = total.and_then(|total| total.checked_sub(bytes)).filter(|_| bytes > 0) {
        let left = u128::from(rest) * u128::from(millis) / u128::from(bytes) / 1_000;
        let shown = if left < 60 { format!("{left} s") } else { format!("{} min {:02} s", left / 60, left % 60) };
        let _ = write!(text, ", {shown} left");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_tells_rows_speed_and_what_is_left() {
        for (bytes, total, expected) in [
            (400_000_000, Some(1_000_000_000), "1,203,000 rows, 200 MB/s, 3 s left"),
            (4_000_000, Some(1_000_000_000), "1,203,000 rows, 2 MB/s, 8 min 18 s left"),
            (400_000_000, None, "1,203,000 rows, 200 MB/s"),
            (400_000_000, Some(5_000), "1,203,000 rows, 200 MB/s"),
            (0, Some(5_000), "1,203,000 rows, 0 MB/s"),
        ] {
            assert_eq!(line(1_203_000, bytes, total, Duration::from_secs(2)), expected);
        }
    }
}

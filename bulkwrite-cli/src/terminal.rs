//! Where output goes, and how it may look there.

use std::io::{self, BufWriter, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Effects, Style};

use crate::cli::{Color, Global};

/// The colours of rustc.
pub(crate) const ERROR: Style = AnsiColor::BrightRed.on_default().effects(Effects::BOLD);
pub(crate) const WARNING: Style = AnsiColor::Yellow.on_default().effects(Effects::BOLD);
pub(crate) const ACCENT: Style = AnsiColor::BrightBlue.on_default().effects(Effects::BOLD);
pub(crate) const GOOD: Style = AnsiColor::BrightGreen.on_default().effects(Effects::BOLD);
pub(crate) const CODE: Style = AnsiColor::Cyan.on_default();
pub(crate) const BOLD: Style = Style::new().effects(Effects::BOLD);
pub(crate) const FAINT: Style = Style::new().effects(Effects::DIMMED);

/// The width assumed where there is no terminal, as rustc does.
const DEFAULT_WIDTH: usize = 140;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Terminal {
    color: ColorChoice,
    /// How many columns there are.
    pub(crate) width: usize,
    /// Whether text may carry links.
    pub(crate) links: bool,
    /// Whether only findings are printed.
    pub(crate) quiet: bool,
}

impl Terminal {
    pub(crate) fn new(global: Global) -> Self {
        let color = match global.color {
            Color::Auto => AutoStream::choice(&io::stdout()),
            Color::Always => ColorChoice::AlwaysAnsi,
            Color::Never => ColorChoice::Never,
        };
        let is_terminal = io::stdout().is_terminal();
        let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let measured = || terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0));
        let width = columns.or_else(measured).filter(|&width| width > 0).unwrap_or(DEFAULT_WIDTH);
        Self { color, width, links: is_terminal && color != ColorChoice::Never, quiet: global.quiet }
    }

    /// Standard output for people: styles are dropped where they are not wanted.
    pub(crate) fn styled(&self) -> impl Write + use<> {
        BufWriter::with_capacity(1 << 16, AutoStream::new(io::stdout(), self.color))
    }

    /// Standard error for people: what is no result.
    pub(crate) fn aside(&self) -> impl Write + use<> {
        let choice = match self.color {
            ColorChoice::AlwaysAnsi | ColorChoice::Never => self.color,
            _ => AutoStream::choice(&io::stderr()),
        };
        BufWriter::new(AutoStream::new(io::stderr(), choice))
    }

    /// Standard output for programs, byte for byte.
    pub(crate) fn plain() -> impl Write {
        BufWriter::with_capacity(1 << 16, io::stdout())
    }

    /// Says on standard error that something could not be done.
    pub(crate) fn complain(&self, message: impl std::fmt::Display) {
        self.tell(ERROR, "error", &message);
    }

    /// Says on standard error what the result lacks.
    pub(crate) fn warn(&self, message: impl std::fmt::Display) {
        self.tell(WARNING, "warning", &message);
    }

    /// Says something on standard error that is no finding.
    pub(crate) fn note(&self, message: impl std::fmt::Display) {
        if !self.quiet {
            self.tell(GOOD, "note", &message);
        }
    }

    fn tell(&self, style: Style, level: &str, message: &dyn std::fmt::Display) {
        // Nobody is left to tell when standard error is closed.
        let _ = writeln!(self.aside(), "{style}{level}{style:#}{BOLD}:{BOLD:#} {message}");
    }
}

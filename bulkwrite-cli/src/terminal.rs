//! Where output goes, and how it may look there.

use std::io::{self, BufWriter, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};
use anstyle::Style;
use bulkwrite_render::{BOLD, ERROR, GOOD, Look, WARNING};

use crate::cli::{Color, Global};

#[derive(Clone, Copy, Debug)]
pub(crate) struct Terminal {
    color: ColorChoice,
    /// How many columns there are.
    pub(crate) width: usize,
    /// Whether text may carry links.
    pub(crate) links: bool,
    /// Whether only findings are printed.
    pub(crate) quiet: bool,
    /// Whether answers of the CRM are shown whole.
    pub(crate) verbose: bool,
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
        let width = columns.or_else(measured).filter(|&width| width > 0).unwrap_or(Look::PLAIN.width);
        Self {
            color,
            width,
            links: is_terminal && color != ColorChoice::Never,
            quiet: global.quiet,
            verbose: global.verbose,
        }
    }

    /// How findings look here. Colours that are not wanted are dropped where they are written.
    pub(crate) const fn look(&self) -> Look {
        Look { colors: true, width: self.width, links: self.links, summary: !self.quiet, verbose: self.verbose }
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

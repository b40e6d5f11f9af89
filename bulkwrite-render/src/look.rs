//! Colours and width.

use anstyle::{AnsiColor, Effects, Style};
use bulkwrite_core::Level;

/// Errors, in the colours of rustc, as all that follow.
pub const ERROR: Style = AnsiColor::BrightRed.on_default().effects(Effects::BOLD);
/// Warnings.
pub const WARNING: Style = AnsiColor::Yellow.on_default().effects(Effects::BOLD);
/// The frame around a source.
pub const ACCENT: Style = AnsiColor::BrightBlue.on_default().effects(Effects::BOLD);
/// Notes.
pub const GOOD: Style = AnsiColor::BrightGreen.on_default().effects(Effects::BOLD);
/// Code, and the word "help".
pub const CODE: Style = AnsiColor::Cyan.on_default();
/// Headings and messages.
pub const BOLD: Style = Style::new().effects(Effects::BOLD);
/// What matters less.
pub const FAINT: Style = Style::new().effects(Effects::DIMMED);

/// How output for people may look.
///
/// ```
/// use bulkwrite_render::{BOLD, Look};
///
/// let look = Look { width: 80, ..Look::PLAIN };
/// assert_eq!(look.paint(BOLD), anstyle::Style::new());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Look {
    /// Whether there are colours, as ANSI sequences.
    pub colors: bool,
    /// How many columns a line of the source may take.
    pub width: usize,
    /// Whether names of rules lead to their pages, as terminals take links.
    pub links: bool,
    /// Whether the findings are counted in the end.
    pub summary: bool,
    /// Whether the answers that the CRM would give are shown whole.
    pub verbose: bool,
}

impl Look {
    /// Text without colours and links, as wide as rustc takes a page to be.
    pub const PLAIN: Self = Self { colors: false, width: 140, links: false, summary: true, verbose: false };

    /// A style, or none where there are no colours.
    pub const fn paint(&self, style: Style) -> Style {
        if self.colors { style } else { Style::new() }
    }
}

impl Default for Look {
    fn default() -> Self {
        Self::PLAIN
    }
}

/// The style of a level.
pub const fn style(level: Level) -> Style {
    match level {
        Level::Error => ERROR,
        Level::Warning => WARNING,
    }
}

//! Lines of a source with carets under them, as rustc draws them.
//!
//! Whatever the source, what is drawn is bounded: a line is cut to the width of the terminal around what is marked.

use std::fmt::Write;

use anstyle::Style;
use bulkwrite_core::json::LineIndex;
use bulkwrite_core::{Loc, is_deceptive, sort};
use unicode_width::UnicodeWidthChar;

use crate::place::{is_bracket, shown};
use crate::{ACCENT, Look};

/// A place to underline.
#[derive(Clone, Copy, Debug)]
pub struct Mark<'m> {
    /// Where it is.
    pub loc: Loc,
    /// What is said there; may be empty.
    pub label: &'m str,
    /// Whether it is the place of the finding, not one that belongs to it.
    pub primary: bool,
}

/// A text to draw lines of.
#[derive(Clone, Copy, Debug)]
pub struct Sheet<'s> {
    /// The text.
    pub text: &'s [u8],
    /// Its lines.
    pub lines: &'s LineIndex<'s>,
    /// What must not be shown, in reading order.
    pub secrets: &'s [Loc],
    /// The number of its first line: more than 1 where it is an excerpt.
    pub first_line: u32,
    /// How it may look.
    pub look: Look,
    /// The style of primary marks.
    pub style: Style,
    /// Whether line numbers are shown.
    pub numbers: bool,
}

/// Lines that are ready to be drawn.
#[derive(Debug)]
pub struct Snippet {
    rows: Vec<Row>,
    style: Style,
    accent: Style,
    numbers: bool,
    /// The width of the line numbers.
    gutter: usize,
}

/// A part of a line, and what is marked in it.
#[derive(Debug)]
struct Row {
    line: u32,
    shown: String,
    spots: Vec<Spot>,
}

/// A marked range of columns.
#[derive(Debug)]
struct Spot {
    columns: std::ops::Range<usize>,
    label: String,
    primary: bool,
}

/// A mark on its line, in bytes of the text.
struct Placed<'m> {
    line: u32,
    bytes: std::ops::Range<usize>,
    mark: Mark<'m>,
    /// Whether only the bracket is left of a primary mark over several lines.
    opens: bool,
}

/// A character of a line as it is shown.
struct Cell {
    offset: usize,
    column: usize,
    width: usize,
    shown: Shown,
}

enum Shown {
    As(char),
    Escaped(char),
    Blank,
    Secret,
}

/// No terminal is taken to be narrower.
const LEAST_WIDTH: usize = 24;
/// What stands for the part of a line that is cut.
const CUT: &str = "...";
/// How many lines are shown below a bracket.
const CONTEXT: u32 = 2;
/// As rustc shows tabs.
const TAB: usize = 4;

impl Sheet<'_> {
    /// Lays out the lines that the marks are on.
    pub fn snippet(&self, marks: &[Mark<'_>]) -> Snippet {
        let mut placed: Vec<Placed<'_>> = marks.iter().map(|mark| self.place(*mark)).collect();
        sort::by_key(&mut placed, |place| (place.line, place.bytes.start, place.bytes.end));
        let digits =
            |line: Option<u32>| line.filter(|_| self.numbers).map_or(0, |line| self.number(line).to_string().len());
        let last = placed.last().map(|place| place.line + CONTEXT);
        let room = self.look.width.saturating_sub(digits(last) + 3).max(LEAST_WIDTH);

        let mut rows: Vec<Row> = Vec::new();
        let mut rest = &placed[..];
        while let Some(first) = rest.first() {
            let whole = self.lines.line(first.line).len() <= room;
            let near = |place: &Placed<'_>| {
                place.line == first.line && (whole || place.bytes.end.saturating_sub(first.bytes.start) <= room / 4 * 3)
            };
            let together = 1 + rest[1..].iter().take_while(|place| near(place)).count();
            if rows.last().is_some_and(|row| row.line + 2 == first.line) {
                // A single line between two that are shown is shown as well.
                rows.push(self.row(first.line - 1, &[], room));
            }
            rows.push(self.row(first.line, &rest[..together], room));
            rest = &rest[together..];
            // A lone bracket does not tell which object is meant: its first entries do.
            let next = rest.first().map_or(u32::MAX, |place| place.line);
            let lines = if first.opens { first.line + 1..(first.line + 1 + CONTEXT).min(next) } else { 0..0 };
            rows.extend(lines.filter(|line| *line <= self.lines.count()).map(|line| self.row(line, &[], room)));
        }
        let gutter = digits(rows.last().map(|row| row.line));
        for row in &mut rows {
            row.line = self.number(row.line);
        }
        let (style, accent) = (self.look.paint(self.style), self.look.paint(ACCENT));
        Snippet { rows, style, accent, numbers: self.numbers, gutter }
    }

    /// Narrows a mark to one line: of an object or array that does not fit on it only the bracket is underlined.
    fn place<'m>(&self, mark: Mark<'m>) -> Placed<'m> {
        let (line, _) = self.lines.line_col(mark.loc.start);
        let (line_start, line_text) = self.line(line);
        let line_end = line_start + line_text.len();
        let shown = shown(self.text, self.lines, mark.loc).range();
        let (start, bracket) = (shown.start, is_bracket(self.text, shown.start));
        let end = if bracket && shown.len() > self.look.width / 2 { start + 1 } else { shown.end };
        let opens = mark.primary && bracket && mark.loc.end as usize > line_end;
        Placed { line, bytes: start..end, mark, opens }
    }

    /// The number of a line in the source.
    const fn number(&self, line: u32) -> u32 {
        line.saturating_add(self.first_line).saturating_sub(1)
    }

    /// A line, and the byte that it starts at.
    fn line(&self, line: u32) -> (usize, &[u8]) {
        let text = self.lines.line(line);
        (text.as_ptr().addr().saturating_sub(self.text.as_ptr().addr()).min(self.text.len()), text)
    }

    /// Draws the part of a line that the marks are in.
    fn row(&self, line: u32, marks: &[Placed<'_>], room: usize) -> Row {
        let (line_start, text) = self.line(line);
        let line_end = line_start + text.len();
        let first = marks.iter().map(|place| place.bytes.start).min().unwrap_or(line_start);
        let last = marks.iter().map(|place| place.bytes.end).max().unwrap_or(first).min(first + 4 * room);
        // No character takes more than four bytes, so this is more than can be shown.
        let from = self.boundary(first.saturating_sub(4 * room).max(line_start));
        let to = self.boundary((last + 4 * room).min(line_end));
        let cells = self.cells(from, to);

        let width = cells.last().map_or(0, |cell| cell.column + cell.width);
        let column = |offset: usize| {
            cells.get(cells.partition_point(|cell| cell.offset < offset)).map_or(width, |cell| cell.column)
        };
        let (mut left, mut right) = (0, width);
        if width > room {
            let label = marks.last().map_or(0, |place| place.mark.label.chars().count().min(room / 3) + 1);
            let wanted = (column(last) + label).saturating_sub(column(first)).min(room - 2 * CUT.len());
            left = column(first).saturating_sub((room - wanted) / 2).min(width.saturating_sub(room));
            right = (left + room).min(width);
        }
        let (cut_left, cut_right) = (left > 0 || from > line_start, right < width || to < line_end);

        let mut shown = String::with_capacity(right - left);
        let inner =
            left + if cut_left { CUT.len() } else { 0 }..right - if cut_right { CUT.len().min(right) } else { 0 };
        if cut_left {
            shown.push_str(CUT);
        }
        let mut at = inner.start;
        for cell in cells.iter().filter(|cell| inner.start <= cell.column && cell.column + cell.width <= inner.end) {
            // Half of a wide character may have been cut.
            shown.extend(std::iter::repeat_n(' ', cell.column.saturating_sub(at)));
            at = cell.column + cell.width;
            match cell.shown {
                Shown::As(c) => shown.push(c),
                Shown::Escaped(c) => shown.extend(c.escape_unicode()),
                Shown::Blank => shown.extend(std::iter::repeat_n(' ', cell.width)),
                Shown::Secret => shown.extend(std::iter::repeat_n('*', cell.width)),
            }
        }
        if cut_right {
            shown.push_str(CUT);
        }

        let spots = marks.iter().map(|place| {
            let start = column(place.bytes.start).clamp(left, right) - left;
            let end = column(place.bytes.end).clamp(left, right) - left;
            Spot { columns: start..end.max(start + 1), label: place.mark.label.to_owned(), primary: place.mark.primary }
        });
        Row { line, shown: shown.trim_end().to_owned(), spots: spots.collect() }
    }

    /// The start of the character that the byte at `offset` belongs to.
    fn boundary(&self, mut offset: usize) -> usize {
        let least = offset.saturating_sub(3);
        while offset > least && self.text.get(offset).is_some_and(|byte| byte & 0xC0 == 0x80) {
            offset -= 1;
        }
        offset
    }

    fn cells(&self, from: usize, to: usize) -> Vec<Cell> {
        let mut secrets = &self.secrets[self.secrets.partition_point(|secret| secret.range().end <= from)..];
        let mut cells: Vec<Cell> = Vec::with_capacity(to.saturating_sub(from));
        let (mut offset, mut column) = (from, 0);
        for chunk in self.text[from..to].utf8_chunks() {
            let broken = (!chunk.invalid().is_empty()).then_some((char::REPLACEMENT_CHARACTER, chunk.invalid().len()));
            for (c, len) in chunk.valid().chars().map(|c| (c, c.len_utf8())).chain(broken) {
                while secrets.first().is_some_and(|secret| secret.range().end <= offset) {
                    secrets = &secrets[1..];
                }
                let is_secret = secrets.first().is_some_and(|secret| secret.range().contains(&offset));
                let (shown, width) = match c {
                    _ if is_secret => (Shown::Secret, c.width().unwrap_or(1).max(1)),
                    '\t' => (Shown::Blank, TAB),
                    '\u{feff}' if offset == 0 => (Shown::Blank, 0),
                    c if is_deceptive(c) => (Shown::Escaped(c), c.escape_unicode().len()),
                    c => (Shown::As(c), c.width().unwrap_or(1)),
                };
                cells.push(Cell { offset, column, width, shown });
                offset += len;
                column += width;
            }
        }
        cells
    }
}

impl Snippet {
    /// How far the lines below are indented: as wide as the line numbers.
    pub const fn gutter(&self) -> usize {
        self.gutter
    }

    /// Appends a line below the drawn ones: `= help: …`.
    pub fn attach(&self, out: &mut String, style: Style, word: &str, text: &str) {
        let (gutter, accent) = (self.gutter, self.accent);
        let _ = writeln!(out, "{:gutter$} {accent}={accent:#} {style}{word}{style:#}: {text}", "");
    }

    /// Draws the lines, with an empty one before and after.
    pub fn draw(&self, out: &mut String) {
        self.bar(out, None);
        out.push('\n');
        let mut before: Option<u32> = None;
        for row in &self.rows {
            if before.is_some_and(|before| before + 1 != row.line) {
                let accent = self.accent;
                let _ = writeln!(out, "{accent}...{accent:#}");
            }
            before = Some(row.line);
            self.bar(out, Some(row.line));
            let _ = writeln!(out, "{}{}", if row.shown.is_empty() { "" } else { " " }, row.shown);
            self.underline(out, row);
        }
        self.bar(out, None);
        out.push('\n');
    }

    fn bar(&self, out: &mut String, line: Option<u32>) {
        let (gutter, accent) = (self.gutter, self.accent);
        let _ = match line.filter(|_| self.numbers) {
            Some(line) => write!(out, "{accent}{line:>gutter$} |{accent:#}"),
            None => write!(out, "{accent}{:gutter$} |{accent:#}", ""),
        };
    }

    /// Draws what stands below a line: carets and dashes, then the labels, from right to left.
    fn underline(&self, out: &mut String, row: &Row) {
        if row.spots.is_empty() {
            return;
        }
        let style = |primary: bool| if primary { self.style } else { self.accent };
        let mut line = Painted::default();
        for primary in [false, true] {
            for spot in row.spots.iter().filter(|spot| spot.primary == primary) {
                let sign = if primary { '^' } else { '-' };
                line.put(spot.columns.start, std::iter::repeat_n(sign, spot.columns.len()), style(primary));
            }
        }
        let mut labelled: Vec<&Spot> = row.spots.iter().filter(|spot| !spot.label.is_empty()).collect();
        sort::by_key(&mut labelled, |spot| spot.columns.start);
        let end = row.spots.iter().map(|spot| spot.columns.end).max().unwrap_or_default();
        if let Some(spot) = labelled.pop_if(|spot| spot.columns.end == end) {
            line.put(end + 1, spot.label.chars(), style(spot.primary));
        }
        self.painted(out, &line);

        let bars = |line: &mut Painted, spots: &[&Spot]| {
            for spot in spots {
                line.put(spot.columns.start, ['|'], style(spot.primary));
            }
        };
        if !labelled.is_empty() {
            let mut line = Painted::default();
            bars(&mut line, &labelled);
            self.painted(out, &line);
        }
        while let Some(spot) = labelled.pop() {
            let mut line = Painted::default();
            bars(&mut line, &labelled);
            line.put(spot.columns.start, spot.label.chars(), style(spot.primary));
            self.painted(out, &line);
        }
    }

    fn painted(&self, out: &mut String, line: &Painted) {
        self.bar(out, None);
        out.push(' ');
        line.write(out);
        out.push('\n');
    }
}

/// A line of characters, each with its style.
#[derive(Default)]
struct Painted(Vec<(char, Option<Style>)>);

impl Painted {
    fn put(&mut self, column: usize, text: impl IntoIterator<Item = char>, style: Style) {
        for (i, c) in text.into_iter().enumerate() {
            if self.0.len() <= column + i {
                self.0.resize(column + i + 1, (' ', None));
            }
            self.0[column + i] = (c, Some(style));
        }
    }

    fn write(&self, out: &mut String) {
        for run in self.0.chunk_by(|a, b| a.1 == b.1) {
            let text: String = run.iter().map(|(c, _)| *c).collect();
            let _ = match run[0].1 {
                Some(style) => write!(out, "{style}{text}{style:#}"),
                None => write!(out, "{text}"),
            };
        }
    }
}

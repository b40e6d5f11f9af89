//! What the data of a job comes to: rows, and what each column holds.

use std::fmt::Write as _;

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use crate::{BOLD, FAINT, Look, Object, escaped, grouped};

/// What the data of a job comes to.
///
/// ```
/// use bulkwrite_render::data::{DataColumn, DataFile, DataSummary};
/// use bulkwrite_render::Look;
///
/// let start = DataColumn { index: 1, header: "Start".into(), field: "Start_Date".into(), kind: "a date".into(), filled: 24_998,
///     distinct: 365, smallest: "2024-01-01".into(), largest: "2024-12-31".into(), findings: 312, ..DataColumn::default() };
/// let file = DataFile { name: "leads.csv".into(), rows: 24_998, skipped: 312, clearing: 0, columns: Some(vec![start]) };
/// let data = DataSummary { files: vec![file] };
/// assert_eq!(data.sentence(), "24,686 of 24,998 rows would be written; 312 would be skipped");
/// assert_eq!(data.table(Look::PLAIN), "\
/// columns of leads.csv
///   column  header  field       type    filled  distinct  smallest    largest     findings
///        2  Start   Start_Date  a date  24,998       365  2024-01-01  2024-12-31       312
///
/// ");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DataSummary {
    /// Each CSV.
    pub files: Vec<DataFile>,
}

/// What a CSV comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DataFile {
    /// What it is called.
    pub name: String,
    /// How many rows it has.
    pub rows: u64,
    /// How many of them would be skipped.
    pub skipped: u64,
    /// How many cells would empty a field.
    pub clearing: u64,
    /// What its columns hold, where that is wanted.
    pub columns: Option<Vec<DataColumn>>,
}

/// What a column holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DataColumn {
    /// Its place, from 0.
    pub index: usize,
    /// What the header calls it.
    pub header: String,
    /// The field that it goes into; empty if the job does not take it.
    pub field: String,
    /// What the field is; empty where that is not known.
    pub kind: String,
    /// How many of its cells are not blank.
    pub filled: u64,
    /// How many different values there are.
    pub distinct: u64,
    /// Whether there are more than were counted.
    pub has_more: bool,
    /// The smallest value.
    pub smallest: String,
    /// The largest value.
    pub largest: String,
    /// How many of its cells have a finding.
    pub findings: u64,
}

impl DataSummary {
    /// How many rows there are, would be skipped, and how many cells would empty a field.
    pub fn totals(&self) -> (u64, u64, u64) {
        self.files.iter().fold((0, 0, 0), |(rows, skipped, clearing), file| {
            (rows + file.rows, skipped + file.skipped, clearing + file.clearing)
        })
    }

    /// `24,686 of 24,998 rows would be written; 312 would be skipped; 1,203 cells would empty a field`
    pub fn sentence(&self) -> String {
        let (rows, skipped, clearing) = self.totals();
        let plural =
            |number: u64, what: &str| format!("{} {what}{}", grouped(number), if number == 1 { "" } else { "s" });
        let mut text = format!("{} of {} would be written", grouped(rows - skipped), plural(rows, "row"));
        if skipped > 0 {
            let _ = write!(text, "; {} would be skipped", grouped(skipped));
        }
        if clearing > 0 {
            let _ = write!(text, "; {} would empty a field", plural(clearing, "cell"));
        }
        text
    }

    /// The object for a program.
    pub fn json(&self) -> String {
        let (rows, skipped, clearing) = self.totals();
        let number = |object: &mut Object, key: &str, number: u64| {
            object.raw(key, &number.to_string());
        };
        let column = |column: &DataColumn| {
            let mut object = Object::new();
            object
                .number("field_index", column.index)
                .string("header", &column.header)
                .optional("field", Some(&*column.field).filter(|field| !field.is_empty()))
                .optional("type", Some(&*column.kind).filter(|kind| !kind.is_empty()));
            number(&mut object, "filled", column.filled);
            number(&mut object, "distinct", column.distinct);
            object
                .boolean("distinct_is_least", column.has_more)
                .optional("smallest", Some(&*column.smallest).filter(|value| !value.is_empty()))
                .optional("largest", Some(&*column.largest).filter(|value| !value.is_empty()));
            number(&mut object, "findings", column.findings);
            object.close()
        };
        let file = |file: &DataFile| {
            let mut object = Object::new();
            object.string("file", &file.name);
            number(&mut object, "rows", file.rows);
            number(&mut object, "written", file.rows - file.skipped);
            number(&mut object, "skipped", file.skipped);
            number(&mut object, "clearing", file.clearing);
            if let Some(columns) = &file.columns {
                object.list("columns", columns.iter().map(column));
            }
            object.close()
        };
        let mut object = Object::new();
        number(&mut object, "rows", rows);
        number(&mut object, "written", rows - skipped);
        number(&mut object, "skipped", skipped);
        number(&mut object, "clearing", clearing);
        object.list("files", self.files.iter().map(file));
        object.close()
    }

    /// The columns as tables for people, no wider than the terminal as far as that can be done.
    pub fn table(&self, look: Look) -> String {
        let mut out = String::new();
        for file in &self.files {
            let Some(columns) = &file.columns else { continue };
            let bold = look.paint(BOLD);
            let _ = writeln!(out, "{bold}columns of {}{bold:#}", escaped(&file.name));
            table(&mut out, columns, look);
            out.push('\n');
        }
        out
    }
}

const HEADS: [&str; 9] = ["column", "header", "field", "type", "filled", "distinct", "smallest", "largest", "findings"];
/// The columns of the table that hold texts: these are cut where there is no room.
const TEXTS: [usize; 5] = [1, 2, 3, 6, 7];
/// What is left out first where there is still no room.
const SPARE: [usize; 5] = [3, 5, 7, 6, 2];
const LEAST: usize = 8;
const MOST: usize = 32;

fn cells(column: &DataColumn) -> [String; 9] {
    let or_dash = |text: &str| if text.is_empty() { "-".to_owned() } else { escaped(text).into_owned() };
    [
        (column.index + 1).to_string(),
        or_dash(&column.header),
        or_dash(&column.field),
        or_dash(&column.kind),
        grouped(column.filled),
        format!("{}{}", grouped(column.distinct), if column.has_more { "+" } else { "" }),
        or_dash(&column.smallest),
        or_dash(&column.largest),
        if column.findings == 0 { "-".to_owned() } else { grouped(column.findings) },
    ]
}

fn table(out: &mut String, columns: &[DataColumn], look: Look) {
    let rows: Vec<[String; 9]> = columns.iter().map(cells).collect();
    let mut widths: Vec<usize> = (0..HEADS.len())
        .map(|at| rows.iter().map(|row| row[at].width()).chain([HEADS[at].len()]).max().unwrap_or(0).min(MOST))
        .collect();
    let mut shown: Vec<usize> = (0..HEADS.len()).collect();
    let total = |shown: &[usize], widths: &[usize]| shown.iter().map(|at| widths[*at] + 2).sum::<usize>();
    let mut spare = SPARE.iter();
    while total(&shown, &widths) > look.width {
        let widest = TEXTS.into_iter().filter(|at| shown.contains(at)).max_by_key(|at| widths[*at]);
        if let Some(widest) = widest.filter(|at| widths[*at] > LEAST) {
            widths[widest] -= 1;
        } else if let Some(left_out) = spare.next() {
            shown.retain(|at| at != left_out);
        } else {
            break;
        }
    }
    let faint = look.paint(FAINT);
    let heads = HEADS.map(str::to_owned);
    for (number, row) in std::iter::once(&heads).chain(&rows).enumerate() {
        let mut line = String::new();
        for at in &shown {
            let text = cut(&row[*at], widths[*at]);
            let blanks = " ".repeat(widths[*at] - text.width());
            let is_text = TEXTS.contains(at);
            let (before, after) = if is_text { ("", &*blanks) } else { (&*blanks, "") };
            let _ = write!(line, "  {before}{text}{after}");
        }
        let line = line.trim_end();
        let _ = if number == 0 { writeln!(out, "{faint}{line}{faint:#}") } else { writeln!(out, "{line}") };
    }
}

/// A text that takes no more than so many columns.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let (mut out, mut taken) = (String::new(), 1);
    for c in text.chars() {
        taken += c.width().unwrap_or(0);
        if taken > width {
            break;
        }
        out.push(c);
    }
    out.push('…');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_fits_the_terminal() {
        let long = |text: &str| text.repeat(9);
        let column = DataColumn {
            header: long("Название "),
            field: long("Field_"),
            kind: "a picklist".to_owned(),
            filled: 25_000,
            distinct: 65_536,
            has_more: true,
            smallest: long("東京"),
            largest: "\u{1b}[31mred".to_owned(),
            ..DataColumn::default()
        };
        let file = DataFile { columns: Some(vec![column]), ..DataFile::default() };
        let data = DataSummary { files: vec![file] };
        for width in [40, 60, 80, 120, 300] {
            let shown = data.table(Look { width, ..Look::PLAIN });
            assert!(shown.lines().skip(1).all(|line| line.width() <= width), "{width}\n{shown}");
            assert!(shown.contains("findings") && shown.contains("25,000") && !shown.contains('\u{1b}'), "{shown}");
        }
        assert!(data.table(Look { width: 300, ..Look::PLAIN }).contains("65,536+"));
    }
}

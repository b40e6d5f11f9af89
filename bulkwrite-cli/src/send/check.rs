//! What the checks find in a job and its data before it is sent, in every format.

use std::io::{self, Write};
use std::ops::ControlFlow;

use bulkwrite_data::{DataChecker, DataReport, Input};
use bulkwrite_render::github::Github;
use bulkwrite_render::human::Human;
use bulkwrite_render::sarif::Sarif;
use bulkwrite_render::{Finding, Output, Totals, View, json};
use serde_json::{Map, Value};

use super::data::Source;
use super::job::Text;
use super::report;
use crate::cli::send::RowFormat;
use crate::exit::Exit;
use crate::output::File;
use crate::terminal::Terminal;

/// What was found.
pub(crate) struct Checked {
    pub(crate) file: File,
    pub(crate) data: Option<DataReport>,
}

/// Checks the files for the job; the error says which cannot be read.
pub(crate) fn data(text: &Text, sources: &[Source]) -> Result<DataReport, String> {
    let inputs = sources.iter().map(|source| Input::new(source.path.display().to_string(), &source.bytes[..]));
    DataChecker::of_json(&text.bytes, &text.options)
        .check_all(inputs.collect(), &|_| ControlFlow::Continue(()))
        .map_err(|error| format!("cannot check the data: {error}"))
}

impl Checked {
    fn views(&self) -> Vec<View<'_>> {
        let data = self.data.as_ref();
        let views = self.file.views(false).into_iter();
        views
            .map(|view| {
                let found = data.map(DataReport::diagnostics).unwrap_or_default();
                view.with(found.iter().filter_map(Finding::of_data).collect())
            })
            .collect()
    }

    /// Whether a rule found an error.
    pub(crate) fn has_errors(&self) -> bool {
        self.views().iter().any(|view| view.errors() > 0)
    }

    /// Shows what was found, where it is not a part of the document that is printed in the end.
    pub(crate) fn show(&self, format: RowFormat, terminal: &Terminal) -> io::Result<()> {
        for note in self.data.iter().flat_map(DataReport::notes) {
            terminal.note(bulkwrite_render::escaped(note));
        }
        let github = format == RowFormat::Github;
        let mut output: Box<dyn Output> = if github { Box::new(Github) } else { Box::new(Human::new(terminal.look())) };
        let text = self.written(&mut *output);
        let mut out: Box<dyn Write> = if github { Box::new(Terminal::plain()) } else { Box::new(terminal.aside()) };
        out.write_all(text.as_bytes())?;
        out.flush()
    }

    fn written(&self, output: &mut dyn Output) -> String {
        let (views, mut totals, mut text) = (self.views(), Totals::default(), String::new());
        totals.add(&views);
        for view in &views {
            output.job(&mut text, view);
        }
        output.finish(&mut text, &totals);
        text
    }

    /// What was found, as a part of the document that is printed in the end: as `bulkwrite check` prints it.
    pub(crate) fn value(&self, format: RowFormat) -> Value {
        let text = match format {
            RowFormat::Sarif => self.written(&mut Sarif::of(crate::rules::all())),
            _ => self.views().iter().map(json::line).collect(),
        };
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// Prints the document of a run that ends here.
    pub(crate) fn end(&self, format: RowFormat, exit: Exit) -> io::Result<Exit> {
        let mut document = Map::new();
        document.insert("outcome".to_owned(), "findings".into());
        document.insert("check".to_owned(), self.value(format));
        document.insert("exit_status".to_owned(), (exit as u8).into());
        report::print(&[], format, &Value::Object(document))?;
        Ok(exit)
    }
}

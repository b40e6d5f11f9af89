//! The data of a job.

use std::io::Cursor;
use std::ops::ControlFlow;

use bulkwrite_core::Report;
use bulkwrite_data::{DataChecker, DataReport, Input};
use bulkwrite_render::data::{DataFile, DataSummary};
use bulkwrite_render::{Finding, Look, Output, View, concise, escaped, human::Human, json};
use serde_json::json;
use wasm_bindgen::prelude::*;

use crate::Checker;

/// Files to check.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct Files(Vec<(String, Vec<u8>)>);

#[wasm_bindgen]
impl Files {
    /// No file yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file: a CSV, or a ZIP by its name.
    pub fn add(&mut self, name: String, content: Vec<u8>) {
        self.0.push((name, content));
    }
}

#[wasm_bindgen]
impl Checker {
    /// Checks a job and its data.
    pub fn check_data(
        &self,
        text: Vec<u8>,
        name: String,
        files: Files,
        values: bool,
        all_rows: bool,
    ) -> Result<Checked, JsError> {
        let mut checker = DataChecker::of_json(&text, self.0.options());
        checker.options.values = values;
        checker.options.all_rows = all_rows;
        let inputs = files.0.into_iter().map(|(name, content)| Input::new(name, Cursor::new(content))).collect();
        let data = checker
            .check_all(inputs, &|_| ControlFlow::Continue(()))
            .map_err(|error| JsError::new(&error.to_string()))?;
        let files = data.files().iter().map(|file| DataFile {
            name: file.name.clone(),
            rows: file.rows,
            skipped: file.skipped.len(),
            clearing: file.clearing,
            columns: None,
        });
        let summary = DataSummary { files: files.collect() };
        Ok(Checked { job: self.0.check_json(&text), text, name, data, summary })
    }
}

/// What was found in a job and its data.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Checked {
    job: Report,
    text: Vec<u8>,
    name: String,
    data: DataReport,
    summary: DataSummary,
}

#[wasm_bindgen]
impl Checked {
    /// The line that `bulkwrite check --data --format json` prints.
    pub fn line(&self) -> String {
        json::line(&self.view())
    }

    /// What the files come to, as JSON.
    pub fn totals(&self) -> String {
        let (rows, skipped, clearing) = self.data.totals();
        let files = self.data.files().iter().map(|file| {
            let columns = file.columns.iter().map(|column| {
                json!({
                    "index": column.index, "header": column.header, "apiName": column.api_name, "kind": column.kind,
                    "filled": column.filled, "findings": column.findings
                })
            });
            json!({
                "name": file.name, "rows": file.rows, "skipped": file.skipped.len(), "clearing": file.clearing,
                "header": file.header, "columns": columns.collect::<Vec<_>>()
            })
        });
        let files = files.collect::<Vec<_>>();
        json!({
            "summary": self.data.summary(), "rows": rows, "skipped": skipped, "clearing": clearing,
            "notes": self.data.notes(), "files": files
        })
        .to_string()
    }

    /// All of it as a person reads it.
    pub fn show(&self, colors: bool, width: usize) -> String {
        let mut out = String::new();
        Human::new(Look { colors, width, summary: false, ..Look::PLAIN }).job(&mut out, &self.view());
        for note in self.data.notes() {
            out.push_str("note: ");
            out.push_str(&escaped(note));
            out.push_str("\n\n");
        }
        out + &self.data.summary()
    }

    /// The findings in a line each.
    pub fn concise(&self) -> String {
        concise::lines(&self.view())
    }

    fn view(&self) -> View<'_> {
        let findings = self.data.diagnostics().iter().filter_map(Finding::of_data).collect();
        View::new(&self.name, &self.text, &self.job).with(findings).with_data(&self.summary)
    }
}

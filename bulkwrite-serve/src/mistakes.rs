//! What the checks of data say of rows: where the CRM is told what its fields hold, it looks at each cell.

use std::collections::HashMap;
use std::ops::ControlFlow;

use bulkwrite_core::metadata::Metadata;
use bulkwrite_core::response::ErrorCode;
use bulkwrite_core::{Job, Level};
use bulkwrite_data::{DataChecker, Input};
use bytes::Bytes;

/// The mistakes in the cells of a job's files.
#[derive(Debug, Default)]
pub(crate) struct Mistakes {
    /// By the position of the resource whose ZIP it is, the name of the file in it, and the row, from 1.
    rows: HashMap<(usize, String), HashMap<u64, Vec<Mistake>>>,
}

/// The error of a cell, and the header of its column.
type Mistake = (ErrorCode, String);

impl Mistakes {
    /// Looks for them; without metadata nothing is known of cells.
    pub(crate) fn of(job: &Job, metadata: &Metadata, zips: &[Bytes]) -> Self {
        let mut mistakes = Self::default();
        if metadata.is_empty() {
            return mistakes;
        }
        let mut checker = DataChecker::new(job, Some(metadata));
        checker.options.all_rows = true;
        checker.options.values = false;
        // Resources may share a ZIP.
        let first = |at: usize| zips.iter().position(|zip| *zip == zips[at]).unwrap_or(at);
        let inputs = (0..zips.len()).filter(|at| first(*at) == *at);
        let inputs = inputs.map(|at| Input::new(format!("{at}.zip"), &zips[at][..])).collect();
        let Ok(report) = checker.check_all(inputs, &|_| ControlFlow::Continue(())) else { return mistakes };
        for found in report.diagnostics() {
            let (Some(place), Some(prediction)) = (&found.data, &found.predicts) else { continue };
            // What is required, unique or a parent depends on the records that are there: it is found out row by row.
            let is_of_cell = matches!(prediction.code, ErrorCode::InvalidData)
                || found.rule.name == bulkwrite_data::rules::rounded_id::RULE.name;
            if found.level != Level::Error || !is_of_cell {
                continue;
            }
            let Some((zip, name)) = place.file.split_once(".zip/") else { continue };
            let Ok(first_of_zip) = zip.parse::<usize>() else { continue };
            let header = prediction.message.as_deref().and_then(|message| message.split_once('-'));
            let header = header.map_or("", |(_, header)| header);
            for position in (0..zips.len()).filter(|at| first(*at) == first_of_zip) {
                let rows = mistakes.rows.entry((position, name.to_owned())).or_default();
                for row in &place.rows {
                    rows.entry(*row).or_default().push((prediction.code.clone(), header.to_owned()));
                }
            }
        }
        mistakes
    }

    /// What is wrong with a row, as the result writes it: the columns of the first kind of mistake.
    pub(crate) fn of_row(&self, resource: usize, file: &str, row: u64) -> Option<String> {
        let found = self.rows.get(&(resource, file.to_owned()))?.get(&row)?;
        let (code, _) = found.first()?;
        let mut columns: Vec<&str> = Vec::new();
        for (_, column) in found.iter().filter(|(other, _)| other == code) {
            if !columns.contains(&column.as_str()) {
                columns.push(column);
            }
        }
        Some(format!("{code}-{}", columns.join(",")))
    }
}

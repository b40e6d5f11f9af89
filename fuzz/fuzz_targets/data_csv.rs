//! Any bytes as a CSV: the same findings however it is read, each at a place that is in the file, and the records of `csv`.
#![no_main]

use std::io::{self, Read};

use bulkwrite_core::metadata::Metadata;
use bulkwrite_core::{Options, is_deceptive};
use bulkwrite_data::{DataChecker, DataReport};
use libfuzzer_sys::fuzz_target;

const FIELDS: &[u8] = include_bytes!("../../bulkwrite-data/tests/data/leads.json");
const JOB: &[u8] = br#"{ "operation": "upsert", "resource": [{ "type": "data", "module": { "api_name": "Leads" },
    "file_id": "4150868000005379001", "find_by": "Email", "field_mappings": [
    { "api_name": "Last_Name", "index": 0 }, { "api_name": "Email", "index": 1 },
    { "api_name": "Date_of_Birth", "index": 2, "format": "dd/MM/yyyy" }, { "api_name": "id", "index": 3 }] }] }"#;

/// Gives so many bytes at a time.
struct Drops<'d>(&'d [u8], usize);

impl Read for Drops<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.1.min(out.len()).min(self.0.len());
        out[..count].copy_from_slice(&self.0[..count]);
        self.0 = &self.0[count..];
        Ok(count)
    }
}

fn told(report: &DataReport) -> Vec<String> {
    report.diagnostics().iter().map(|found| format!("{found} {:?} {:?}", found.help, found.data)).collect()
}

fuzz_target!(|bytes: &[u8]| {
    let Some((size, csv)) = bytes.split_first() else { return };
    let mut metadata = Metadata::new();
    metadata.read("Leads", FIELDS).expect("it is an answer");
    let checker = DataChecker::of_json(JOB, &Options::default().metadata(metadata));
    let report = checker.check("leads.csv", csv).expect("memory can be read");
    let drops = checker.check("leads.csv", Drops(csv, usize::from(*size) + 1)).expect("memory can be read");
    assert_eq!(told(&report), told(&drops));
    let length = csv.len() as u64;
    for found in report.diagnostics() {
        let Some(place) = &found.data else { continue };
        assert!(place.start.is_none_or(|start| start.offset <= length), "{found}: {place:?}");
        assert!(place.end.is_none_or(|end| end.offset <= length), "{found}: {place:?}");
        assert!(!found.message.contains(is_deceptive), "{found:?}");
        assert!(!found.help.as_deref().unwrap_or_default().contains(is_deceptive), "{found:?}");
    }
    let (rows, skipped, _) = report.totals();
    assert!(skipped <= rows && rows <= length, "{rows} {skipped}");
});

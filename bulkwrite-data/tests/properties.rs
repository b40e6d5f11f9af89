//! What holds of every file: findings do not depend on the size of reads, places hold what they name, and no archive breaks the check.
#![allow(
    clippy::format_collect,
    clippy::match_same_arms,
    clippy::similar_names,
    clippy::unwrap_used,
    reason = "a test may be plain"
)]

use std::io::{self, Read};

use bulkwrite_core::Options;
use bulkwrite_data::{DataChecker, DataReport};
use proptest::prelude::*;

mod support;

const JOB: &str = r#"{ "operation": "upsert", "ignore_empty": true, "resource": [{ "type": "data",
    "module": { "api_name": "Leads" }, "file_id": "4150868000005379001", "find_by": "Key", "field_mappings": [
    { "api_name": "Key", "index": 0 }, { "api_name": "City", "index": 1 },
    { "api_name": "Born", "index": 2, "format": "yyyy-MM-dd" }] }] }"#;

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

fn check(name: &str, content: impl Read) -> DataReport {
    DataChecker::of_json(JOB.as_bytes(), &Options::default()).check(name, content).expect("memory can be read")
}

fn found(report: &DataReport) -> Vec<String> {
    report.diagnostics().iter().map(|found| format!("{found} {:?} {:?}", found.help, found.data)).collect()
}

proptest! {
    #[test]
    fn findings_do_not_depend_on_the_size_of_reads(
        rows in proptest::collection::vec("[a-c\"\r\u{e9}=#0-9-]{0,9},[a-c\" \n]{0,6},(2024-0[1-3]-[0-3][0-9]|x)?", 0..12),
        size in 1usize..40,
    ) {
        let text = format!("k,c,d\n{}\n", rows.join("\n"));
        prop_assert_eq!(found(&check("a.csv", text.as_bytes())), found(&check("a.csv", Drops(text.as_bytes(), size))));
    }

    #[test]
    fn a_place_holds_the_value_that_is_told(dates in proptest::collection::vec("[a-y0-9 é\u{200b}-]{1,12}", 1..9)) {
        let rows: Vec<String> = dates.iter().enumerate().map(|(key, date)| format!("k{key},ü,\"{date}\"")).collect();
        let text = format!("k,c,d\n{}\n", rows.join("\n"));
        for found in check("a.csv", text.as_bytes()).diagnostics() {
            let place = found.data.as_ref().expect("it is in the data");
            let (Some(start), Some(end)) = (place.start, place.end) else { continue };
            let raw = &text[usize::try_from(start.offset).unwrap()..usize::try_from(end.offset).unwrap()];
            if found.rule.name == "cell-unlike-format" {
                let row = usize::try_from(place.row.unwrap()).unwrap();
                prop_assert_eq!(raw, format!("\"{}\"", dates[row - 1]));
                prop_assert_eq!(&place.excerpts[0].text[place.excerpts[0].range.range()], raw);
            }
        }
    }
}

#[test]
fn a_flipped_bit_in_an_archive_gives_an_answer() {
    let rows: String = (0..40).map(|row| format!("k{row},Oslo,2024-01-0{}\n", row % 9 + 1)).collect();
    let zip = support::zip(&[("leads.csv".to_owned(), format!("k,c,d\n{rows}").into_bytes())]);
    assert_eq!(found(&check("leads.zip", &zip[..])), [""; 0]);
    for at in 0..zip.len() {
        for bit in [0, 3, 7] {
            let mut broken = zip.clone();
            broken[at] ^= 1 << bit;
            let _ = check("leads.zip", &broken[..]).verdict();
        }
    }
    for end in 0..zip.len() {
        assert!(!check("leads.zip", &zip[..end]).diagnostics().is_empty(), "cut off at {end}");
    }
}

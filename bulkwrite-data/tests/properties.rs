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
use bulkwrite_data::{DataChecker, DataReport, Input};
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

fn rejects(report: &DataReport, name: &str, content: &[u8], reasons: bool) -> Vec<u8> {
    let mut out = Vec::new();
    let files = vec![Input::new(name, content)];
    report.copy_rejects(files, reasons, |_, copy| copy(&mut out)).expect("memory can be read and written");
    out
}

fn utf16(text: &str) -> Vec<u8> {
    std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_rejected_is_what_is_skipped(
        above in "(sep=,\n|\n)?",
        rows in proptest::collection::vec("[a-c\"é\u{a0d}-]{0,3},([a-c]{0,2}|\"a\r?\nb\"),(2024-0[1-3]-[0-3][0-9]|x|\"2024\n\")?(,|\n)?", 0..14),
        end in "\r?\n?",
    ) {
        let text = format!("{above}k,c,d\r\n{}{end}", rows.join("\n"));
        for content in [text.clone().into_bytes(), [b"\xEF\xBB\xBF", text.as_bytes()].concat(), utf16(&text)] {
            let first = check("a.csv", &content[..]);
            let skipped = first.files().first().map_or(0, |file| file.skipped.len());
            let out = rejects(&first, "a.csv", &content, false);
            if skipped == 0 {
                continue;
            }
            // Each is still a row, and all of them are skipped, but for those that were so for others.
            let of_rows = |rule: &str| first.diagnostics().iter().any(|found| found.rule.name == rule);
            let again = check("a.csv", &out[..]);
            prop_assert_eq!(again.files()[0].rows, skipped);
            if !of_rows("empty-key") && !of_rows("duplicate-key") {
                prop_assert_eq!(again.files()[0].skipped.len(), skipped);
            }
            // They stand in the file as they do here, in this order.
            let header = out.len() - rest(&out, &content).len();
            prop_assert!(header > 0);
            // With reasons they are the same rows, and say why.
            let told = check("a.csv", &rejects(&first, "a.csv", &content, true)[..]);
            prop_assert_eq!((told.files()[0].rows, told.files()[0].header.len()), (skipped, 6));
        }
    }
}

/// What is left of rows whose lines are all found in the file, one after the other; the header is not looked for.
fn rest<'o>(out: &'o [u8], content: &[u8]) -> &'o [u8] {
    let unit: &[u8] = if content.starts_with(b"\xFF\xFE") { b"\n\0" } else { b"\n" };
    let find =
        |bytes: &[u8]| bytes.windows(unit.len()).position(|at| at == unit).map_or(bytes.len(), |at| at + unit.len());
    let header = find(out);
    let mut lines = &out[header..];
    let mut from = 0;
    while !lines.is_empty() {
        let (line, next) = lines.split_at(find(lines));
        let at = content[from..].windows(line.len()).position(|place| place == line);
        from += at.expect("the line is in the file, behind the one before") + line.len();
        lines = next;
    }
    &out[header..]
}

#[test]
fn rejects_are_copied_byte_for_byte() {
    let sjis = |text: &str| encoding_rs::SHIFT_JIS.encode(text).0.into_owned();
    let of = |job: &str, name: &str, content: &[u8], reasons: bool| {
        let report = DataChecker::of_json(job.as_bytes(), &Options::default()).check(name, content).unwrap();
        String::from_utf8_lossy(&rejects(&report, name, content, reasons)).into_owned()
    };
    for (content, plain, told) in [
        // The end of the file is no line end.
        ("k,c,d\na,b,x", "k,c,d\na,b,x", "k,c,d,STATUS,RECORD_ID,ERRORS\na,b,x,SKIPPED,,INVALID_DATA-d"),
        (
            "k;c;d\r\n\r\na;\"b\r\nb\";x\r\n\r\nb;;2024-01-01\r\n",
            "k;c;d\r\na;\"b\r\nb\";x\r\n",
            "k;c;d;STATUS;RECORD_ID;ERRORS\r\na;\"b\r\nb\";x;SKIPPED;;INVALID_DATA-d\r\n",
        ),
        // Cells behind those of a short row stand in their columns.
        ("k,c,d\n,b\n", "k,c,d\n,b\n", "k,c,d,STATUS,RECORD_ID,ERRORS\n,b,,SKIPPED,,MANDATORY_NOT_FOUND-k\n"),
        // Several errors, as the CRM writes them; a name with the delimiter.
        (
            "\"k,1\",c,d\n,b,x\n",
            "\"k,1\",c,d\n,b,x\n",
            "\"k,1\",c,d,STATUS,RECORD_ID,ERRORS\n,b,x,SKIPPED,,\"MANDATORY_NOT_FOUND-k,1:INVALID_DATA-d\"\n",
        ),
        ("k,c,d\na,b,2024-01-01\n", "k,c,d\n", "k,c,d,STATUS,RECORD_ID,ERRORS\n"),
        (
            "k|c|d\ra|b|x\rb|c|2024-01-01\r",
            "k|c|d\ra|b|x\r",
            "k|c|d|STATUS|RECORD_ID|ERRORS\ra|b|x|SKIPPED||INVALID_DATA-d\r",
        ),
    ] {
        assert_eq!(of(JOB, "a.csv", content.as_bytes(), false), plain, "{content:?}");
        let shown = of(JOB, "a.csv", content.as_bytes(), true).replace("DUPLICATE_DATA-k", "MANDATORY_NOT_FOUND-k");
        assert_eq!(shown, told, "{content:?}");
    }
    let zip = support::zip(&[("leads.csv".to_owned(), b"k,c,d\na,b,x\n".to_vec())]);
    assert_eq!(of(JOB, "a.zip", &zip, false), "k,c,d\na,b,x\n");
    // A character whose second byte is a bar.
    let job = JOB.replace("\"operation\"", "\"character_encoding\": \"Shift_JIS\", \"operation\"");
    let report = DataChecker::of_json(job.as_bytes(), &Options::default());
    let content = sjis("k,c,ポ\nソ,表,x\nb,c,2024-01-01\n");
    let report = report.check("a.csv", &content[..]).unwrap();
    assert_eq!(rejects(&report, "a.csv", &content, false), sjis("k,c,ポ\nソ,表,x\n"));
    let told = sjis("k,c,ポ,STATUS,RECORD_ID,ERRORS\nソ,表,x,SKIPPED,,INVALID_DATA-ポ\n");
    assert_eq!(rejects(&report, "a.csv", &content, true), told);
}

#[test]
fn a_file_that_was_changed_since_is_told() {
    let report = check("a.csv", &b"k,c,d\na,b,x\n"[..]);
    let files = vec![Input::new("a.csv", &b"k,c,d\na,b,x\nb,b,x\n"[..])];
    let error = report.copy_rejects(files, false, |_, copy| copy(&mut Vec::new())).unwrap_err();
    assert_eq!(error.to_string(), "`a.csv` is not what it was when it was checked");
}

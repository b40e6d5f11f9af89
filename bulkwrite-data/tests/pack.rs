//! What is packed: records byte for byte, parents with their children, the same bytes each time, and no archive that breaks it.
#![allow(
    clippy::format_collect,
    clippy::naive_bytecount,
    clippy::similar_names,
    clippy::type_complexity,
    clippy::unwrap_used,
    reason = "a test may be plain"
)]

use std::collections::{BTreeMap, HashSet};
use std::io::Cursor;

use bulkwrite_core::{Options, rules};
use bulkwrite_data::pack::{Pack, PackError, Packed, Packer, Part, Source};
use bulkwrite_data::{DataChecker, Input};
use encoding_rs::{GB18030, SHIFT_JIS, WINDOWS_1252};
use proptest::prelude::*;

mod support;

const LEADS: &str = r#"{ "operation": "insert", "resource": [{ "type": "data", "module": { "api_name": "Leads" },
    "file_id": "4150868000005379001", "field_mappings": [{ "api_name": "Last_Name", "index": 0 }] }] }"#;
const KEYED: &str = r#"{ "operation": "upsert", "ignore_empty": true, "resource": [{ "type": "data", "module": "Leads", "find_by": "Key",
    "field_mappings": [{ "api_name": "Key", "index": 0 }, { "api_name": "Last_Name", "index": 1 }] }] }"#;
const FAMILY: &str = r#"{ "operation": "insert", "resource": [
    { "type": "data", "module": { "api_name": "Accounts" }, "file_names": ["a.csv"], "field_mappings": [
        { "api_name": "Account_Name", "index": 1 }] },
    { "type": "data", "module": { "api_name": "Lines" }, "file_names": ["l.csv"], "field_mappings": [
        { "api_name": "Parent_Id", "index": 0, "parent_column_index": 0 }, { "api_name": "Text", "index": 1 }] },
    { "type": "data", "module": { "api_name": "Notes_of" }, "file_names": ["n.csv"], "field_mappings": [
        { "api_name": "Text", "index": 0 }, { "api_name": "Account", "index": 1, "parent_column_index": 0 }] }] }"#;

fn packer(job: &str) -> Packer {
    Packer::new(job.as_bytes(), &Options::default())
}

fn source(name: &str, bytes: impl Into<Vec<u8>>) -> Source<'static> {
    Source::new(name, Cursor::new(bytes.into()))
}

fn all(pack: &mut Pack<'_>) -> Vec<Packed> {
    (0..pack.parts().len()).map(|part| pack.write(part).unwrap_or_else(|error| panic!("{error}"))).collect()
}

/// The records of parts behind one header.
fn joined(parts: &[Packed], head: &[u8]) -> Vec<u8> {
    let mut all = head.to_vec();
    for part in parts {
        assert_eq!(part.files.len(), 1);
        let csv = &part.files[0].1;
        assert!(csv.starts_with(head), "each part has the header");
        all.extend_from_slice(&csv[head.len()..]);
    }
    all
}

fn rows(parts: &[Part]) -> Vec<u64> {
    parts.iter().map(Part::rows).collect()
}

#[test]
fn records_are_neither_cut_nor_changed() {
    let cases: &[(&str, Vec<u8>, &[u8], &[u64])] = &[
        ("one part", b"n,c\na,1\nb,2\n".to_vec(), b"n,c\n", &[2]),
        ("two", b"n,c\na,1\nb,2\nc,3\n".to_vec(), b"n,c\n", &[2, 1]),
        ("CRLF", b"n,c\r\na,1\r\nb,2\r\nc,3\r\n".to_vec(), b"n,c\r\n", &[2, 1]),
        ("no end", b"n,c\na,1\nb,2\nc,3".to_vec(), b"n,c\n", &[2, 1]),
        (
            "quoted lines",
            b"\"n\nm\";c\n\"a\r\nx\";1\n\"b\n\";2\n\"\"\"c\n\"\"\";3\n".to_vec(),
            b"\"n\nm\";c\n",
            &[2, 1],
        ),
        ("separators of lines", "n\na\u{2028}b\nc\u{85}d\ne\u{c}f\n".into(), b"n\n", &[2, 1]),
        ("ragged", b"n,c\na\nb,2,3,4\n,\nc,3\n".to_vec(), b"n,c\n", &[2, 2]),
        ("empty lines", b"n,c\n\na,1\n\n\nb,2\n\nc,3\n\n\n".to_vec(), b"n,c\n", &[2, 1]),
        ("stray quotes", b"n,c\na\"b,1\n\"b\"x,2\nc\",3\n".to_vec(), b"n,c\n", &[2, 1]),
        ("returns", b"n,c\ra,1\rb,2\rc,3\r".to_vec(), b"n,c\r", &[2, 1]),
        ("a mark", b"\xEF\xBB\xBFn,c\na,1\nb,2\nc,3\n".to_vec(), b"\xEF\xBB\xBFn,c\n", &[2, 1]),
    ];
    for (name, bytes, head, expected) in cases {
        let mut packer = packer(LEADS);
        packer.limits.rows = 2;
        let mut pack = packer.plan(vec![source("leads.csv", bytes.clone())]).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(rows(pack.parts()), *expected, "{name}");
        let parts = all(&mut pack);
        assert_eq!(joined(&parts, head), *bytes, "{name}");
    }
}

#[test]
fn encodings_stay_what_they_are() {
    let text = "Naam|Stad\n\"表|示\n能\"|ソ\nMüller|東京\nb|ü\n";
    let western = text.replace("表", "é").replace("示", "è").replace("能", "à").replace("ソ", "ç").replace("東京", "ß");
    let wide = |mark: &[u8], unit: fn(u16) -> [u8; 2]| {
        [mark, &text.encode_utf16().flat_map(unit).collect::<Vec<_>>()].concat()
    };
    for (label, bytes, head) in [
        ("UTF-16", wide(b"\xFF\xFE", u16::to_le_bytes), 22),
        ("UTF-16", wide(b"\xFE\xFF", u16::to_be_bytes), 22),
        ("Shift_JIS", SHIFT_JIS.encode(&text.replace('ü', "u")).0.into_owned(), 10),
        ("GB18030", GB18030.encode(text).0.into_owned(), 10),
        ("windows-1252", WINDOWS_1252.encode(&western).0.into_owned(), 10),
        ("UTF-8", text.into(), 10),
    ] {
        let job = LEADS.replacen('{', &format!("{{ \"character_encoding\": \"{label}\","), 1);
        let mut packer = packer(&job);
        packer.limits.rows = 1;
        let mut pack = packer.plan(vec![source("l.csv", bytes.clone())]).unwrap_or_else(|e| panic!("{label}: {e}"));
        assert_eq!(rows(pack.parts()), [1, 1, 1], "{label}");
        let parts = all(&mut pack);
        assert_eq!(joined(&parts, &bytes[..head]), bytes, "{label}");
        assert!(parts.iter().all(|part| part.report.diagnostics().is_empty()), "{label}");
    }
}

#[test]
fn parts_have_no_more_bytes_than_are_allowed() {
    // Noise does not pack: the ZIP is what is too large.
    let mut state = 1u64;
    let mut noise = || -> String {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        format!("{:016x}", state ^ state >> 29)
    };
    let lines: String = (0..4_000).map(|_| format!("{}{}\n", noise(), noise())).collect();
    let mut packer = packer(LEADS);
    packer.limits.bytes = 50_000;
    let mut pack = packer.plan(vec![source("leads.csv", format!("n\n{lines}"))]).unwrap();
    assert_eq!(pack.parts().len(), 3);
    let parts = all(&mut pack);
    assert!(parts.iter().all(|part| part.zip.len() <= 50_000 && part.files[0].1.len() <= 50_000));
    assert_eq!(joined(&parts, b"n\n"), format!("n\n{lines}").as_bytes());
    // Of two files that fit each, the ZIP may not.
    let raw: Vec<u8> =
        (0..4_000u32).flat_map(|n| format!("{:08x}\n", n.wrapping_mul(2_654_435_761)).into_bytes()).collect();
    let packed =
        { all(&mut packer.plan(vec![source("l.csv", [b"n\n", &raw[..]].concat())]).unwrap())[0].zip.len() as u64 };
    packer.limits.bytes = packed - 400;
    let pack = packer.plan(vec![source("l.csv", [b"n\n", &raw[..20_000]].concat())]).unwrap();
    assert!(pack.parts().len() > 1 || packed > 20_000);
}

#[test]
fn a_record_that_fits_nowhere_is_told() {
    let mut packer = packer(LEADS);
    packer.limits.bytes = 10;
    let error = packer.plan(vec![source("leads.csv", "n\nabc\n01234567890\n")]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "row 2 of `leads.csv` takes 14 bytes with the header and what belongs to it, and 10 are allowed"
    );
}

fn family(parents: &str, lines: &str, notes: &str) -> Vec<Source<'static>> {
    // The order of the files does not matter: the job names them.
    vec![source("n.csv", notes), source("dir/l.csv", lines), source("a.csv", parents)]
}

#[test]
fn children_travel_with_their_parents() {
    let parents = "Key,Name\nk1,A\nk2,B\nK3,C\n\"k4\",D\n";
    let lines = "Parent_Id,Text\nk4,x\nk1,y\nk2,z\nk2,u\n k3 ,v\n";
    let notes = "Text,Account\nhi,k2\n";
    let mut packer = packer(FAMILY);
    packer.limits.children = 2;
    let mut pack = packer.plan(family(parents, lines, notes)).unwrap();
    let parts = all(&mut pack);
    let contents: Vec<Vec<(&str, &str)>> = parts
        .iter()
        .map(|part| part.files.iter().map(|(name, csv)| (&**name, std::str::from_utf8(csv).unwrap())).collect())
        .collect();
    assert_eq!(
        contents,
        [
            vec![("a.csv", "Key,Name\nk1,A\n"), ("l.csv", "Parent_Id,Text\nk1,y\n")],
            vec![
                ("a.csv", "Key,Name\nk2,B\n"),
                ("l.csv", "Parent_Id,Text\nk2,z\nk2,u\n"),
                ("n.csv", "Text,Account\nhi,k2\n"),
            ],
            vec![("a.csv", "Key,Name\nK3,C\n\"k4\",D\n"), ("l.csv", "Parent_Id,Text\nk4,x\n k3 ,v\n")],
        ]
    );
    // The job of a part has the resources that have rows there.
    let resources = |job: &str| job.matches("\"module\"").count();
    assert_eq!(pack.parts().iter().map(|part| resources(&part.job)).collect::<Vec<_>>(), [2, 3, 2]);
    assert!(pack.parts()[0].job.contains(r#""file_names":["l.csv"]"#));
    // What fits stays as it is, the order of its rows too.
    let mut pack = self::packer(FAMILY).plan(family(parents, lines, notes)).unwrap();
    assert_eq!(all(&mut pack)[0].files[1].1, lines.as_bytes());

    packer.limits.children = 1;
    let error = packer.plan(family(parents, lines, notes)).unwrap_err();
    assert_eq!(error.to_string(), "row 2 of `a.csv` has 2 rows in `dir/l.csv`, and 1 are allowed at once");
    assert!(error.help().unwrap().contains("--children 2"));
}

#[test]
fn files_are_named_for_the_job() {
    let unnamed = FAMILY.replace("\"file_names\"", "\"file_name\"");
    let files = || {
        vec![
            source("x/Accounts.csv", "Key,Name\nk1,A\n"),
            source("lines.txt", "Parent_Id,Text\nk1,y\n"),
            source("n.csv", "Text,Account\nz,k1\n"),
        ]
    };
    let pack = packer(&unnamed).plan(files()).unwrap();
    let names: Vec<&str> = pack.parts()[0].files.iter().map(|file| &*file.name).collect();
    assert_eq!(names, ["Accounts.csv", "lines.csv", "n.csv"]);
    assert!(pack.parts()[0].job.contains(r#""file_names":["lines.csv"]"#));
    assert_eq!(pack.parts()[0].name, "Accounts-001");
    // A job names what the one file is not called.
    let named = LEADS.replace("\"file_id\"", "\"file_names\": [\"x.csv\"], \"file_id\"");
    let pack = packer(&named).plan(vec![source("leads.csv", "n\na\n")]).unwrap();
    assert_eq!((&*pack.parts()[0].files[0].name, &*pack.parts()[0].name), ("x.csv", "leads-001"));

    let error = packer(FAMILY).plan(files().split_off(1)).unwrap_err();
    assert!(matches!(error, PackError::NoFile { .. }), "{error}");
    let twice =
        vec![source("a/n.csv", "Key,Name\n"), source("b/n.csv", "Parent_Id,Text\n"), source("c.csv", "Text,Account\n")];
    let error = packer(&unnamed).plan(twice).unwrap_err();
    assert!(matches!(&error, PackError::SameName(name) if name == "n.csv"), "{error}");
}

#[test]
fn rows_with_errors_are_refused_or_left_out() {
    let bytes = "k,n\n1,a\n,b\n2,c\n,d\n3,e\n";
    let mut packer = packer(KEYED);
    packer.limits.rows = 2;
    let error = packer.plan(vec![source("leads.csv", bytes)]).unwrap_err();
    assert!(matches!(&error, PackError::Refused(report) if report.files()[0].skipped.len() == 2));
    assert_eq!(error.help().unwrap(), "mend the 2 rows, or leave them out by `--skip-rejected`");
    packer.skip_rejected = true;
    let mut pack = packer.plan(vec![source("leads.csv", bytes)]).unwrap();
    assert_eq!((pack.left_out(), rows(pack.parts())), (2, vec![2, 1]));
    assert_eq!(joined(&all(&mut pack), b"k,n\n"), b"k,n\n1,a\n2,c\n3,e\n");
    assert_eq!(pack.parts()[0].files[0].span, (1, 3));
    let error = packer.plan(vec![source("leads.csv", "k,n\n,b\n")]).unwrap_err();
    assert!(matches!(error, PackError::NothingLeft(1)));
    // What is wrong with the file does not go with its rows.
    for bytes in ["k\n1\n", "", "k,n\n1,\"a\n", "k\tn\n1\ta\n"] {
        let error = packer.plan(vec![source("leads.csv", bytes)]).unwrap_err();
        assert!(matches!(&error, PackError::Refused(_)), "{bytes:?}: {error}");
        assert_eq!(error.help().unwrap(), "mend the data, or the job");
    }
    // Children of parents that are left out are left out.
    let job = FAMILY.replacen("\"index\": 1 }", "\"index\": 1, \"format\": \"yyyy-MM-dd\" }", 1);
    let mut packer = self::packer(&job);
    packer.skip_rejected = true;
    let files = family(
        "Key,Born\nk1,never\nk2,2024-01-02\n",
        "Parent_Id,Text\nk1,x\nk2,y\nk9,z\n",
        "Text,Account\nu,k1\nv,k2\n",
    );
    let mut pack = packer.plan(files).unwrap();
    assert_eq!(pack.left_out(), 4);
    let parts = all(&mut pack);
    let lines: Vec<&[u8]> = parts[0].files.iter().map(|(_, csv)| &**csv).collect();
    assert_eq!(lines, [&b"Key,Born\nk2,2024-01-02\n"[..], b"Parent_Id,Text\nk2,y\n", b"Text,Account\nv,k2\n"]);
}

#[test]
fn later_parts_name_those_that_hold_their_keys() {
    let mut packer = packer(KEYED);
    packer.limits.rows = 2;
    let pack = packer.plan(vec![source("l.csv", "k,n\n1,a\n2,b\n3,c\n4,d\n5,e\n\" 1\",f\n 3,g\n5,h\n")]).unwrap();
    let after: Vec<&[usize]> = pack.parts().iter().map(|part| &*part.after).collect();
    assert_eq!(after, [&[][..], &[], &[0], &[1, 2]]);
}

#[test]
fn what_is_chance_in_the_whole_is_no_error_of_a_part() {
    let job = LEADS
        .replace("Last_Name", "id")
        .replace("insert", "update")
        .replace("\"file_id\"", "\"find_by\": \"id\", \"file_id\"");
    let rows: String =
        (0..12u64).map(|row| format!("4150868000005{:06}\n", if row < 2 { 0 } else { 391_001 + row })).collect();
    let mut packer = packer(&job);
    packer.limits.rows = 6;
    let mut pack = packer.plan(vec![source("l.csv", format!("id\n{rows}"))]).unwrap_or_else(|error| panic!("{error}"));
    let parts = all(&mut pack);
    let found: Vec<&str> = parts[0].report.diagnostics().iter().map(|found| found.rule.name).collect();
    assert!(found.contains(&"rounded-id"), "{found:?}");
}

#[test]
fn ids_of_uploads_stay_where_one_part_is_everything() {
    let mut packer = packer(LEADS);
    let job = |packer: &Packer, bytes: &str| packer.plan(vec![source("l.csv", bytes)]).unwrap().parts()[0].job.clone();
    assert!(job(&packer, "n\na\nb\n").contains("4150868000005379001"));
    packer.limits.rows = 1;
    assert!(job(&packer, "n\na\nb\n").contains(r#""file_id":"{{file_id}}""#));
}

#[test]
fn a_zip_is_as_good_as_what_is_in_it() {
    let csv = format!("n,c\n{}", format!("a,{}\n", "-".repeat(1_000_000)).repeat(26)); // more than 25 MB
    let zip = support::zip(&[("in/../../evil.csv".to_owned(), csv.clone().into_bytes())]);
    let mut pack = packer(LEADS).plan(vec![source("big.zip", zip)]).unwrap();
    assert_eq!(pack.parts().len(), 2);
    assert_eq!(pack.write(1).unwrap().files[0].0, "big-002.csv");
    let family = support::zip(&[
        ("a.csv".to_owned(), b"Key,Name\nk1,A\nk2,B\n".to_vec()),
        ("l.csv".to_owned(), b"Parent_Id,Text\nk2,y\nk1,x\n".to_vec()),
        ("n.csv".to_owned(), b"Text,Account\nz,k1\n".to_vec()),
    ]);
    let mut packer = packer(FAMILY);
    packer.limits.rows = 1;
    let mut pack = packer.plan(vec![source("family.zip", family)]).unwrap();
    assert_eq!(
        (rows(pack.parts()), all(&mut pack)[1].files[1].1.as_slice()),
        (vec![3, 2], &b"Parent_Id,Text\nk2,y\n"[..])
    );
}

#[test]
fn hostile_archives_are_refused() {
    let rows = "k,c\n".to_owned() + &"k1,Oslo\n".repeat(40);
    let zip = support::zip(&[("leads.csv".to_owned(), rows.into_bytes())]);
    for at in 0..zip.len() {
        let mut broken = zip.clone();
        broken[at] ^= 1 << (at % 8);
        if let Ok(mut pack) = packer(LEADS).plan(vec![source("leads.zip", broken)]) {
            let _ = all(&mut pack);
        }
        assert!(packer(LEADS).plan(vec![source("leads.zip", &zip[..at])]).is_err(), "cut off at {at}");
    }
    // A directory that tells of a bomb, and one that tells less than there is.
    for (size, rule) in [(500_000_001u32, "file-too-large"), (10, "not-a-zip")] {
        let mut lying = zip.clone();
        let place = lying.windows(4).rposition(|four| four == b"PK\x01\x02").unwrap();
        lying[place + 24..place + 28].copy_from_slice(&size.to_le_bytes());
        let error = packer(LEADS).plan(vec![source("bomb.zip", lying)]).unwrap_err();
        assert!(matches!(&error, PackError::Refused(report) if report.diagnostics()[0].rule.name == rule), "{error}");
    }
}

fn counts(job: &str, limits: bulkwrite_data::Limits, name: &str, bytes: &[u8]) -> BTreeMap<(String, Option<u32>), u64> {
    let mut checker = DataChecker::of_json(job.as_bytes(), &Options::default().placeholders(true));
    checker.options.limits = limits;
    let report = checker.check(name, bytes).unwrap();
    let found = report.diagnostics().iter().filter(|found| !found.rule.name.starts_with("duplicate"));
    found
        .filter_map(|found| {
            let place = found.data.as_ref()?;
            Some(((found.rule.name.to_owned(), place.field_index), place.count))
        })
        .collect()
}

fn field() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zé东\u{2028}=#@ .0-9-]{0,6}",
        "[a-z,;\n]{0,6}".prop_map(|text| format!("\"{text}\"")),
        "([a-z]|\"\"|\r\n){0,5}".prop_map(|text| format!("\"{text}\"")),
        Just("NULL".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn packing_and_joining_changes_nothing(
        records in proptest::collection::vec(proptest::collection::vec(field(), 1..4), 1..14),
        end in prop_oneof![Just("\n"), Just("\r\n")],
        is_ended in any::<bool>(),
        most in 1u64..6,
        encoding in 0..4,
    ) {
        let rows: Vec<String> = records.iter().map(|cells| cells.join(",")).collect();
        let text = format!("n,c{end}{}{}", rows.join(end), if is_ended { end } else { "" });
        let head = format!("n,c{end}");
        let encode = |text: &str| -> Vec<u8> {
            match encoding {
                0 => text.into(),
                1 => format!("\u{feff}{text}").into(),
                2 => format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect(),
                _ => format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_be_bytes).collect(),
            }
        };
        let (bytes, head) = (encode(&text), encode(&head));
        let job = KEYED.replace("\"find_by\": \"Key\",", "").replace("upsert", "insert");
        let mut packer = packer(&job);
        packer.limits.rows = most;
        let Ok(mut pack) = packer.plan(vec![source("l.csv", bytes.clone())]) else { return Ok(()) };
        let parts = all(&mut pack);
        prop_assert_eq!(joined(&parts, &head), bytes.clone());
        prop_assert!(pack.parts().iter().all(|part| part.rows() <= most));
        // The same again.
        let mut again = packer.plan(vec![source("l.csv", bytes.clone())]).unwrap();
        for (part, other) in parts.iter().zip(all(&mut again)) {
            prop_assert_eq!(&part.zip, &other.zip);
        }
        // What is found in the parts is what is found in the whole.
        let whole = counts(&job, bulkwrite_data::Limits::NONE, "l.csv", &bytes);
        let mut sum = BTreeMap::new();
        for part in &parts {
            for (found, count) in counts(&job, bulkwrite_data::Limits::CRM, "l.zip", &part.zip) {
                *sum.entry(found).or_insert(0) += count;
            }
        }
        // What is said of a file once is said of each part.
        let once = ["encoding-mismatch", "byte-order-mark", "no-header", "no-rows", "bare-carriage-return", "ambiguous-delimiter"];
        let cells = |mut counts: BTreeMap<(String, Option<u32>), u64>| {
            counts.retain(|(rule, _), _| !once.contains(&&**rule));
            counts
        };
        if pack.parts().len() > 1 {
            prop_assert_eq!(cells(sum), cells(whole));
        }
    }

    #[test]
    fn families_stay_together(
        parents in proptest::collection::vec(0u8..12, 1..14),
        lines in proptest::collection::vec(0usize..40, 0..20),
        notes in proptest::collection::vec(0usize..40, 0..8),
        most in 1u64..5,
        most_children in 1u64..7,
    ) {
        let link = |child: &usize| parents[child % parents.len()];
        let a: String = parents.iter().enumerate().map(|(n, key)| format!("{key},A{n}\n")).collect();
        let l: String = lines.iter().enumerate().map(|(n, child)| format!("{},L{n}\n", link(child))).collect();
        let n: String = notes.iter().enumerate().map(|(n, child)| format!("N{n},{}\n", link(child))).collect();
        let files = family(&format!("Key,Name\n{a}"), &format!("Parent_Id,Text\n{l}"), &format!("Text,Account\n{n}"));
        let mut packer = packer(FAMILY);
        packer.limits.rows = most;
        packer.limits.children = most_children;
        let mut pack = match packer.plan(files) {
            Ok(pack) => pack,
            // A parent has too many, alone or together with another of its key.
            Err(PackError::TooManyChildren { rows, most: told, .. } | PackError::OneKey { rows, most: told, .. }) => {
                prop_assert!(rows > told);
                return Ok(());
            }
            Err(error) => panic!("{error}"),
        };
        let is_whole = pack.parts().len() == 1;
        let mut seen: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for part in all(&mut pack) {
            let lines = |name: &str| -> Vec<String> {
                let file = part.files.iter().find(|(other, _)| other == name);
                let text = file.map(|(_, csv)| String::from_utf8(csv.clone()).unwrap()).unwrap_or_default();
                text.lines().skip(1).map(str::to_owned).collect()
            };
            let keys: HashSet<String> = lines("a.csv").iter().map(|line| line.split(',').next().unwrap().to_owned()).collect();
            for line in lines("l.csv") {
                prop_assert!(keys.contains(line.split(',').next().unwrap()));
            }
            for line in lines("n.csv") {
                prop_assert!(keys.contains(line.split(',').nth(1).unwrap()));
            }
            prop_assert!(lines("a.csv").len() as u64 <= most);
            prop_assert!(lines("l.csv").len() as u64 <= most_children && lines("n.csv").len() as u64 <= most_children);
            for name in ["a.csv", "l.csv", "n.csv"] {
                seen.entry(name.to_owned()).or_default().extend(lines(name));
            }
            prop_assert!(is_whole || part.files.iter().all(|(_, csv)| csv.iter().filter(|byte| **byte == b'\n').count() > 1));
        }
        for (name, text) in [("a.csv", a), ("l.csv", l), ("n.csv", n)] {
            let mut found = seen.remove(name).unwrap_or_default();
            let mut expected: Vec<String> = text.lines().map(str::to_owned).collect();
            found.sort();
            expected.sort();
            prop_assert_eq!(found, expected, "{}", name);
        }
    }
}

#[test]
fn rules_that_are_silenced_do_not_let_children_be_lost() {
    let mut options = Options::default();
    let rule = bulkwrite_data::rules::find("parent-not-in-file").unwrap();
    options.levels.set(rule, None).unwrap();
    let packer = Packer::new(FAMILY.as_bytes(), &options);
    let error = packer.plan(family("Key,Name\nk1,A\n", "Parent_Id,Text\nk1,y\nk7,z\n", "Text,Account\n")).unwrap_err();
    assert_eq!(error.to_string(), "row 2 of `dir/l.csv` belongs to a record that is not in the data");
    assert!(rules::find("parent-not-in-file").is_none());
    let mut checker = DataChecker::of_json(FAMILY.as_bytes(), &Options::default());
    checker.options.limits = bulkwrite_data::Limits::NONE;
    let files = [("a.csv", "Key,Name\nk1,A\n"), ("l.csv", "Parent_Id,Text\nk7,z\n"), ("n.csv", "Text,Account\n")];
    let inputs = files.map(|(name, text)| Input::new(name, text.as_bytes()));
    let report = checker.check_all(inputs.into(), &|_| std::ops::ControlFlow::Continue(())).unwrap();
    assert_eq!(report.diagnostics().iter().filter(|found| found.rule.name == "parent-not-in-file").count(), 1);
}

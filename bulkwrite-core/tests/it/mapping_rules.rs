//! The rules about field mappings: columns, fields, defaults, formats.

use bulkwrite_core::{Checker, Diagnostic, Edit, Format, Levels, Options, Report, check_json, quoted};

fn job(mappings: &str) -> String {
    format!(
        r#"{{"operation":"insert","resource":[{{"type":"data","module":{{"api_name":"Leads"}},
            "file_id":"4150868000005379001","field_mappings":[{mappings}]}}]}}"#
    )
}

fn check(mappings: &str) -> Report {
    check_json(job(mappings).as_bytes())
}

/// `level[rule] place` for each finding, the place counted from the mappings; two rules have tests of their own.
fn found(report: &Report) -> Vec<String> {
    all(report)
        .into_iter()
        .filter(|line| !line.contains("[unread-columns]") && !line.contains("[unlisted-format]"))
        .collect()
}

fn all(report: &Report) -> Vec<String> {
    let place = |path: &str| path.replacen("resource[0].field_mappings", "", 1);
    let line = |found: &Diagnostic| format!("{}[{}] {}", found.level, found.rule.name, place(&found.path));
    report.diagnostics().iter().map(line).collect()
}

use self::found as found_of;

fn check_format(format: &str) -> Report {
    check(&format!(r#"{{"api_name":"Date_3","index":2,"format":{}}}"#, serde_json::Value::from(format)))
}

fn replacement(found: &Diagnostic) -> Option<(String, bool)> {
    let fix = found.fix.as_ref()?;
    let [Edit::Replace { with, .. }, ..] = &fix.edits[..] else { panic!("{found:?}") };
    Some((serde_json::from_str::<serde_json::Value>(with).ok()?.as_str()?.to_owned(), fix.safe))
}

const GOOD_FORMATS: &[&str] = &[
    "yyyy/MM/dd",
    "yyyy-MM-dd",
    "MM/dd/yyyy",
    "MM-dd-yyyy",
    "dd/MM/yyyy",
    "dd-MM-yyyy",
    "dd.MM.yyyy",
    "dd MM yyyy",
    "d/M/yy",
    "M/d/yy",
    "M/d/yyyy",
    "yy-M-d",
    "yyyyMMdd",
    "dd-MMM-yyyy",
    "d MMMM yyyy",
    "MMM d, yyyy",
    "MMMM dd, yyyy",
    "EEE, dd MMM yyyy",
    "EEEE, MMMM d, yyyy",
    "EEE MMM dd HH:mm:ss z yyyy",
    "MM/dd/yyyy HH:mm:ss",
    "MM/dd/yyyy HH:mm",
    "MM/dd/yyyy hh:mm a",
    "MM/dd/yyyy hh:mm:ss a",
    "dd/MM/yyyy h:mm a",
    "a h:mm dd/MM/yyyy",
    "K:mm a, dd/MM/yyyy",
    "yyyy-MM-dd HH:mm:ss",
    "yyyy-MM-dd'T'HH:mm:ss",
    "yyyy-MM-dd'T'HH:mm:ssXXX",
    "yyyy-MM-dd'T'HH:mm:ssX",
    "yyyy-MM-dd'T'HH:mm:ssZ",
    "yyyy-MM-dd'T'HH:mm:ss'Z'",
    "yyyy-MM-dd HH:mm:ss z",
    "HH:mm:ss yyyy/MM/dd",
    "HH:mm MM/dd/yyyy",
    "yyyyMMddHHmmss",
    "yyyyMMdd'T'HHmmss",
    "dd 'de' MMMM 'de' yyyy",
    "h 'o''clock' a, yyyy-MM-dd",
    "yyyy年MM月dd日",
    "HH:mm",
    "HH:mm:ss",
    "hh:mm a",
    "h:mm:ss a",
    "yyyy-DDD",
    "yyyyDDD",
    "YYYY-'W'ww-u",
    "dd.MM.yyyy kk:mm",
    "LLLL d, yyyy",
    "dd MMM yyyy G",
    // Numbers.
    "#,##0.00",
    "0.00",
    "###,###.##",
    "#",
    "0",
    "00000",
    "#0.###",
    "#,##,##0.00",
    "$#,##0.00",
    "€ #,##0.00",
    "#.##0,00",
    "0.00%",
    "#,##0%",
    "0.###E0",
    "#,##0.00;(#,##0.00)",
    "$#,##0.00;-$#,##0.00",
    "#,##0.00 EUR",
    "USD 0.00",
    "-#,##0.0",
];

#[test]
fn good_formats_are_silent() {
    for format in GOOD_FORMATS {
        assert_eq!(found(&check_format(format)), [""; 0], "{format}: {}", check_format(format));
        assert!(Format::parse(*format).is_ok(), "{format}");
    }
}

/// The format; the part that is wrong, empty for the whole; what to write, `!` in front where that is certain.
const NO_FORMATS: &[(&str, &str, &str)] = &[
    ("", "", ""),
    ("  ", "", ""),
    ("date", "", ""),
    ("Date", "", ""),
    ("datetime", "", ""),
    ("ISO", "", ""),
    ("ISO8601", "", ""),
    ("ISO-8601", "", ""),
    ("default", "", ""),
    ("text", "", ""),
    ("number", "", ""),
    ("n/a", "n", ""),
    ("/", "", ""),
    ("--", "", ""),
    ("'yyyy'", "", ""),
    ("日付", "", ""),
    // Sample values.
    ("2024/01/31", "", "!yyyy/MM/dd"),
    ("2024-01-31", "", "!yyyy-MM-dd"),
    ("2024-1-5", "", "!yyyy-M-d"),
    ("2024-31-01", "", "!yyyy-dd-MM"),
    ("01/31/2024", "", "!MM/dd/yyyy"),
    ("31/01/2024", "", "!dd/MM/yyyy"),
    ("31.12.2024", "", "!dd.MM.yyyy"),
    ("1/31/2024", "", "!M/dd/yyyy"),
    ("01/02/2024", "", ""),
    ("01/02/24", "", ""),
    ("20240131", "", "!yyyyMMdd"),
    ("20240131103000", "", "!yyyyMMddHHmmss"),
    ("12345678", "", ""),
    ("31-Jan-2024", "", "!dd-MMM-yyyy"),
    ("January 31, 2024", "", "!MMMM dd, yyyy"),
    ("Jan 31, 2024", "", "!MMM dd, yyyy"),
    ("Wed, 31 Jan 2024", "", "!EEE, dd MMM yyyy"),
    ("2024-01-31 10:30:00", "", "!yyyy-MM-dd HH:mm:ss"),
    ("2024-01-31T10:30:00", "", "!yyyy-MM-dd'T'HH:mm:ss"),
    ("2024-01-31T10:30:00+05:30", "", "!yyyy-MM-dd'T'HH:mm:ssXXX"),
    ("2024-01-31T10:30:00-0530", "", "!yyyy-MM-dd'T'HH:mm:ssZ"),
    ("2024-01-31T10:30:00Z", "", "!yyyy-MM-dd'T'HH:mm:ssX"),
    ("01/31/2024 01:45 PM", "", "!MM/dd/yyyy hh:mm a"),
    ("10:30", "", "!HH:mm"),
    ("00/00/0000", "", ""),
    ("0000-00-00", "", "!yyyy-MM-dd"),
    ("1,234.56", "", ""),
    ("1234", "", ""),
    ("99/99/9999", "", ""),
    // Patterns of other tools.
    ("%Y-%m-%d", "%Y", "!yyyy-MM-dd"),
    ("%Y/%m/%d %H:%M:%S", "%Y", "!yyyy/MM/dd HH:mm:ss"),
    ("%d.%m.%y", "%d", "!dd.MM.yy"),
    ("%m/%d/%Y %I:%M %p", "%m", "!MM/dd/yyyy hh:mm a"),
    ("%Y-%m-%dT%H:%M:%S%z", "%Y", "!yyyy-MM-dd'T'HH:mm:ssZ"),
    ("%-d %B %Y", "%-d", "!d MMMM yyyy"),
    ("%F", "%F", "!yyyy-MM-dd"),
    ("%Y-%m-%d %H:%M:%S.%f", "%Y", ""),
    ("%s", "%s", ""),
    ("%d", "%d", ""),
    ("d/m/Y H:i", "i", "dd/MM/yyyy HH:mm"),
    ("Y-m-d H:i:s", "i", "yyyy-MM-dd HH:mm:ss"),
    ("YYYY-MM-DD HH24:MI:SS", "I", "yyyy-MM-dd HH:mm:ss"),
    ("DD-MON-YYYY", "N", "dd-MMM-yyyy"),
    ("YYYY-MM-DDTHH:mm:ss", "T", "yyyy-MM-dd'T'HH:mm:ss"),
    ("YYYY-MM-DD[T]HH:mm:ss", "T", "yyyy-MM-dd'T'HH:mm:ss"),
    ("MM/DD/YYYY hh:mm A", "A", "MM/dd/yyyy hh:mm a"),
    ("MM/dd/yyyy hh:mm tt", "tt", "!MM/dd/yyyy hh:mm a"),
    ("MM/dd/yyyy hh:mm AM/PM", "A", "!MM/dd/yyyy hh:mm a"),
    ("jj/mm/aaaa", "jj", "dd/MM/yyyy"),
    ("TT.MM.JJJJ", "TT", "!dd.MM.yyyy"),
    ("dd-mm-jjjj", "jjjj", "dd-MM-yyyy"),
    // Letters that stand for nothing, quotes that nothing closes.
    ("yyyy-MM-ddTHH:mm:ss", "T", "!yyyy-MM-dd'T'HH:mm:ss"),
    ("yyyy-MM-ddTHH:mm:ssXXX", "T", "!yyyy-MM-dd'T'HH:mm:ssXXX"),
    ("yyyy-mm-ddTHH:mm:ss", "T", "yyyy-MM-dd'T'HH:mm:ss"),
    ("yyyy-MM-dd\"T\"HH:mm:ss", "T", "!yyyy-MM-dd'T'HH:mm:ss"),
    ("yyyy-MM-dd o'clock", "'", ""),
    ("yyyy-MM-dd noon", "n", ""),
    ("yyyy-MM-dd'T", "'", ""),
    ("yyyy-MM-dd'THH:mm:ss", "'", "!yyyy-MM-dd'T'HH:mm:ss"),
    ("'yyyy-MM-dd", "'", ""),
    ("yyyy''MM'dd", "'", ""),
    ("yyyy/MM/dd\u{200b}", "\u{200b}", "!yyyy/MM/dd"),
    ("yyyy/\nMM/dd", "\n", "!yyyy/MM/dd"),
    ("qq/yyyy", "qq", ""),
];

#[test]
fn what_is_no_format_is_an_error() {
    for (format, within, meant) in NO_FORMATS {
        let report = check_format(format);
        assert_eq!(found(&report), ["error[malformed-format] [0].format"], "{format:?}: {report}");
        let found = &report.diagnostics()[0];
        let range = found.within.map(|within| &format[within.range()]).unwrap_or_default();
        assert_eq!(range, *within, "{format:?}: {report}");
        let certain = meant.starts_with('!');
        let meant = meant.trim_start_matches('!');
        let expected = (!meant.is_empty()).then(|| (meant.to_owned(), certain));
        assert_eq!(replacement(found), expected, "{format:?}: {report}");
        if !meant.is_empty() {
            assert_eq!(found.help.as_deref(), Some(format!("write {}", quoted(meant)).as_str()), "{format:?}");
            assert_eq!(found_of(&check_format(meant)), [""; 0], "{format:?}: {meant}");
        }
        let error = Format::parse(*format).unwrap_err();
        assert_eq!(error.rule().name, "malformed-format");
    }
    let help = check_format("01/02/2024").diagnostics()[0].help.clone();
    assert_eq!(help.as_deref(), Some("write `dd/MM/yyyy` or `MM/dd/yyyy`, whichever the column has"));
}

/// The format; its traps, the first of them the place; what was probably meant.
const TRAPS: &[(&str, &[&str], &str)] = &[
    ("YYYY-MM-dd", &["YYYY"], "yyyy-MM-dd"),
    ("YYYY-MM-DD", &["YYYY", "DD"], "yyyy-MM-dd"),
    ("MM/DD/YYYY", &["DD", "YYYY"], "MM/dd/yyyy"),
    ("yyyy-MM-DD", &["DD"], "yyyy-MM-dd"),
    ("DD.MM.yyyy", &["DD"], "dd.MM.yyyy"),
    ("YYYYMMDD", &["YYYY", "DD"], "yyyyMMdd"),
    ("mm/dd/yyyy", &["mm"], "MM/dd/yyyy"),
    ("dd/mm/yyyy", &["mm"], "dd/MM/yyyy"),
    ("dd-mm-yy", &["mm"], "dd-MM-yy"),
    ("yyyy-mm-dd", &["mm"], "yyyy-MM-dd"),
    ("dd-mmm-yyyy", &["mmm"], "dd-MMM-yyyy"),
    ("d/m/yyyy", &["m"], "d/M/yyyy"),
    ("dd/mm/yyyy HH:mm", &["mm"], "dd/MM/yyyy HH:mm"),
    ("yyyy-mm-dd hh:mm:ss", &["mm", "hh"], "yyyy-MM-dd HH:mm:ss"),
    ("dd/mm/aaaa", &["mm", "aaaa"], "dd/MM/yyyy"),
    ("yyyy-MM-dd HH:MM:ss", &["MM"], "yyyy-MM-dd HH:mm:ss"),
    ("yyyy-MM-dd HH:MM", &["MM"], "yyyy-MM-dd HH:mm"),
    ("MM/dd/yyyy hh:MM a", &["MM"], "MM/dd/yyyy hh:mm a"),
    ("HH:MM dd/MM/yyyy", &["MM"], "HH:mm dd/MM/yyyy"),
    ("yyyyMMddHHMMss", &["MM"], "yyyyMMddHHmmss"),
    ("HH:MM:SS", &["MM", "SS"], "HH:mm:ss"),
    ("MM/dd/yyyy hh:mm:ss", &["hh"], "MM/dd/yyyy HH:mm:ss"),
    ("hh:mm", &["hh"], "HH:mm"),
    ("MM/dd/yyyy HH:mm a", &["HH"], "MM/dd/yyyy hh:mm a"),
    ("MM/dd/yyyy HH:mm:SS", &["SS"], "MM/dd/yyyy HH:mm:ss"),
    ("yyyy-MM-dd'T'HH:mm:ss.SSS", &["SSS"], ""),
    ("yyyy-MM-dd HH:mm:ss.SSSXXX", &["SSS"], ""),
    ("dddd, MMMM d, yyyy", &["dddd"], "EEEE, MMMM d, yyyy"),
    ("ddd, dd MMM yyyy", &["ddd"], "EEE, dd MMM yyyy"),
    ("uuuu-MM-dd", &["uuuu"], "yyyy-MM-dd"),
    ("yyyy-MM-dd'T'HH:mm:ssxxx", &["xxx"], "yyyy-MM-dd'T'HH:mm:ssXXX"),
    ("yyyy-MM-dd'T'HH:mm:ssXXXX", &["XXXX"], "yyyy-MM-dd'T'HH:mm:ssXXX"),
    ("Y-m-d", &["Y", "m"], "yyyy-MM-dd"),
    ("d/m/Y", &["m", "Y"], "dd/MM/yyyy"),
    ("yyyy/MM/dd yyyy", &["yyyy"], ""),
    ("dd/MM/dd", &["dd", ""], ""),
    ("MM/MM/yyyy", &["MM", ""], ""),
    ("MM/dd", &[""], ""),
    ("MM/yyyy", &[""], ""),
    ("dd/yyyy", &[""], ""),
    ("yyyy", &[""], ""),
    ("MMMM yyyy", &[""], ""),
    ("EEEE", &[""], ""),
    ("dd HH:mm", &[""], ""),
    (" yyyy/MM/dd", &[""], "yyyy/MM/dd"),
    ("yyyy/MM/dd ", &[""], "yyyy/MM/dd"),
    ("20yy/MM/dd", &["2"], ""),
];

#[test]
fn traps_in_a_format_are_one_warning() {
    for (format, traps, meant) in TRAPS {
        let report = check_format(format);
        assert_eq!(found(&report), ["warning[suspicious-format] [0].format"], "{format:?}: {report}");
        let found = &report.diagnostics()[0];
        let range =
            |within: Option<bulkwrite_core::Loc>| within.map(|within| &format[within.range()]).unwrap_or_default();
        let mut places = vec![range(found.within)];
        places.extend(
            found.related.iter().map(|related| range(related.within)).map(|at| if at == *format { "" } else { at }),
        );
        assert_eq!(places, *traps, "{format:?}: {found:#?}");
        let expected = (!meant.is_empty()).then(|| ((*meant).to_owned(), false));
        assert_eq!(replacement(found), expected, "{format:?}: {report}");
        if !meant.is_empty() {
            assert_eq!(found_of(&check_format(meant)), [""; 0], "{format:?}: {meant}");
        }
        assert!(Format::parse(*format).is_ok(), "{format}");
    }
}

#[test]
fn any_format_is_read_without_a_panic() {
    let parts =
        ["y", "MM", "d", "H", "'", "%", "é", "T", "\u{202e}", "2024", "0", "#", " ", ":", "-", "\\", "Jan", "ſ", "%é"];
    for a in parts {
        for b in parts {
            for c in parts {
                let _ = check_format(&[a, b, c].concat());
            }
        }
    }
    for part in parts {
        let _ = check_format(&part.repeat(20_000));
    }
}

#[test]
fn columns_are_checked() {
    let at = |index: &str| found(&check(&format!(r#"{{"api_name":"Last_Name","index":{index}}}"#)));
    for index in ["0", "1", "199"] {
        assert_eq!(at(index), [""; 0], "{index}");
    }
    for (index, expected) in [
        ("-1", "error[negative-index]"),
        ("-1.0", "error[negative-index]"),
        ("-1e400", "error[negative-index]"),
        ("200", "warning[index-too-large]"),
        ("200.0", "warning[index-too-large]"),
        ("2147483647", "warning[index-too-large]"),
        ("2147483648", "error[index-too-large]"),
        ("1e10", "error[index-too-large]"),
        ("99999999999999999999", "error[index-too-large]"),
        ("1.5", "error[fractional-index]"),
        ("-0.5", "error[fractional-index]"),
        ("1e-1", "error[fractional-index]"),
        ("1.0", "warning[fractional-index]"),
        ("1e0", "warning[fractional-index]"),
        ("-0", "warning[fractional-index]"),
        ("1.99e2", "warning[fractional-index]"),
        ("\"1\"", "error[wrong-type]"),
    ] {
        assert_eq!(at(index), [format!("{expected} [0].index")], "{index}");
    }
    let report = check(r#"{"api_name":"Parent_Id","index":0,"parent_column_index":0.5}"#);
    assert!(found(&report).contains(&"error[fractional-index] [0].parent_column_index".to_owned()), "{report}");
    let report = check(r#"{"api_name":"Last_Name","index":1e1}"#);
    let fix = report.diagnostics()[0].fix.as_ref().unwrap();
    assert!(fix.safe && matches!(&fix.edits[..], [Edit::Replace { with, .. }] if with == "10"), "{fix:?}");
}

/// Mappings as (field, index, more), separated by blanks: `Email@0`, `Layout=4150868000000091055`.
fn mappings(short: &str) -> String {
    let mapping = |part: &str| match part.split_once(['@', '=']) {
        Some((name, value)) if part.contains('@') => format!(r#"{{"api_name":"{name}","index":{value}}}"#),
        Some((name, value)) => format!(r#"{{"api_name":"{name}","default_value":{{"value":"{value}"}}}}"#),
        None => format!(r#"{{"api_name":"{part}"}}"#),
    };
    short.split_whitespace().map(mapping).collect::<Vec<_>>().join(",")
}

#[test]
fn fields_and_columns_that_stand_twice_are_warned_of() {
    for (short, expected) in [
        ("Email@0 Phone@1", [].as_slice()),
        ("Email@0 Phone@1 Email@2", &["warning[duplicate-field] [2].api_name"]),
        ("Email@0 email@1", &["warning[duplicate-field] [1].api_name"]),
        (
            "Email@0 Email@1 EMAIL@2",
            &["warning[duplicate-field] [1].api_name", "warning[duplicate-field] [2].api_name"],
        ),
        ("Email@0 Email=x", &["warning[duplicate-field] [1].api_name"]),
        ("Email@0 Email@0", &["warning[duplicate-field] [1].api_name"]),
        ("Email@0 E_mail@1", &[]),
        ("A_@0 A\u{7f}@1", &["error[malformed-field-name] [1].api_name"]),
        ("Email@0 Phone@0", &["warning[duplicate-index] [1].index"]),
        ("Email@0 Phone@0 Mobile@0", &["warning[duplicate-index] [1].index", "warning[duplicate-index] [2].index"]),
        ("Email@0 Phone@0 Email@0", &["warning[duplicate-index] [1].index", "warning[duplicate-field] [2].api_name"]),
        ("Email@1 Phone@1.0", &["warning[duplicate-index] [1].index", "warning[fractional-index] [1].index"]),
        ("Email@-1 Phone@-1", &["error[negative-index] [0].index", "error[negative-index] [1].index"]),
        (
            "Email@300 Phone@300",
            &[
                "warning[index-too-large] [0].index",
                "warning[duplicate-index] [1].index",
                "warning[index-too-large] [1].index",
            ],
        ),
        ("Email=x Phone=x", &[]),
    ] {
        let report = check(&mappings(short));
        assert_eq!(found(&report), expected, "{short}: {report}");
        for found in report.diagnostics().iter().filter(|found| found.rule.name.starts_with("duplicate")) {
            assert_eq!(found.related.len(), 1, "{short}");
            assert!(found.related[0].loc < found.loc, "{short}");
        }
    }
}

#[test]
fn columns_counted_from_one_are_found_when_asked_for() {
    let levels = || Options { levels: Levels::all(), ..Options::default() };
    let one_based = |short: &str| {
        let report = Checker::new(levels()).check_json(job(&mappings(short)).as_bytes());
        report.diagnostics().iter().filter(|found| found.rule.name == "one-based-index").cloned().collect::<Vec<_>>()
    };
    for (short, expected) in [
        ("A@1 B@2 C@3", true),
        ("C@3 A@1 B@2 D=x", true),
        ("A@1 B@2 C@3 D@3", true),
        ("A@0 B@1 C@2", false),
        ("A@1 B@2", false),
        ("A@1 B@2 C@4", false),
        ("A@2 B@3 C@4", false),
        ("A@1 B@2 C@3 D@0", false),
        ("A@1 B@2 C@-1", false),
        ("A@1 B@2 C@3 D@99999999999", false),
        ("A@1 B@2 C@3 D@\"x\"", false),
    ] {
        let found = one_based(short);
        assert_eq!(found.len(), usize::from(expected), "{short}");
        assert!(!check(&mappings(short)).diagnostics().iter().any(|found| found.rule.name == "one-based-index"));
    }
    let fix = one_based("C@3 A@1 B@2").remove(0).fix.unwrap();
    let with: Vec<_> =
        fix.edits.iter().map(|edit| if let Edit::Replace { with, .. } = edit { with.as_ref() } else { "" }).collect();
    assert_eq!((with, fix.safe), (vec!["2", "0", "1"], false));
}

#[test]
fn two_hundred_mappings_are_the_limit() {
    let many = |count: usize| (0..count).map(|i| format!("F{i}=x")).collect::<Vec<_>>().join(" ");
    assert_eq!(found(&check(&mappings(&many(200)))), [""; 0]);
    assert_eq!(found(&check(&mappings(&many(201)))), ["error[too-many-mappings] "]);
    assert_eq!(found(&check("")), ["warning[empty-mappings] "]);
}

#[test]
fn layouts_are_named_by_id_in_a_default() {
    for (short, expected) in [
        ("Layout=4150868000000091055", [].as_slice()),
        ("Layout=415086000000091055", &[]),
        ("Layout=Standard", &["warning[layout-default-not-an-id] [0].default_value.value"]),
        ("Layout=91055", &["warning[layout-default-not-an-id] [0].default_value.value"]),
        ("Layout=41508680000000910555", &["warning[layout-default-not-an-id] [0].default_value.value"]),
        ("Layout=", &["warning[layout-default-not-an-id] [0].default_value.value"]),
        ("Layout@4", &[]),
        ("Lead_Source=Standard", &[]),
    ] {
        let mut found = found(&check(&mappings(short)));
        found.retain(|found| found.contains("layout"));
        assert_eq!(found, expected, "{short}");
    }
    let levels = Options { levels: Levels::all(), ..Options::default() };
    let report = Checker::new(levels).check_json(job(&mappings("Layout@4")).as_bytes());
    assert_eq!(found(&report), ["warning[layout-by-name] [0].index"]);
    let padded = check(r#"{"api_name":"Layout","default_value":{"value":" 4150868000000091055 "}}"#);
    let padded = padded.diagnostics().iter().find(|found| found.rule.name == "layout-default-not-an-id").unwrap();
    assert_eq!(replacement(padded), Some(("4150868000000091055".to_owned(), true)));
}

#[test]
fn names_that_are_no_api_names_are_errors() {
    for (name, within, meant) in [
        ("", "", ""),
        (" ", "", ""),
        ("Secondary Phone", " ", "Secondary_Phone"),
        (" Email", " ", "!Email"),
        ("Email ", " ", "!Email"),
        ("E-mail", "-", "E_mail"),
        ("Account_Name.id", ".", "Account_Name"),
        ("1st_Name", "1", ""),
        ("_Name", "_", ""),
        ("Größe", "ö", ""),
        ("Email\u{200b}", "\u{200b}", "!Email"),
        ("Em\u{202e}ail", "\u{202e}", "!Email"),
        ("Last\u{a0}Name", "\u{a0}", "Last_Name"),
        ("Name*", "*", ""),
        ("Email\n", "\n", "!Email"),
    ] {
        let report = check(&format!(r#"{{"api_name":{},"index":0}}"#, serde_json::Value::from(name)));
        assert_eq!(found(&report), ["error[malformed-field-name] [0].api_name"], "{name:?}: {report}");
        let found = &report.diagnostics()[0];
        assert_eq!(found.within.map(|within| &name[within.range()]).unwrap_or_default(), within, "{name:?}");
        let certain = meant.starts_with('!');
        let meant = meant.trim_start_matches('!');
        assert_eq!(replacement(found), (!meant.is_empty()).then(|| (meant.to_owned(), certain)), "{name:?}");
        let answer = found.predicts.as_ref().and_then(|answer| answer.message.clone());
        assert_eq!(answer.as_deref(), Some(format!("invalid mapping. invalid api_name {name}.").as_str()));
    }
    for name in ["Email", "id", "Locked__s", "F1", "a"] {
        assert_eq!(found(&check(&mappings(&format!("{name}@0")))), [""; 0], "{name}");
    }
    let report = check(r#"{"api_name":"Account_Name","index":0,"find_by":"Account Name"}"#);
    assert_eq!(found(&report), ["error[malformed-field-name] [0].find_by"]);
    for (operation, find_by, expected) in [
        ("insert", "Secondary Phone", true),
        ("update", "Secondary Phone", true),
        ("insert", "", true),
        ("update", "", false),
        ("insert", "Email", false),
    ] {
        let job = job("").replace(r#""insert""#, &format!(r#""{operation}""#));
        let job = job.replace(r#""type":"data""#, &format!(r#""type":"data","find_by":"{find_by}""#));
        let report = check_json(job.as_bytes());
        let found = report.diagnostics().iter().any(|found| found.rule.name == "malformed-field-name");
        assert_eq!(found, expected, "{operation} {find_by}: {report}");
    }
}

#[test]
fn a_default_value_is_wrong_in_one_way_at_a_time() {
    for (default, expected) in [
        // What another key was meant to be is not the missing `value`.
        (
            r#"{"nme":"x"}"#,
            &["error[malformed-default-value] [0].default_value.value", "warning[unknown-key] [0].default_value.nme"][..],
        ),
        (r#"{"vlue":"x"}"#, &["error[malformed-default-value] [0].default_value.value"]),
        (
            r#"{"vlue":"x","nme":"y"}"#,
            &["error[malformed-default-value] [0].default_value.value", "warning[unknown-key] [0].default_value.nme"],
        ),
    ] {
        let report = check(&format!(r#"{{"api_name":"Lead_Source","default_value":{default}}}"#));
        assert_eq!(found(&report), expected, "{default}: {report}");
    }
}

#[test]
fn a_default_that_is_no_string_is_a_warning() {
    for (value, fix) in [
        ("true", Some(r#""\"true\"""#)),
        ("5", Some(r#""\"5\"""#)),
        ("-1.5e3", Some(r#""\"-1.5e3\"""#)),
        (r#"{ "id": "4150868000000225013" }"#, None),
        (r#"["A", "B"]"#, None),
    ] {
        let report = check(&format!(r#"{{"api_name":"Lead_Source","default_value":{{"value":{value}}}}}"#));
        assert_eq!(found(&report), ["warning[malformed-default-value] [0].default_value.value"], "{value}");
        let found = report.diagnostics().iter().find(|found| found.rule.name == "malformed-default-value").unwrap();
        let made = found.fix.as_ref().map(|fix| (fix.safe, format!("{:?}", fix.edits)));
        assert_eq!(made.is_some(), fix.is_some(), "{value}");
        assert!(fix.is_none_or(|fix| matches!(made, Some((true, edits)) if edits.contains(fix))), "{value}");
    }
}

#[test]
fn a_default_value_may_be_a_placeholder() {
    let options = Options { placeholders: true, ..Options::default() };
    for default in ["{{default}}", r#""{{default}}""#, r#"{"value":{{default}}}"#] {
        let text = job(&format!(r#"{{"api_name":"Lead_Source","default_value":{default}}}"#));
        let report = Checker::new(options.clone()).check_json(text.as_bytes());
        assert_eq!(found(&report), [""; 0], "{default}");
    }
}

#[test]
fn a_job_that_reads_no_column_is_warned_of() {
    for (short, expected) in [
        ("Lead_Source=x", &["warning[unread-columns] "][..]),
        ("Lead_Source=x Company=y", &["warning[unread-columns] "]),
        ("Lead_Source=x Email@0", &[]),
        ("Email@0", &[]),
    ] {
        assert_eq!(all(&check(&mappings(short))), expected, "{short}");
    }
    assert_eq!(all(&check("")), ["warning[empty-mappings] "]);
}

#[test]
fn a_date_that_the_vendor_does_not_list_is_warned_of() {
    for (format, listed) in [
        ("yyyy/MM/dd", true),
        ("yyyy-MM-dd", true),
        ("MM/dd/yyyy", true),
        ("dd.MMMM.yyyy", true),
        ("MMM dd,yyyy", true),
        ("MM/dd/yyyy HH:mm:ss", true),
        ("yyyy-MM-dd'T'HH:mm:ssXXX", true),
        ("HH:mm:ss", true),
        ("#,##0.00", true),
        ("d/M/yyyy", false),
        ("yyyyMMdd", false),
        ("dd/MM/yy", false),
        ("MMM d, yyyy", false),
        ("yyyy/dd/MM", false),
        ("EEE, dd MMM yyyy", false),
        ("d/M/yyyy HH:mm:ss", false),
    ] {
        let expected: &[&str] = if listed { &[] } else { &["warning[unlisted-format] [0].format"] };
        assert_eq!(all(&check_format(format)), expected, "{format}");
    }
    // One mistake, one message.
    for format in ["YYYY-MM-DD", "%Y-%m-%d", "date", "2024-01-31"] {
        assert!(!all(&check_format(format)).iter().any(|line| line.contains("unlisted-format")), "{format}");
    }
}

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::fmt::Write;

use proptest::prelude::*;

use super::recover::MAX_EDITS;
use super::*;
use crate::source::node::Value;

/// A job in the shape of v2.
const SAMPLE: &str = r#"{
  "operation": "insert",
  "ignore_empty": true,
  "callback": { "url": "https://www.zoho.com/in/crm/", "method": "post" },
  "resource": [
    {
      "type": "data",
      "module": "Leads",
      "file_id": "4150868000005379001",
      "field_mappings": [
        { "api_name": "Last_Name", "index": 0 },
        { "api_name": "Date_3", "index": 2, "format": "yyyy\/MM\/dd" }
      ]
    }
  ]
}"#;

fn strict(text: &[u8]) -> Parsed<'_> {
    parse(text, &Options::default())
}

/// A tree in short: names for what is not known, JSON for the rest.
fn render(node: &Node<'_>) -> String {
    match &node.value {
        Value::Null => "null".into(),
        Value::Bool(value) => value.to_string(),
        Value::Number(text) | Value::Name(text) => text.to_string(),
        Value::String(text) => format!("{text:?}"),
        Value::Hole => "?".into(),
        Value::List(items) => format!("[{}]", items.iter().map(render).collect::<Vec<_>>().join(",")),
        Value::Map(entries) => {
            let entries: Vec<_> =
                entries.iter().map(|entry| format!("{:?}:{}", entry.key, render(&entry.value))).collect();
            format!("{{{}}}", entries.join(","))
        }
    }
}

/// The slips as `offset kind`, separated by commas.
fn slips(parsed: &Parsed<'_>) -> String {
    let mut out = String::new();
    for slip in &parsed.slips {
        let comma = if out.is_empty() { "" } else { ", " };
        let _ = write!(out, "{comma}{} {:?}", slip.loc.start, slip.kind);
    }
    out
}

#[test]
fn valid_json_becomes_a_tree() {
    let parsed =
        strict(br#"{"a": [1, 2.5e3, -0], "b": {"c": "x\n\u00e9"}, "d": null, "e": [true, false], "f": {}, "a": []}"#);
    assert_eq!(slips(&parsed), "");
    let tree = r#"{"a":[1,2.5e3,-0],"b":{"c":"x\né"},"d":null,"e":[true,false],"f":{},"a":[]}"#;
    assert_eq!(parsed.root.as_ref().map(render).as_deref(), Some(tree));
}

/// Text (`⏎` for a line end), slips, tree (`?` for what is not known, `-` for none).
#[rustfmt::skip]
const SLIPS: &[(&str, &str, &str)] = &[
    (r#"{"a": 1, // one⏎"b": 2 /* two */, # three⏎"c": 3}"#, "9 Comment, 23 Comment, 34 Comment", r#"{"a":1,"b":2,"c":3}"#),
    (r#"{"a": 1, "b": [1, 2,],}"#, "19 TrailingComma, 21 TrailingComma", r#"{"a":1,"b":[1,2]}"#),
    (r#"{"a": 1 "b": 2⏎"c": [1 2]}"#, "7 MissingComma, 14 MissingComma, 22 MissingComma", r#"{"a":1,"b":2,"c":[1,2]}"#),
    (r#"{"a": 1,, "b": [,1,,2]}"#, "8 ExtraComma, 16 ExtraComma, 19 ExtraComma", r#"{"a":1,"b":[1,2]}"#),
    (r#"{"a" = 1, "b" => 2; "c": 3;}"#, "5 WrongColon, 14 WrongColon, 18 WrongComma, 26 WrongComma", r#"{"a":1,"b":2,"c":3}"#),
    (r#"{'a': 'it\'s "x"', "b": `y`}"#, "1 WrongQuotes, 6 WrongQuotes, 24 WrongQuotes", r#"{"a":"it's \"x\"","b":"y"}"#),
    (r#"{“a”: “b”, ‘c’: ‘d’, "e”: 1, "f": "x”, "g": 1}"#, "1 SmartQuotes, 10 SmartQuotes, 19 SmartQuotes, 28 SmartQuotes, 37 SmartQuotes, 52 SmartQuotes", r#"{"a":"b","c":"d","e":1,"f":"x","g":1}"#),
    (r#"{"a": True, "b": FALSE, "c": None, "d": undefined, "e": nil}"#, "6 WrongConstant, 17 WrongConstant, 29 WrongConstant, 40 Undefined, 56 WrongConstant", r#"{"a":true,"b":false,"c":null,"d":?,"e":null}"#),
    (r#"{a: 1, b-c: insert, "d": ObjectId("x, y"), "e": ${z}, "f": <file id>}"#, "1 UnquotedKey, 7 UnquotedKey, 12 BareWord, 25 BareWord, 48 BareWord, 59 BareWord", r#"{"a":1,"b-c":?,"d":?,"e":?,"f":?}"#),
    ("[NaN, -Infinity, 007, -012, +1, .5, -.5, 1., 1.e5, 0x1F]", "1 NotFinite, 6 NotFinite, 17 LeadingZero, 22 LeadingZero, 28 LeadingPlus, 32 BareDot, 36 BareDot, 41 BareDot, 45 BareDot, 51 HexNumber", "[?,?,7,-12,1,0.5,-0.5,1,1.0e5,31]"),
    ("[1e, 1_000, 12abc, 2024-01-01, 1.5.2, -]", "1 BadNumber, 5 BadNumber, 12 BadNumber, 19 BadNumber, 31 BadNumber, 38 BadNumber", "[?,?,?,?,?,?]"),
    (r#"{"a": "x	y⏎z", "b": "c⏎"}"#, "8 ControlCharacter, 22 ControlCharacter", r#"{"a":"x\ty\nz","b":"c\n"}"#),
    (r#"{"a": "\ud800", "b": "\x41\'\d", "c": "\u12"}"#, "7 LoneSurrogate, 22 BadEscape, 39 BadEscape", r#"{"a":"�","b":"A'\\d","c":"\\u12"}"#),
    (r#"{"a": "b,⏎"c": 1}"#, "6 UnclosedString", r#"{"a":"b","c":1}"#),
    (r#"{"a": "b⏎}"#, "6 UnclosedString", r#"{"a":"b"}"#),
    (r#"{"operation: "insert", "b": 1}"#, "1 UnclosedString", r#"{"operation":"insert","b":1}"#),
    (r#"{"a": "say "hi" now", "b": 1}"#, "11 UnescapedQuote", r#"{"a":"say \"hi\" now","b":1}"#),
    (r#"{"a": , "b": }"#, "6 MissingValue, 13 MissingValue", r#"{"a":?,"b":?}"#),
    (r#"{"a", "b" 1}"#, "4 MissingColon, 9 MissingColon", r#"{"a":?,"b":1}"#),
    (r#"{"a": 1, ...}"#, "9 Ellipsis", r#"{"a":1}"#),
    (r#"{"a": ..., "b": [1, ...]}"#, "6 Ellipsis, 20 Ellipsis", r#"{"a":?,"b":[1]}"#),
    (r#"{"a": {{x}}, "b": "{{y}}"}"#, "6 Placeholder", r#"{"a":?,"b":"{{y}}"}"#),
    (r#"{"a": "b" + c}"#, "10 Unexpected", r#"{"a":"b"}"#),
    (r#"{"a": 5px; "b": 6}"#, "6 BadNumber, 9 WrongComma", r#"{"a":?,"b":6}"#),
    (r#"{"a": {"b": [1, 2"#, "17 Truncated", r#"{"a":{"b":[1,2]}}"#),
    (r#"{"a": "x"#, "8 Truncated", r#"{"a":"x"}"#),
    (r#"{"a":"#, "5 Truncated", r#"{"a":?}"#),
    (r#"{"a": [1, 2}, "b": 1}"#, "11 MismatchedBracket", r#"{"a":[1,2],"b":1}"#),
    (r#"[{"a": 1, "b": [1]]"#, "1 UnclosedBracket", r#"[{"a":1,"b":[1]}]"#),
    (r#"[{"a": [1}, {"b": 2}]"#, "7 UnclosedBracket", r#"[{"a":[1]},{"b":2}]"#),
    (r#"[{"a": 1, {"b": 2}]"#, "1 UnclosedBracket", r#"[{"a":1},{"b":2}]"#),
    (r#"{"a": 1]}"#, "7 MismatchedBracket", r#"{"a":1}"#),
    (r#"{"a": 1]"#, "7 MismatchedBracket", r#"{"a":1}"#),
    ("{⏎  \"a\": {⏎    \"b\": 1⏎  \"c\": [⏎    2⏎  ]⏎}⏎", "9 UnclosedBracket, 21 MissingComma", r#"{"a":{"b":1,"c":[2]}}"#),
    (r#"{"a": 1 /* never"#, "8 UnclosedComment", r#"{"a":1}"#),
    (r#"{"a": 1}}"#, "8 TrailingText", r#"{"a":1}"#),
    (r#"{"a": 1} {"b": 2}"#, "9 TrailingText", r#"{"a":1}"#),
    (r#"{"a": 1};"#, "8 TrailingText", r#"{"a":1}"#),
    ("{ hello world }", "2 Unexpected", "{}"),
    ("True", "0 WrongConstant", "true"),
    ("'abc'", "0 WrongQuotes", r#""abc""#),
    ("tru", "0 NotJson", "-"),
    (r#"Hello world, this is prose. "It" goes on: [with] {more}⏎and # more"#, "0 NotJson", "-"),
    ("[INFO] 2024 message", "0 NotJson", "-"),
    ("Last_Name,Email⏎a,b", "0 OtherFormat", "-"),
    (r#""Last Name";"Email"⏎"a";"b""#, "0 OtherFormat", "-"),
    ("<!DOCTYPE html><p>No</p>", "0 OtherFormat", "-"),
    (r#"<?xml version="1.0"?>"#, "0 OtherFormat", "-"),
    ("```json⏎{}⏎```", "0 OtherFormat", "-"),
    ("operation: insert⏎resource: []", "0 OtherFormat", "-"),
    ("{\u{a0}\"a\":\u{2003}\u{2003}1}", "1 StrangeBlank, 7 StrangeBlank", r#"{"a":1}"#),
    ("{\"a\": \u{b}1}\u{c}", "6 StrangeBlank, 9 StrangeBlank", r#"{"a":1}"#),
    ("", "0 Empty", "-"),
    (" ⏎ ", "0 Empty", "-"),
];

#[test]
fn every_slip_is_reported_once_and_reading_goes_on() {
    for &(text, expected, tree) in SLIPS {
        let text = text.replace('⏎', "\n");
        let parsed = strict(text.as_bytes());
        assert_eq!(slips(&parsed), expected, "{text}");
        assert_eq!(parsed.root.as_ref().map_or("-".into(), render), tree, "{text}");
    }
}

#[test]
fn messages_say_what_is_wrong_and_help_says_what_to_do() {
    for (text, message, help) in [
        ("{} // x", "JSON has no comments, but here is a `//` comment", "remove the comment"),
        ("[1 2]", "missing comma before `2`", "insert a comma"),
        ("[007]", "the number `007` starts with a zero", "write `7`"),
        ("[True]", "JSON has no constant `True`", "write `true`"),
        ("[\"\t\"]", "raw tab inside of a string", "write `\\t`"),
        (r#"["\x41"]"#, r"JSON has no escape `\x41`", "write `A`"),
        ("{a: 1}", "the key `a` is not quoted", "write `\"a\"`"),
        (
            r#"["a\ud800"]"#,
            r"`\ud800` is one half of a surrogate pair and no character by itself",
            "write both halves, or the character itself",
        ),
        ("{} {}", "unexpected second document after the end of the first", "keep one document in the text"),
        ("{} ]", "unexpected `]` after the end of the document", "remove it"),
        ("PK\u{3}\u{4}", "this is a ZIP archive, not JSON", "pass the JSON body of the job"),
    ] {
        let parsed = strict(text.as_bytes());
        let slip = &parsed.slips[0];
        assert_eq!((slip.message().as_str(), slip.help().as_deref()), (message, Some(help)), "{text}");
    }
    for &(text, ..) in SLIPS {
        for slip in strict(text.replace('⏎', "\n").as_bytes()).slips {
            let (message, help) = (slip.message(), slip.help().unwrap_or_default());
            assert!(!message.ends_with('.') && !help.ends_with('.') && !message.contains('\n'), "{message} / {help}");
        }
    }
}

#[test]
fn the_bracket_that_is_never_closed_is_shown() {
    let parsed = strict(b"{\"a\": [1, {\"b\": ");
    let slip = &parsed.slips[0];
    assert_eq!((slip.kind, slip.loc), (SlipKind::Truncated, Loc::new(15, 15)));
    assert_eq!(slip.related, Some((Loc::new(10, 11), "this `{` is never closed".into())));
    assert!(!parsed.complete);
}

#[test]
fn bytes_that_are_no_utf8_are_one_slip() {
    let utf16: Vec<u8> = SAMPLE.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let utf16be: Vec<u8> = SAMPLE.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let marked = [b"\xFF\xFE".as_slice(), &utf16].concat();
    let utf32: Vec<u8> = SAMPLE.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
    for (bytes, name) in [
        (&utf16, "UTF-16 (little endian)"),
        (&utf16be, "UTF-16 (big endian)"),
        (&marked, "UTF-16 (little endian)"),
        (&utf32, "UTF-32 (little endian)"),
    ] {
        let parsed = strict(bytes);
        assert_eq!(slips(&parsed), "0 WrongEncoding");
        assert_eq!(parsed.slips[0].message(), format!("the text is {name}, JSON must be UTF-8"));
        assert_eq!(parsed.root, None);
    }
    let parsed = strict(b"{\"a\": \"M\xFCller\", \"b\": 1}");
    assert_eq!(slips(&parsed), "8 NotUtf8");
    assert_eq!(parsed.slips[0].message(), "not UTF-8: the byte 0xFC at offset 8");
    assert_eq!(parsed.root.as_ref().map(render).as_deref(), Some("{\"a\":\"M\u{fffd}ller\",\"b\":1}"));
}

#[test]
fn a_byte_order_mark_is_skipped_and_told() {
    let parsed = strict("\u{feff}{}".as_bytes());
    assert_eq!((slips(&parsed).as_str(), parsed.bom), ("", Some(Loc::new(0, 3))));
    assert_eq!(parsed.root.map(|root| root.loc), Some(Loc::new(3, 5)));
}

#[test]
fn placeholders_are_holes_when_they_are_allowed() {
    let text = br#"{"a": {{x}}, "b": "{{ y }}", "c": ["{{x}}-1", {{ z }}, '{{x}}'], "d": {{}}"#;
    let parsed = parse(text, &Options { placeholders: true });
    assert_eq!(parsed.root.as_ref().map(render).as_deref(), Some(r#"{"a":?,"b":?,"c":["{{x}}-1",?,?],"d":{}}"#));
    assert_eq!(slips(&parsed), "55 WrongQuotes, 71 Unexpected");
}

#[test]
fn places_are_bytes_with_quotes_and_brackets() {
    let text = r#" {"\u00e9": ["x\n", -1.5e3]} "#;
    let root = strict(text.as_bytes()).root.unwrap();
    let Value::Map(entries) = &root.value else { panic!("an object") };
    let Value::List(items) = &entries[0].value.value else { panic!("an array") };
    let source = [root.loc, entries[0].key_loc, entries[0].value.loc, items[0].loc, items[1].loc];
    let list = r#"["x\n", -1.5e3]"#;
    assert_eq!(source.map(|loc| &text[loc.range()]), [text.trim(), r#""\u00e9""#, list, r#""x\n""#, "-1.5e3"]);
}

#[test]
fn depth_and_number_of_mistakes_are_bounded() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert_eq!(slips(&strict(nested(128).as_bytes())), "");
    assert_eq!(slips(&strict(nested(129).as_bytes())), "128 TooDeep");
    assert_eq!(slips(&strict("[".repeat(100_000).as_bytes())), "128 TooDeep");
    assert_eq!(strict(nested(129).as_bytes()).slips[0].loc, Loc::new(128, 129));
    assert_eq!(slips(&strict("{\"a\":".repeat(100_000).as_bytes())), "640 TooDeep");
    // What is closed nests no longer.
    let flat = format!("[{}]", "[{\"a\":[0]},{{x}}],".repeat(200).trim_end_matches(','));
    assert_eq!(slips(&parse(flat.as_bytes(), &Options { placeholders: true })), "");
    let wrong = format!("[{}1]", "nope,".repeat(1000));
    let parsed = strict(wrong.as_bytes());
    assert_eq!((parsed.slips.len(), parsed.slips[MAX_SLIPS].kind), (MAX_SLIPS + 1, SlipKind::TooManySlips));
    assert_eq!(parsed.slips[MAX_SLIPS].help().as_deref(), Some("repair the ones before first"));
    assert!(!parsed.complete);
    let spelt = format!("[{}1]", "True,".repeat(MAX_SPELLINGS + 10));
    let parsed = strict(spelt.as_bytes());
    assert_eq!((parsed.slips.len(), parsed.slips[MAX_SPELLINGS].kind), (MAX_SPELLINGS + 1, SlipKind::TooManySlips));
}

#[test]
fn one_fix_has_a_bounded_number_of_edits() {
    for (wrong, help) in [("\\q", "write `\\\\` for a backslash"), ("\t", "escape it")] {
        for (count, is_fixed) in [(MAX_EDITS, true), (MAX_EDITS + 1, false), (MAX_EDITS + 2, false)] {
            let text = format!("[\"{}\"]", wrong.repeat(count));
            let parsed = strict(text.as_bytes());
            let [slip] = parsed.slips.as_slice() else { panic!("one slip: {:?}", parsed.slips) };
            assert_eq!(slip.fix.as_ref().map(|fix| fix.edits.len()), is_fixed.then_some(count), "{count}");
            assert_eq!(slip.help().as_deref() == Some(help), !is_fixed, "{count}");
        }
    }
}

#[test]
fn the_number_of_values_is_bounded() {
    // The list itself is a value, an object with two entries is three.
    for (item, count) in [("0,", 999_999), ("{\"a\":0,\"b\":0},", 333_333)] {
        let text = format!("[{}]", item.repeat(count).trim_end_matches(','));
        assert_eq!(slips(&strict(text.as_bytes())), "", "{item}");
        let text = format!("[{}{item}0]", item.repeat(count - 1));
        assert_eq!(slips(&strict(text.as_bytes())), format!("{} TooLarge", text.len() - 2), "{item}");
    }
}

#[test]
fn hostile_texts_take_linear_time() {
    const SIZE: usize = 30_000;
    let parts = [
        "\n", "\n ", "\"\n\"", "{{x}},", "'", "\"a\" ", "a\"", "/*", "#\n", "…,", "\\x", "\t", "“", "(", ",", "{{",
        "\u{a0}",
    ];
    for part in parts {
        for start in ["[", "{", "[\"", "[\"\n", "['", "{\"a", "[x("] {
            let text = start.to_owned() + &part.repeat(SIZE / part.len());
            let _ = strict(text.as_bytes());
            let _ = parse(text.as_bytes(), &Options { placeholders: true });
        }
    }
}

/// After the fashion of `JSONTestSuite`.
#[test]
#[rustfmt::skip]
fn the_grammar_is_that_of_rfc_8259() {
    const YES: &[&str] = &[
        "[[]   ]", r#"[""]"#, "[]", r#"["a"]"#, "[false]", r#"[null, 1, "1", {}]"#, "[null]", "[1\n]", " [1]", "[1,null,null,null,2]",
        "[2] ", "[123e65]", "[0e+1]", "[0e1]", "[ 4]", "[-0.000000000000000000000000000000000000000000000001]", "[20e1]",
        "[-0]", "[-123]", "[-1]", "[1E22]", "[1E-2]", "[1E+2]", "[123e45]", "[123.456e78]", "[1e-2]", "[1e+2]", "[123]",
        "[123.456789]", r#"{"asd":"sdf", "dfg":"fgh"}"#, r#"{"a":"b","a":"c"}"#, "{}", r#"{"":0}"#, r#"{"foo\u0000bar": 42}"#,
        "{\n\"a\": \"b\"\n}", r#"["\u0060\u012a\u12AB"]"#, r#"["\uD801\udc37"]"#, r#"["\ud83d\ude39\ud83d\udc8d"]"#,
        r#"["\"\\\/\b\f\n\r\t"]"#, r#"["\\u0000"]"#, r#"["a/*b*/c/*d//e"]"#, r#"["\uFFFF"]"#, r#"["\uDBFF\uDFFF"]"#, "[\"\u{7f}\"]",
        "[\"\u{2028}\u{1f600}é\"]", r#"" ""#, "false", "42", "-0.1", "null", r#""asd""#, "true", r#""""#, "[\"a\"]\n", "\t\r\n []",
    ];
    const NO: &[&str] = &[
        "[1 true]", "[aé]", r#"["": 1]"#, r#"[""],"#, "[,1]", "[1,,2]", r#"["x"]]"#, r#"["",]"#, r#"["x""#, "[x", "[3[4]]", "[1:2]",
        "[,]", "[-]", r#"[   , ""]"#, "[\"a\",\n4\n,1,", "[1,]", "[\"a\u{b}", "[*]", "[1,\n1\n,1", "[{}", "[fals]", "[nul]", "[tru]",
        "123\0", "[++1234]", "[+1]", "[+Inf]", "[-01]", "[-1.0.]", "[-2.]", "[-NaN]", "[.-1]", "[.2e-3]", "[0.1.2]", "[0.3e+]",
        "[0.3e]", "[0.e1]", "[0E+]", "[0e+]", "[1.0e+]", "[1eE2]", "[1 000.0]", "[2.e+3]", "[2.e3]", "[9.e+]", "[Inf]", "[NaN]",
        "[\u{ff11}]", "[1+2]", "[0x42]", "[Infinity]", "[0e+-1]", "[-123.123foo]", "[-Infinity]", "[-foo]", "[- 1]", "[-012]",
        "[-.123]", "[-1x]", "[1ea]", "[1.]", "[.123]", "[1.2a-3]", "[012]", r#"["x", truth]"#, r#"{[: "x"}"#, r#"{"x", null}"#,
        r#"{"x"::"b"}"#, r#"{"a":"a" 123}"#, "{key: 'value'}", r#"{"a" b}"#, r#"{:"b"}"#, r#"{"a" "b"}"#, r#"{"a":"#, r#"{"a""#,
        "{1:1}", "{null:null}", r#"{"id":0,,,,,}"#, "{'a':0}", r#"{"id":0,}"#, r#"{"a":"b"}/**/"#, r#"{"a":"b"}//"#,
        r#"{"a":"b",,"c":"d"}"#, r#"{a: "b"}"#, r#"{"a":"a"#, "{\"a\":\"b\"}#", " ", r#"["\uD800\"]"#, r#"["\uD800\u1"]"#,
        r#"["\u00A"]"#, r#"["\\\"]"#, "[\"\\\t\"]", r#"["\a"]"#, r#"["\"]"#, r#"["\uqqqq"]"#, "abc", "[\"\n\"]", "[\"\t\"]",
        r#""\UA66D""#, "<.>", "[<null>]", "[1]x", "[1]]", "[True]", "1]", r#"{"x": true,"#, "[][]", "]", "{]", "[,", "[{\"", "{",
        "[\"", "{,", r#"{"a": {}"#, "*", "{\"a\":\"b\"}#{}", r#"["\{["\{["#, "é", "\u{c}[]", "\u{2060}[]", "[\u{a0}]", "",
        r#"["\uD834\uDd"]"#, r#"["\uDFAA"]"#,
    ];
    for (texts, valid) in [(YES, true), (NO, false)] {
        for text in texts {
            let parsed = strict(text.as_bytes());
            assert_eq!(parsed.slips.is_empty(), valid, "{text}: {}", slips(&parsed));
            assert_eq!(serde_json::from_str::<serde_json::Value>(text).is_ok(), valid, "{text}");
        }
    }
}

/// The tree as `serde_json` has it: the last one of duplicate keys, numbers as it reads them.
fn to_serde(node: &Node<'_>) -> serde_json::Value {
    match &node.value {
        Value::Null | Value::Hole => serde_json::Value::Null,
        Value::Bool(value) => (*value).into(),
        Value::Number(text) => serde_json::from_str(text).unwrap(),
        Value::String(text) | Value::Name(text) => text.as_ref().into(),
        Value::List(items) => items.iter().map(to_serde).collect(),
        Value::Map(entries) => entries.iter().map(|entry| (entry.key.to_string(), to_serde(&entry.value))).collect(),
    }
}

fn check_places(node: &Node<'_>, good: &dyn Fn(Loc) -> bool) {
    assert!(good(node.loc), "{node:?}");
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| check_places(item, good)),
        Value::Map(entries) => {
            for entry in entries {
                assert!(good(entry.key_loc) && entry.key_loc.end <= entry.value.loc.start, "{entry:?}");
                check_places(&entry.value, good);
            }
        }
        _ => {}
    }
}

/// What holds for any text; whether it is valid.
fn check(bytes: &[u8]) -> bool {
    let parsed = strict(bytes);
    let text = std::str::from_utf8(bytes).ok();
    let good = |loc: Loc| {
        let range = loc.range();
        range.start <= range.end && range.end <= bytes.len() && text.is_none_or(|text| text.get(range).is_some())
    };
    for slip in &parsed.slips {
        let edits = slip.fix.iter().flat_map(|fix| &fix.edits).map(|(loc, _)| *loc);
        let places = edits.chain([slip.loc]).chain(slip.related.iter().map(|(loc, _)| *loc));
        assert!(places.clone().all(good), "{slip:?} in {text:?}");
        let _ = (slip.message(), slip.help());
    }
    parsed.root.iter().for_each(|root| check_places(root, &good));
    assert!(parsed.root.is_some() || !parsed.slips.is_empty());
    let valid = parsed.slips.is_empty() && parsed.bom.is_none();
    match serde_json::from_slice::<serde_json::Value>(bytes) {
        Ok(value) => assert_eq!(parsed.root.as_ref().filter(|_| valid).map(to_serde), Some(value), "{text:?}"),
        // It reads numbers into doubles and is content with one level of depth less.
        Err(error) => {
            let limit =
                ["number out of range", "recursion limit"].iter().any(|limit| error.to_string().contains(limit));
            assert!(!valid || limit, "{text:?}: {error}");
        }
    }
    if let Some(text) = text {
        check_fixes(text, &parsed);
    }
    valid
}

/// Where every slip has a safe fix, the fixed text is valid and means the same.
fn check_fixes(text: &str, parsed: &Parsed<'_>) {
    let fixes: Option<Vec<_>> = parsed.slips.iter().map(|slip| slip.fix.as_ref().filter(|fix| fix.safe)).collect();
    let Some(fixes) = fixes else { return };
    let mut edits: Vec<_> = fixes.iter().flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|(loc, _)| *loc);
    let mut better = text.to_owned();
    for (loc, new) in edits.into_iter().rev() {
        better.replace_range(loc.range(), new);
    }
    let again = strict(better.as_bytes());
    assert_eq!(slips(&again), "", "{text:?} became {better:?}");
    // What was recognised as a whole was not read.
    if parsed.complete {
        let means = |parsed: &Parsed<'_>| parsed.root.as_ref().map(render);
        assert_eq!(means(&again), means(parsed), "{text:?} became {better:?}");
    }
}

#[test]
fn safe_fixes_make_valid_json_of_the_same_meaning() {
    for &(text, ..) in SLIPS {
        check(text.replace('⏎', "\n").as_bytes());
    }
}

#[test]
fn any_part_and_any_change_of_a_job_can_be_read() {
    let sample = SAMPLE.as_bytes();
    assert!(check(sample));
    for end in 0..sample.len() {
        assert!(!check(&sample[..end]));
    }
    for at in 0..sample.len() {
        for &byte in b"\0\t\n \"'#,-./0:;=\\[]{}ntxN\x80\xC3\xE2\xFF" {
            let mut changed = sample.to_vec();
            changed[at] = byte;
            check(&changed);
        }
        let mut shorter = sample.to_vec();
        shorter.remove(at);
        check(&shorter);
    }
}

/// Pieces of which near-JSON is made.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "{", "}", "[", "]", ",", ":", "\"", "\"a\"", "\"b\":", "1", "-", "0", ".5", "e9", "true", "null", "False", " ", "\n", "\t",
    "\\", "\\u00", "\\ud83d", "\\ude00", "'", "“", "”", "//", "/*", "*/", "#", "é", "\u{1f600}", "=", "=>", ";", "{{", "}}",
    "x", "...", "…", "\u{a0}", "`", "\0", "$", "(", ")", "<", "\u{feff}", "1e999",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn near_json_is_judged_as_by_serde_json(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..24)) {
        check(pieces.concat().as_bytes());
    }

    #[test]
    fn arbitrary_bytes_can_be_read(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        check(&bytes);
    }

    #[test]
    fn valid_documents_are_read_as_by_serde_json(value in document(), pretty: bool) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }.unwrap();
        prop_assert!(check(text.as_bytes()));
    }
}

/// Any document.
fn document() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
            prop::collection::vec((any::<String>(), inner), 0..6)
                .prop_map(|entries| entries.into_iter().collect::<serde_json::Map<_, _>>().into()),
        ]
    })
}

#[test]
fn the_end_of_a_string_with_quotes_in_it_is_near() {
    for (blanks, kind) in
        [(super::recover::REACH - 10, SlipKind::UnescapedQuote), (super::recover::REACH, SlipKind::MissingComma)]
    {
        let text = format!(r#"["a"b{}", 1]"#, " ".repeat(blanks));
        assert_eq!(strict(text.as_bytes()).slips[0].kind, kind, "{blanks}");
    }
}

#[test]
fn no_message_tells_a_token_or_hides_a_character() {
    let token = "1000.aaaabbbbccccddddeeeeffff0000.11112222333344445555";
    for text in [
        token.to_owned(),
        format!("Zoho-oauthtoken {token}"),
        format!("{{\"a\": {token}}}"),
        format!("{{\"a\": Zoho-oauthtoken {token}}}"),
        format!("{{{token}: 1}}"),
        format!("{{\"a\": 1}} {token}"),
        "sk_live_aaaabbbb".into(),
        "password=aaaabbbb".into(),
        r"[1 \u202eaaaa]".into(),
        r"[\u202e]".into(),
        r"\u202e".into(),
        "[1 \u{202e}]".into(),
        "\u{202e}".into(),
    ] {
        let parsed = parse(text.as_bytes(), &Options::default());
        assert!(!parsed.slips.is_empty(), "{text}");
        for slip in &parsed.slips {
            let told = format!("{} {:?}", slip.message(), slip.help());
            assert!(!told.contains("aaaabbbb"), "{text}: {told}");
            assert!(!told.replace("\\u{202e}", "").contains('\u{202e}'), "{text}: {told}");
        }
    }
}

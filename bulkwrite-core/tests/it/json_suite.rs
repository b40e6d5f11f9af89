//! What is JSON and what is not, by RFC 8259: texts of the kinds that suites for JSON readers have.

use bulkwrite_core::json::{MAX_DEPTH, Options, Slip, parse};

/// Texts that every reader takes.
#[rustfmt::skip]
const VALID: &[&[u8]] = &[
    b"null", b"true", b"false", b"0", b"-0", b"1", b"-1", b"12", b"1.5", b"-1.5", b"0.5", b"1e1", b"1E1", b"1e+1", b"1e-1", b"1.0e10", b"-0e0",
    b"123456789012345678901234567890", b"0.000000000000000000000000000001", b"1e400", b"-1e-400", b"0e+1", b"20e1", b"-12.30E-04",
    b"\"\"", b"\" \"", b"\"a\"", b"\"\\\"\"", b"\"\\\\\"", b"\"\\/\"", b"\"/\"", b"\"\\b\\f\\n\\r\\t\"", b"\"\\u0000\"", b"\"\\u0041\"", b"\"\\u00e9\"", b"\"\\uD834\\uDD1E\"",
    b"\"\\ud83d\\ude00\"", b"\"\\uFFFF\"", b"\"\\uFEFF\"", b"\"\\u2028\\u2029\"", b"\"\xe2\x80\xa8\"", b"\"\xc3\xa9\"", b"\"\xf0\x9f\x98\x80\"", b"\"\xef\xbf\xbf\"", b"\"\x7f\"",
    b"\"\xef\xbb\xbf\"", b"\"\\u000a\"", b"\"a/*b*/c//d\"", b"\"\\\\u0041\"", b"\"#\"", b"\"{}[],:\"",
    b"[]", b"[ ]", b"[[]]", b"[[],[]]", b"[1]", b"[1,2]", b"[ 1 , 2 ]", b"[null,true,false,\"a\",{}]", b"[\"\"]", b"[1\n,\n2\n]", b"[-0]", b"[0,0]", b"[ 4]", b"[4 ]",
    b"{}", b"{ }", b"{\"\":0}", b"{\"a\":1}", b"{\"a\":1,\"b\":2}", b"{\"a\":1,\"a\":2}", b"{\"a\":{\"b\":[{}]}}", b"{ \"a\" : 1 }", b"{\"a\"\n:\n1\n}", b"{\"\\u0061\":1}", b"{\"a\":[]}",
    b" null", b"null ", b"\n\t\r null \n", b"\t[]", b"[]\r\n", b"\r{}",
];

/// Texts that no reader may take for JSON.
#[rustfmt::skip]
const INVALID: &[&[u8]] = &[
    b"", b" ", b"\n", b"nul", b"nulll", b"True", b"FALSE", b"Null", b"tru", b"truee", b"undefined", b"nil", b"None", b"a", b"*", b"<null>", b"$", b"@", b"&", b"\\",
    b"+1", b"01", b"-01", b"00", b"1.", b".5", b"-.5", b"-", b"--1", b"+", b"1e", b"1e+", b"1E-", b"1.e1", b"1.5.2", b"1,000", b"1_000", b"0x1F", b"0b1", b"1a", b"1f", b"NaN", b"nan",
    b"Infinity", b"-Infinity", b"inf", b"- 1", b"1 2", b"0.e1", b"0e", b"9.e+", b"-foo", b"1\xef\xbc\x91", b"\xef\xbc\x91", b"2.e3", b"0.1.2", b"1eE2", b"++1",
    b"\"", b"\"a", b"a\"", b"'a'", b"`a`", b"\"\\\"", b"\"\\", b"\"\\x41\"", b"\"\\a\"", b"\"\\'\"", b"\"\\0\"", b"\"\\v\"", b"\"\\u\"", b"\"\\u1\"", b"\"\\u12\"", b"\"\\u123\"", b"\"\\u12G4\"", b"\"\\U0041\"",
    b"\"\\u 041\"", b"\"\n\"", b"\"\t\"", b"\"\0\"", b"\"\x1f\"", b"\"\r\"", b"\"a\"\"b\"", b"\"a\" \"b\"", b"\"\\ \"", b"\"\\\xc3\xa9\"", b"\"\x80\"", b"\"\xc3\"", b"\"\xc0\xaf\"", b"\"\xed\xa0\x80\"",
    b"\"\xf4\x90\x80\x80\"", b"\"\xff\"", b"\"\xe9\"", b"\"\\ud800\"", b"\"\\udc00\"", b"\"\\ud800\\u0041\"", b"\"\\ud800\\ud800\"", b"\"\\udc00\\ud800\"", b"\"\\ud800x\"",
    b"[", b"]", b"[[]", b"[]]", b"[1", b"[1,", b"[1,]", b"[,1]", b"[,]", b"[1,,2]", b"[1 2]", b"[1;2]", b"[1:2]", b"[1}", b"[\"a\"", b"[a]", b"[\"a\",\n", b"[1,\n1\n,1", b"[*]", b"[\"\"],", b"[\"x\"]]", b"[3[4]]",
    b"[1,}", b"[-]", b"[- 1]", b"['a']", b"[1]x", b"[true,fals]", b"[\"a\"b]", b"[\xff]", b"[\"\":1]", b"[\"a\",1:2]", b"[\x0b]", b"[\x0c]", b"[\xc2\xa0]", b"[\xe2\x81\xa0]", b"[\0]", b"[#]", b"[1]#",
    b"{", b"}", b"{\"a\"", b"{\"a\":", b"{\"a\":1", b"{\"a\":1,", b"{\"a\":1,}", b"{,}", b"{,\"a\":1}", b"{\"a\":1,,\"b\":2}", b"{\"a\" 1}", b"{\"a\"=1}", b"{\"a\"=>1}", b"{\"a\"::1}", b"{\"a\":1 \"b\":2}", b"{\"a\":1;\"b\":2}",
    b"{a:1}", b"{'a':1}", b"{1:1}", b"{null:1}", b"{[]:1}", b"{{}:1}", b"{\"a\"}", b"{\"a\",\"b\"}", b"{:1}", b"{\"a\":}", b"{\"a\":,}", b"{\"a\":1]", b"{\"a\":1}}", b"{\"a\":1}{", b"{}{}", b"{} []", b"{}x", b"{}#",
    b"{\"a\":1}//", b"{\"a\":1}/**/", b"{\"a\":/*c*/1}", b"{//c\n\"a\":1}", b"{\"a\":1,\"a\"}", b"{\"a\":\"b}", b"{\"a\":'b'}", b"{\"a\":b}", b"{\"a\":1 .}", b"{\"a\":1...}", b"{\"a\":true false}", b"{[\"a\"]}", b"{\xff:1}",
    b"\xef\xbb\xbf", b"\xff\xfe[\0]\0", b"\0[\0]", b"\xef\xbb", b"\xe2\x80\xa8[]", b"[]\xe2\x80\xa8", b"\xc2\xa0{}", b"\x0c{}", b"\x0b[]", b"[]\0", b"/", b"//", b"/**/", b"{}/", b"-- {}", b"\x1e{}",
];

#[test]
fn what_is_json_has_no_slip_and_what_is_none_has_one() {
    for text in VALID {
        let parsed = parse(text, &Options::default());
        let slips: Vec<String> = parsed.slips.iter().map(Slip::message).collect();
        assert_eq!((slips, parsed.root.is_some()), (vec![], true), "{}", String::from_utf8_lossy(text));
    }
    for text in INVALID {
        assert_ne!(parse(text, &Options::default()).slips.len(), 0, "{}", String::from_utf8_lossy(text));
    }
}

/// Where `serde_json` has the same view of the matter: it reads numbers into doubles, and keeps half a surrogate pair from its strings.
#[test]
fn serde_json_agrees() {
    for (text, is_valid) in VALID.iter().map(|text| (text, true)).chain(INVALID.iter().map(|text| (text, false))) {
        let read = serde_json::from_slice::<serde_json::Value>(text);
        let is_too_large = text.windows(3).any(|part| part == b"400");
        assert!(is_too_large || read.is_ok() == is_valid, "{}: {read:?}", String::from_utf8_lossy(text));
    }
}

#[test]
fn brackets_nest_as_deep_as_is_said() {
    let nested = |depth: u32| "[".repeat(depth as usize) + &"]".repeat(depth as usize);
    assert!(parse(nested(MAX_DEPTH).as_bytes(), &Options::default()).slips.is_empty());
    assert!(!parse(nested(MAX_DEPTH + 1).as_bytes(), &Options::default()).slips.is_empty());
}

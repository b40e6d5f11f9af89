//! Words that shells complete and that are no bound: other words are taken, and refused with advice.

use std::ffi::OsStr;
use std::sync::LazyLock;

use bulkwrite_core::response::ErrorCode;
use bulkwrite_core::{Rule, keys};
use clap::builder::{PossibleValue, TypedValueParser};
use clap::{Arg, Command, Error};

use crate::rules;

/// Reads values as another parser does, and tells completions what there is.
#[derive(Clone)]
pub(crate) struct Known<P> {
    parser: P,
    words: fn() -> Vec<&'static str>,
}

/// What `explain` explains.
pub(crate) fn names() -> Known<clap::builder::StringValueParser> {
    Known { parser: clap::builder::StringValueParser::new(), words: all_names }
}

/// The levels that rules can be set to, read by `parser`.
pub(crate) const fn levels<P>(parser: P) -> Known<P> {
    Known { parser, words: all_levels }
}

fn all_names() -> Vec<&'static str> {
    let codes = ErrorCode::ALL.iter().map(ErrorCode::as_str);
    let mut names: Vec<&str> = rules::all().map(|rule| rule.name).chain(codes).chain(["metadata"]).collect();
    for key in keys::all() {
        if !names.contains(&key.name) {
            names.push(key.name);
        }
    }
    names
}

fn all_levels() -> Vec<&'static str> {
    static ALL: LazyLock<Vec<String>> = LazyLock::new(|| {
        let levels = |rule: &Rule| if rule.fixed().is_some() { &["error"][..] } else { &["error", "warn", "allow"] };
        rules::all().flat_map(|rule| levels(rule).iter().map(|level| format!("{}={level}", rule.name))).collect()
    });
    ALL.iter().map(String::as_str).collect()
}

impl<P: TypedValueParser> TypedValueParser for Known<P> {
    type Value = P::Value;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<Self::Value, Error> {
        self.parser.parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new((self.words)().into_iter().map(PossibleValue::new)))
    }
}

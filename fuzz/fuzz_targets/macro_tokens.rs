//! Any tokens as the input of `bulk_write!`: they become an expression.
#![no_main]

extern crate proc_macro;

#[path = "../../bulkwrite-macros/src/csv.rs"]
mod csv;
#[path = "../../bulkwrite-macros/src/error.rs"]
mod error;
#[path = "../../bulkwrite-macros/src/expand.rs"]
mod expand;
#[path = "../../bulkwrite-macros/src/literal.rs"]
mod literal;
#[path = "../../bulkwrite-macros/src/options.rs"]
mod options;
#[path = "../../bulkwrite-macros/src/parse/mod.rs"]
mod parse;
#[path = "../../bulkwrite-macros/src/tokens.rs"]
mod tokens;
#[path = "../../bulkwrite-macros/src/words.rs"]
mod words;

use libfuzzer_sys::fuzz_target;
use proc_macro2::TokenStream;

fuzz_target!(|text: &str| {
    // Brackets far beyond what rustc takes overflow the stack of the lexer, which is not ours.
    if text.bytes().filter(|byte| b"{[(".contains(byte)).count() > 200 {
        return;
    }
    let Ok(input) = format!("bulkwrite {text}").parse::<TokenStream>() else { return };
    let has_hole = input.to_string().split_whitespace().collect::<String>().contains("{{");
    let output = expand::expand(input);
    let shown = output.to_string();
    assert!(shown.len() < 100_000 + 100 * text.len(), "{} bytes", shown.len());
    // What stands in a hole is handed on as it is: that it is no expression is for the compiler to say.
    if has_hole {
        return;
    }
    if let Err(error) = syn::parse2::<syn::Expr>(output) {
        panic!("{error}:\n{text}\n{shown}");
    }
});

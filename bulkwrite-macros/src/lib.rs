//! The `bulk_write!` macro of bulkwrite.
//!
//! The macro that users see is `bulkwrite::bulk_write!`: it hands its own `$crate` to this one, so that an expansion finds
//! the library under whatever name it goes.
#![forbid(unsafe_code)]

mod csv;
mod error;
mod expand;
mod file;
mod literal;
mod options;
mod parse;
#[cfg(test)]
mod tests;
mod tokens;
mod words;

use proc_macro::TokenStream;

#[doc(hidden)]
#[proc_macro]
pub fn bulk_write(input: TokenStream) -> TokenStream {
    expand::expand(input.into()).into()
}

#[doc(hidden)]
#[proc_macro]
pub fn bulk_write_file(input: TokenStream) -> TokenStream {
    file::expand(input.into()).into()
}

//! The rules about data files: one file each, and one line here.
#![allow(missing_docs, reason = "a rule's own documentation stands on its `RULE`")]

pub(crate) mod about;
mod registry;

pub mod not_csv;
pub mod not_a_zip;
pub mod file_too_large;
pub mod several_files;
pub mod stray_entry;
pub mod file_name_not_in_zip;
pub mod encoding_mismatch;
pub mod unsupported_delimiter;
pub mod ambiguous_delimiter;
pub mod no_header;
pub mod no_rows;
pub mod too_many_columns;
pub mod too_many_rows;
pub mod too_many_children;
pub mod index_beyond_columns;
pub mod header_names_another_field;
pub mod unmapped_column;
pub mod header_is_no_field;
pub mod duplicate_header;
pub mod nameless_column;
pub mod unclosed_quote;
pub mod stray_quote;
pub mod swallowed_rows;
pub mod ragged_row;
pub mod repeated_header;
pub mod blank_line_inside;
pub mod bare_carriage_return;
pub mod empty_mandatory_cell;
pub mod empty_key;
pub mod duplicate_key;
pub mod duplicate_unique_value;
pub mod duplicate_parent_key;
pub mod parent_not_in_file;
pub mod blank_clears;
pub mod cell_unlike_format;
pub mod malformed_number;
pub mod malformed_boolean;
pub mod malformed_email;
pub mod malformed_phone;
pub mod malformed_url;
pub mod malformed_id;
pub mod rounded_id;
pub mod cell_too_long;
pub mod unlisted_choice;
pub mod choice_separator;
pub mod structured_cell;
pub mod spreadsheet_error;
pub mod mojibake;
pub mod invisible_character;
pub mod formula_cell;
pub mod null_word;

pub(crate) use about::{About, Told};
pub use registry::RULES;
pub(crate) use registry::tell;

use bulkwrite_core::{Group, Rule};

const GROUP: Group = Group::Data;

/// The rule of that name.
///
/// ```
/// use bulkwrite_data::rules;
///
/// assert_eq!(rules::find("ragged-row").map(|rule| rule.name), Some("ragged-row"));
/// ```
pub fn find(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}

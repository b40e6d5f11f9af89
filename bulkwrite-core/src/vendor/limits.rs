//! How much of everything a job takes.

/// How many columns a file may have.
///
/// Source: the limitations page of the API.
pub(crate) const COLUMNS: i64 = 200;

/// How many fields a resource may map.
///
/// Sources: the limitations page and the error codes of the create-job page. The vendor's OpenAPI description of v8 allows 500.
pub(crate) const MAPPINGS: usize = 200;

/// How many resources a job may have.
///
/// Source: `maxItems` of `resource` in the vendor's OpenAPI description of v8 (`zoho/crm-oas`).
pub(crate) const RESOURCES: usize = 100;

// The greatest lengths, in characters, and the most file names.
//
// Source: `maxLength` and `maxItems` in the vendor's OpenAPI description of v8 (`zoho/crm-oas`).
pub(crate) const API_NAME: usize = 100;
pub(crate) const FILE_ID: usize = 100;
pub(crate) const CHARACTER_ENCODING: usize = 50;
pub(crate) const DEFAULT_VALUE: usize = 500;
pub(crate) const FILE_NAME: usize = 255;
pub(crate) const FILE_NAMES: usize = 10;

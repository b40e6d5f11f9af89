//! The `bulk_write!` macro.

//! The `bulkwrite` command.

fn main() {}

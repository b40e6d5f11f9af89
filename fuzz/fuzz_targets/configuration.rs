//! Any text as a `bulkwrite.toml`: read, or refused at places inside the text.
#![no_main]

use std::path::Path;

use bulkwrite_config::Config;
use bulkwrite_core::{Checker, is_deceptive};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match Config::parse(text) {
        Err(errors) => {
            assert!(!errors.all().is_empty());
            assert!(errors.all().is_sorted_by_key(|error| error.range.start), "{errors}");
            for error in errors.all() {
                assert!(text.get(error.range.clone()).is_some(), "{error:?}");
                assert!(error.line as usize <= text.split('\n').count() && error.column >= 1, "{error:?}");
                assert!(!error.message.is_empty() && !error.help.is_empty(), "{error:?}");
                assert!(error.message.len() < 2_000 && !error.message.contains(is_deceptive), "{error:?}");
            }
        }
        Ok(config) => {
            let _ = config.metadata_folders();
            for file in ["leads.json", "a/b/c.json", "imports/legacy/2021.json", ""] {
                let settings = config.settings(Path::new(file));
                let options = settings.options(None).unwrap_or_else(|error| panic!("{error}: refuse it when reading"));
                let _ = Checker::new(options).check_json(b"{}");
            }
        }
    }
});

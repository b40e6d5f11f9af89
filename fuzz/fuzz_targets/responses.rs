//! Any bytes as an answer of the CRM: what can be read can be written and read again, and errors are fit to be shown.
#![no_main]

use bulkwrite_core::is_deceptive;
use bulkwrite_core::response::{CreateJob, FileUpload, JobDetails, RecordError, ResponseError};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    round_trip(body, CreateJob::from_json);
    round_trip(body, FileUpload::from_json);
    round_trip(body, JobDetails::from_json);
    if let Ok(cell) = std::str::from_utf8(body) {
        for error in RecordError::list(cell) {
            let _ = format!("{error:?}");
        }
    }
});

fn round_trip<T>(body: &[u8], read: fn(&[u8]) -> Result<T, ResponseError>)
where
    T: PartialEq + std::fmt::Debug + serde_json_value::Write,
{
    match read(body) {
        Ok(answer) => {
            let written = answer.write();
            let again = read(&written).unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&written)));
            assert_eq!(again, answer, "{}", String::from_utf8_lossy(&written));
        }
        Err(error) => {
            let message = error.to_string();
            assert!(message.len() < 1_000 && !message.contains(is_deceptive), "{message:?}");
        }
    }
}

mod serde_json_value {
    use bulkwrite_core::response::{CreateJob, FileUpload, JobDetails};

    /// Writes an answer as it would come.
    pub trait Write {
        fn write(&self) -> Vec<u8>;
    }

    macro_rules! write {
        ($($type:ty)*) => {$(
            impl Write for $type {
                fn write(&self) -> Vec<u8> {
                    serde_json::to_vec(self).expect("an answer can be written")
                }
            }
        )*};
    }

    write! { CreateJob FileUpload JobDetails }
}

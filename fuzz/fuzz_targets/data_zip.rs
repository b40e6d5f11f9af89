//! Any bytes as a ZIP: an answer, whatever it says of itself, and the same one each time.
#![no_main]

use bulkwrite_core::Options;
use bulkwrite_data::DataChecker;
use libfuzzer_sys::fuzz_target;

const JOB: &[u8] = br#"{ "operation": "insert", "resource": [{ "type": "data", "module": { "api_name": "Leads" },
    "file_id": "4150868000005379001", "file_names": ["leads.csv"], "field_mappings": [{ "api_name": "Last_Name", "index": 0 }] }] }"#;

fuzz_target!(|zip: &[u8]| {
    let checker = DataChecker::of_json(JOB, &Options::default());
    let check = || checker.check("leads.zip", zip).expect("memory can be read");
    let told = || check().diagnostics().iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(told(), told());
});

//! Sending Zoho CRM bulk write jobs, without a socket: the requests, what the answers mean, and the course of a job from
//! its plan to its result.
//!
//! Nothing here opens a connection, reads a clock or writes a file. Requests are plain values of the crate `http`, for
//! any client; answers come back as status, headers and body; time comes in as a number.
//!
//! # Requests and answers
//!
//! [`request`] has a function for each request, [`Site`] the hosts, and a `read_…` function for each answer says what it
//! means: a body with `"status": "error"` is a refusal whatever its HTTP status, a page of a proxy is no answer.
//!
//! ```
//! use bulkwrite_core::Job;
//! use bulkwrite_http::{Answer, DataCentre, Environment, Site, Token, read_create, request};
//!
//! let text = br#"{"operation":"insert","resource":[{"type":"data","module":"Leads","file_id":"4150868000005379001"}]}"#;
//! let job = Job::from_json(text).expect("it is valid");
//! let site = Site::new(DataCentre::Eu, Environment::Sandbox);
//! let request = request::create(&site, &job, &Token::new("1000.abc")?);
//! assert_eq!(request.uri(), "https://sandbox.zohoapis.eu/crm/bulk/v2/write");
//!
//! // Send it by any client; then:
//! let (parts, ()) = http::Response::builder().status(201).body(())?.into_parts();
//! let body = br#"{"status":"success","code":"SUCCESS","message":"success","details":{"id":"4150868000005392002"}}"#;
//! let Answer::Done(created) = read_create(&parts, body) else { panic!("it was created") };
//! assert_eq!(created.id.as_deref(), Some("4150868000005392002"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The course of a job
//!
//! [`Course`] decides what comes next, what is tried again and what never is: a job whose creation may have been carried
//! out is not created again. It says what to record before it hands out the request that the record is about, so that a
//! run that was killed at any moment is taken up by [`Course::resume`] without creating a second job.
#![forbid(unsafe_code)]

mod answer;
mod body;
mod call;
mod course;
mod ids;
mod journal;
mod patience;
pub mod request;
mod secret;
mod site;

pub use http;

pub use answer::{
    Answer, Granted, Org, read_create, read_details, read_download, read_fields, read_org, read_token, read_upload,
};
pub use body::{Body, Unfilled};
pub use call::{Call, Next};
pub use course::{
    Content, Course, End, Failure, Finished, IfLost, Outgoing, Plan, Sent, Step, Task, Trouble, Waiting, ZipFile,
};
pub use ids::{JobId, NoId, OrgId};
pub use journal::{Entry, Event, Journal, JournalError, Planned, PlannedFile};
pub use patience::Patience;
pub use request::{ForeignHost, Upload};
pub use secret::{Client, NoToken, RefreshToken, Token};
pub use site::{DATA_CENTRES, DataCentre, DataCentreFacts, Environment, Site, SiteError};

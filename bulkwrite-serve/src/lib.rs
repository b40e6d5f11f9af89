//! A stand-in for the Bulk Write API of Zoho CRM, to test against: there is no sandbox for whoever has no organisation,
//! and none that loses an answer on demand.
//!
//! It answers as the CRM is on record or documented to; each answer says which, in the header `X-Bulkwrite-Basis`. A job
//! is refused by the rules of `bulkwrite-core`, with the answer that they predict. Nothing but this machine is ever called.
//!
//! The command `bulkwrite serve` is this crate; its page, `docs/serve.md`, tells the endpoints and faults.
//!
//! # In a test
//!
//! [`Server`] listens on a port of its own until it is dropped.
//!
//! ```
//! use bulkwrite_serve::{Fault, Server, Step};
//!
//! let crm = Server::start()?;
//! crm.fault(Fault::at(Step::Create, "drop-after")?);
//! // … point the program under test at `crm.url()`, and then:
//! assert!(crm.jobs().is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Without a socket
//!
//! [`Standin::handle`] takes a request and the time, and says what is to be done.
#![forbid(unsafe_code)]

mod account;
mod answer;
mod control;
mod create;
mod deliver;
mod details;
mod fault;
mod fields;
mod ids;
mod job;
mod json;
mod mistakes;
mod multipart;
mod options;
mod record;
mod records;
mod request;
mod route;
mod run;
mod seen;
mod server;
mod standin;
mod store;
mod time;
mod token;
mod upload;
mod zip;

pub use deliver::Call;
pub use fault::{Cut, Effect, End, Fault, Step};
pub use job::{Called, Counts, Job, Phase};
pub use options::{
    CallbackBody, Delivery, Lifetime, ModuleField, Options, Organisation, OrganisationType, Pace, Refusal, Source,
};
pub use records::Record;
pub use server::{Ended, Server, Settings};
pub use standin::{Reaction, Standin, StartError};

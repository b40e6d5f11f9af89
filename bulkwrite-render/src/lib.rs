//! What bulkwrite found, for eyes and for programs: with carets as rustc draws them ([`human`]), a line each ([`concise`]),
//! as [`json`], as annotations of [`github`], as a [`sarif`] log.
//!
//! There is no terminal here: what is written is a text, and a [`Look`] says how wide it may be and whether it has colours.
//! The command writes with this crate, and so do the bindings to other languages: what they show is the same to the byte.
//!
//! ```
//! use bulkwrite_render::{Look, human};
//!
//! let text = br#"{ "operation": "insert", "resource": [] }"#;
//! let report = bulkwrite_core::check_json(text);
//! let shown = human::report("job.json", text, &report, Look::PLAIN);
//! assert!(shown.contains("\n1 | { \"operation\": \"insert\", \"resource\": [] }\n  |                                      ^^\n"));
//! ```
//!
//! A format is an [`Output`]: it is handed one [`View`] after the other, a report together with the text that it is about,
//! and the [`Totals`] in the end. The text may stand in a file as a string, as the body of a request in a Postman
//! collection does: [`Body`] is the way back. What another checker found is shown by the same formats: see [`Finding`].
#![forbid(unsafe_code)]

pub mod answer;
mod body;
pub mod concise;
pub mod data;
mod finding;
pub mod github;
pub mod html;
pub mod human;
pub mod json;
mod look;
mod object;
pub mod page;
mod place;
pub mod sarif;
pub mod secrets;
pub mod snippet;
pub mod statistics;
mod text;
mod totals;
pub mod url;
mod view;

pub use body::Body;
pub use finding::{Excerpt, Finding, Note, Place};
pub use look::{ACCENT, BOLD, CODE, ERROR, FAINT, GOOD, Look, WARNING, style};
pub use object::{Object, inside_string, quoted};
pub use place::{Position, shown, utf16};
pub use text::{count, escaped, grouped, shortened};
pub use totals::Totals;
pub use view::{Replacement, Request, View};

/// A format of output.
pub trait Output {
    /// Appends what is to be said about a job.
    fn job(&mut self, out: &mut String, view: &View<'_>);

    /// Appends what is to be said in the end.
    fn finish(&mut self, out: &mut String, totals: &Totals);
}

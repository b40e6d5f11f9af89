//! Zoho CRM bulk write jobs, checked before they are sent.

pub use bulkwrite_core::*;

/// Checks a bulk write job while the code compiles, and makes a [`Job`] of it.
#[macro_export]
macro_rules! bulk_write {
    ($($job:tt)*) => { $crate::__private::bulk_write! { $crate $($job)* } };
}

#[doc(hidden)]
pub mod __private {
    pub use bulkwrite_core::model::parts::*;
    pub use bulkwrite_core::{
        ApiName, ApiVersion, Callback, CallbackUrl, ColumnIndex, DefaultValue, FieldMapping, FileId, Format, Operation,
        Resource,
    };
    pub use bulkwrite_macros::bulk_write;
    pub use std::primitive::bool;
    pub use std::string::String;
    pub use std::vec::Vec;
}

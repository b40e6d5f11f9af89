//! Sources: places in them, the tree that front ends make of them, JSON, and the header of a CSV.

pub mod csv;
pub(crate) mod edit;
pub(crate) mod fault;
pub mod json;
mod loc;
pub mod node;

pub use loc::Loc;

//! Sources: places in them, the tree that front ends make of them, and JSON.

pub(crate) mod edit;
pub(crate) mod fault;
pub mod json;
mod loc;
pub mod node;

pub use loc::Loc;

//! Edits of a job in terms of its tree, so that every front end can apply or show them.

use crate::source::Loc;
use crate::text::Text;

/// One edit of a job, in terms of the tree, so that every front end can apply or show it.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Writes another key instead of the one at `key`.
    RenameKey {
        /// Where the key stands.
        key: Loc,
        /// The new key.
        to: Text,
    },
    /// Writes another value instead of the one at `value`.
    Replace {
        /// Where the value stands.
        value: Loc,
        /// The new value, as compact JSON.
        with: Text,
    },
    /// Writes other text inside the string at `string`.
    ReplaceWithin {
        /// Where the string stands.
        string: Loc,
        /// The part to replace, in bytes of its decoded text.
        within: Loc,
        /// The new part, without escapes.
        with: Text,
    },
    /// Removes the entry whose key stands at `key`.
    RemoveEntry {
        /// Where the key stands, or its value.
        key: Loc,
    },
    /// Adds an entry to the map at `map`.
    AddEntry {
        /// Where the map stands.
        map: Loc,
        /// The new key.
        key: Text,
        /// Its value, as compact JSON.
        value: Text,
    },
    /// Writes a part of the value at `value` instead of all of it.
    Keep {
        /// Where the value stands.
        value: Loc,
        /// Where the part stands.
        part: Loc,
    },
    /// Writes something around the value at `value`.
    Wrap {
        /// Where the value stands.
        value: Loc,
        /// What stands before it.
        before: Text,
        /// What stands behind it.
        after: Text,
    },
    /// Removes the item of a list at `item`.
    RemoveItem {
        /// Where the item stands.
        item: Loc,
    },
    /// Moves the item of a list at `item` behind the item at `behind`, of the same list or another.
    MoveItem {
        /// Where the item stands.
        item: Loc,
        /// Where the item stands behind which it comes.
        behind: Loc,
    },
    /// Lets two values change places.
    Swap {
        /// Where the first one stands.
        first: Loc,
        /// Where the second one stands.
        second: Loc,
    },
    /// Moves the entry whose key stands at `key` into the map at `map`, under the key `to`.
    MoveEntry {
        /// Where the key stands.
        key: Loc,
        /// Where the map stands.
        map: Loc,
        /// The key in that map.
        to: Text,
    },
    /// Writes all of the source as UTF-8: only a text front end makes these.
    Decode,
    /// Puts other text in place of a range of the source: only a text front end makes these.
    Source {
        /// The range to replace.
        range: Loc,
        /// The new text; empty to delete the range.
        with: Text,
    },
}

/// Edits that make a mistake go away.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// What the edits do, as an instruction: "rename the key to `callback`".
    pub title: Text,
    /// Whether the job certainly means the same afterwards, as its author intended it.
    pub safe: bool,
    /// The edits, which do not overlap.
    pub edits: Vec<Edit>,
}

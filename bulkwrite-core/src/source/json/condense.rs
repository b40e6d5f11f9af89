//! What slips come to: one that runs through the text is told once, and one that repeats is told three times.

use super::slip::{Fix, Slip, SlipKind};
use crate::source::node::{Node, Value};

/// How often a slip of a kind is told.
const TOLD: usize = 3;

/// From how many keys on their spelling tells a notation.
const KEYS: usize = 3;

/// What is to be told of the slips of a text, which are in reading order; all of their edits are kept.
pub(crate) fn condense(text: &[u8], root: Option<&Node<'_>>, slips: Vec<Slip>) -> Vec<Slip> {
    let slips = match root.and_then(|root| notation(text, root, &slips)) {
        Some(notation) => merge(slips, notation),
        None => slips,
    };
    let mut told: Vec<Slip> = Vec::with_capacity(slips.len().min(64));
    for slip in slips {
        let mut alike = told.iter_mut().filter(|told| told.kind == slip.kind);
        match alike.nth(TOLD - 1) {
            Some(last) => {
                last.more += 1;
                add_fix(&mut last.fix, slip.fix);
            }
            None => told.push(slip),
        }
    }
    told
}

/// How many edits the fix of several slips has at most: what is left is for the next round.
const EDITS: usize = 5_000;

fn add_fix(fix: &mut Option<Fix>, other: Option<Fix>) {
    match (fix.as_mut(), other) {
        (Some(fix), Some(_)) if fix.edits.len() > EDITS => {}
        (Some(fix), Some(other)) => {
            fix.edits.extend(other.edits);
            fix.safe &= other.safe;
        }
        (None, other) => *fix = other,
        (_, None) => {}
    }
}

/// A notation that looks like JSON and is none.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Notation {
    Python,
    SingleQuotes,
    JavaScript,
    Ruby,
    Java,
}

impl Notation {
    /// What it is, and how it is written as JSON.
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Python => ("what Python prints for a dict, not JSON", "write it with `json.dumps(job)`"),
            Self::SingleQuotes => {
                ("JSON in single quotes, which JSON does not know", "use double quotes throughout: `\"`")
            }
            Self::JavaScript => {
                ("a JavaScript object, not JSON: its keys have no quotes", "write it with `JSON.stringify(job)`")
            }
            Self::Java => (
                "what Java prints for a map, not JSON",
                "write it with a JSON library: `new JSONObject(job).toString()`",
            ),
            Self::Ruby => ("what Ruby prints for a hash, not JSON", "write it with `job.to_json`"),
        }
    }

    /// Whether a slip is how the notation is written.
    fn explains(self, slip: &Slip) -> bool {
        match slip.kind {
            SlipKind::WrongQuotes => self != Self::Ruby,
            SlipKind::WrongConstant => !matches!(self, Self::JavaScript | Self::SingleQuotes),
            SlipKind::TrailingComma => true,
            SlipKind::UnquotedKey => matches!(self, Self::JavaScript | Self::Ruby | Self::Java),
            SlipKind::WrongColon => matches!(self, Self::Ruby | Self::Java),
            SlipKind::BareWord | SlipKind::BadNumber => self == Self::Java,
            _ => false,
        }
    }
}

/// The notation of a text, told by the spelling of all of its keys.
fn notation(text: &[u8], root: &Node<'_>, slips: &[Slip]) -> Option<Notation> {
    let count = |kind| slips.iter().filter(|slip| slip.kind == kind).count();
    let (quotes, bare, arrows) =
        (count(SlipKind::WrongQuotes), count(SlipKind::UnquotedKey), count(SlipKind::WrongColon));
    if quotes.max(bare).max(arrows) < KEYS {
        return None;
    }
    let mut keys = Keys::default();
    keys.count(text, root);
    match keys {
        Keys { all, .. } if all < KEYS => None,
        Keys { all, .. } if arrows == all && text.windows(2).any(|arrow| arrow == b"=>") => Some(Notation::Ruby),
        Keys { all, single, json_constant, .. } if single == all => {
            Some(if json_constant { Notation::SingleQuotes } else { Notation::Python })
        }
        Keys { all, bare, .. } if bare == all && arrows == all => Some(Notation::Java),
        Keys { all, bare, .. } if bare == all => Some(Notation::JavaScript),
        _ => None,
    }
}

#[derive(Default)]
struct Keys {
    all: usize,
    single: usize,
    bare: usize,
    /// Whether there is a `true`, `false` or `null` in the spelling of JSON.
    json_constant: bool,
}

impl Keys {
    fn count(&mut self, text: &[u8], node: &Node<'_>) {
        match &node.value {
            Value::Bool(_) | Value::Null => {
                let first = text.get(node.loc.start as usize);
                self.json_constant |= first.is_some_and(u8::is_ascii_lowercase);
            }
            Value::List(items) => items.iter().for_each(|item| self.count(text, item)),
            Value::Map(entries) => {
                for entry in entries {
                    self.all += 1;
                    match text.get(entry.key_loc.start as usize) {
                        Some(b'\'') => self.single += 1,
                        Some(b'"' | b'`' | 0xE2) | None => {}
                        Some(_) => self.bare += 1,
                    }
                    self.count(text, &entry.value);
                }
            }
            _ => {}
        }
    }
}

/// One slip in place of all that the notation explains.
fn merge(slips: Vec<Slip>, notation: Notation) -> Vec<Slip> {
    let (explained, mut others): (Vec<_>, Vec<_>) = slips.into_iter().partition(|slip| notation.explains(slip));
    let Some(place) = explained.first().map(|slip| slip.loc) else { return others };
    let (name, help) = notation.words();
    let mut slip = Slip::new(SlipKind::OtherNotation, place, name);
    slip.how = Some(help);
    // What Java prints does not tell text from numbers.
    if notation != Notation::Java {
        for explained in explained {
            add_fix(&mut slip.fix, explained.fix);
        }
    }
    let at = others.partition_point(|other| other.loc < place);
    others.insert(at, slip);
    others
}

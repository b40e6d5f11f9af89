//! One finding: what is wrong, where, what to do about it, and what the CRM would answer.

use std::borrow::Cow;
use std::fmt;

use serde_json::{Map, Value as Json};

use crate::level::Level;
use crate::response::{Basis, ErrorCode};
use crate::rule::Rule;
use crate::{Loc, callback};

/// A text of a diagnostic: most are constants, some carry the user's own words.
pub type Text = Cow<'static, str>;

/// One finding of one rule.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// Its level, configuration applied.
    pub level: Level,
    /// The place, in positions of the front end that read the job.
    pub loc: Loc,
    /// The part of the string at `loc` that is meant, in bytes of its decoded text.
    pub within: Option<Loc>,
    /// The key that is missing, where the finding is about an absence: in the object at `loc`, or in the one that has the
    /// misspelt key at `loc`.
    pub key: Option<&'static str>,
    /// The object that lacks `key`, where `loc` is not that object.
    pub(crate) lacking: Option<Loc>,
    /// The place as a path: `resource[0].field_mappings[2].index`; empty for the job as a whole.
    pub path: String,
    /// What is wrong there: lower case, no full stop.
    pub message: Text,
    /// What to do about it.
    pub help: Option<Text>,
    /// Other places that belong to the finding.
    pub related: Vec<Related>,
    /// Edits that make the mistake go away.
    pub fix: Option<Fix>,
    /// What the CRM would answer.
    pub predicts: Option<Prediction>,
}

/// A place that belongs to a finding, with a short clause about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// The place.
    pub loc: Loc,
    /// The part of the string at `loc` that is meant, in bytes of its decoded text.
    pub within: Option<Loc>,
    /// What is to be seen there.
    pub label: Text,
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
        /// Where the key stands.
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
    /// Puts other text in place of a range of the source: only a text front end makes these.
    Source {
        /// The range to replace.
        range: Loc,
        /// The new text; empty to delete the range.
        with: Text,
    },
}

/// The answer that the CRM would give to a job with this mistake.
#[derive(Clone, Debug, PartialEq)]
pub struct Prediction {
    /// The error code.
    pub code: ErrorCode,
    /// The message, word for word; `None` where no source shows it.
    pub message: Option<Text>,
    /// The details.
    pub details: Map<String, Json>,
    /// What this rests on.
    pub basis: Basis,
}

impl Diagnostic {
    /// A finding of `rule` at `loc`, at the rule's own level and with its prediction; the setters tell more.
    ///
    /// ```
    /// use bulkwrite_core::{Diagnostic, Loc, rules};
    ///
    /// let rule = rules::find("negative-index").unwrap();
    /// let mut found = Diagnostic::new(rule, Loc::new(10, 12), "`index` is -1");
    /// found.help("count columns from 0").related(Loc::new(2, 8), "the key");
    /// assert_eq!(found.to_string(), "error[negative-index]: `index` is -1");
    /// ```
    pub fn new(rule: &'static Rule, loc: Loc, message: impl Into<Text>) -> Self {
        Self {
            rule,
            level: rule.level.unwrap_or(Level::Warning),
            loc,
            within: None,
            key: None,
            lacking: None,
            path: String::new(),
            message: message.into(),
            help: None,
            related: Vec::new(),
            fix: None,
            predicts: rule.predicts.map(|(code, basis)| Prediction {
                code: ErrorCode::from(code),
                message: None,
                details: Map::new(),
                basis,
            }),
        }
    }

    /// Sets the level of this finding, for rules that have more than one.
    pub fn level(&mut self, level: Level) -> &mut Self {
        self.level = level;
        self
    }

    /// Narrows the place to a part of the string at `loc`, in bytes of its decoded text.
    pub fn within(&mut self, within: Loc) -> &mut Self {
        self.within = Some(within);
        self
    }

    /// Says what to do.
    pub fn help(&mut self, help: impl Into<Text>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a place that belongs to the finding.
    pub fn related(&mut self, loc: Loc, label: impl Into<Text>) -> &mut Self {
        self.related.push(Related { loc, within: None, label: label.into() });
        self
    }

    /// Adds a fix after which the job certainly is what its author intended.
    pub fn safe_fix(&mut self, title: impl Into<Text>, edits: Vec<Edit>) -> &mut Self {
        self.fix = Some(Fix { title: title.into(), safe: true, edits });
        self
    }

    /// Adds a fix that probably does what was intended.
    pub fn unsafe_fix(&mut self, title: impl Into<Text>, edits: Vec<Edit>) -> &mut Self {
        self.fix = Some(Fix { title: title.into(), safe: false, edits });
        self
    }

    /// Sets the message of the predicted answer.
    pub fn answer(&mut self, message: impl Into<Text>) -> &mut Self {
        if let Some(prediction) = &mut self.predicts {
            prediction.message = Some(message.into());
        }
        self
    }

    /// Adds a detail to the predicted answer.
    pub fn detail(&mut self, key: &str, value: impl Into<Json>) -> &mut Self {
        if let Some(prediction) = &mut self.predicts {
            prediction.details.insert(key.to_owned(), value.into());
        }
        self
    }

    /// Predicts another answer than the rule's own.
    pub fn predict(&mut self, code: &'static str, message: Option<Text>, basis: Basis) -> &mut Self {
        self.predicts = Some(Prediction { code: ErrorCode::from(code), message, details: Map::new(), basis });
        self
    }

    /// Says what this prediction rests on, where it differs from the rule's own.
    pub fn basis(&mut self, basis: Basis) -> &mut Self {
        if let Some(prediction) = &mut self.predicts {
            prediction.basis = basis;
        }
        self
    }

    /// Predicts nothing.
    pub fn no_answer(&mut self) -> &mut Self {
        self.predicts = None;
        self
    }
}

impl fmt::Display for Diagnostic {
    /// `error[missing-key]: missing key …`, on one line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]: {}", self.level, self.rule.name, self.message)
    }
}

/// The user's own words, fit to stand in a message: shortened, control and bidi characters escaped, the secrets of
/// URLs masked.
///
/// ```
/// use bulkwrite_core::quoted;
///
/// assert_eq!(quoted("Leads"), "`Leads`");
/// assert_eq!(quoted("Le\u{202e}ads\n"), r"`Le\u{202e}ads\n`");
/// assert_eq!(quoted("https://a.b/c?key=1"), "`https://a.b/c?***`");
/// ```
pub fn quoted(text: &str) -> String {
    let masked = callback::masked(text);
    let mut out = String::with_capacity(masked.len().min(LONGEST_QUOTE) + 4);
    out.push('`');
    for (i, c) in masked.chars().enumerate() {
        if i == LONGEST_QUOTE {
            out.push('…');
            break;
        }
        push_escaped(&mut out, c);
    }
    out.push('`');
    out
}

/// Longer quotes are cut: a message is no place for a whole file.
const LONGEST_QUOTE: usize = 80;

/// Appends `c`, escaped if a terminal or reader could take it for something else.
pub(crate) fn push_escaped(out: &mut String, c: char) {
    match c {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        c if is_deceptive(c) => out.extend(c.escape_unicode()),
        c => out.push(c),
    }
}

/// Whether a character does not show as itself: controls, bidirectional and other invisible formatting.
pub fn is_deceptive(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

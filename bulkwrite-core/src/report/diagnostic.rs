//! One finding: what is wrong, where, what to do about it, and what the CRM would answer.

use std::fmt;

use serde_json::{Map, Value as Json};

use crate::level::Level;
use crate::report::data::{DataPlace, SourceId};
use crate::report::rule::Rule;
use crate::response::{Basis, ErrorCode};
use crate::source::Loc;
use crate::source::edit::{Edit, Fix};
use crate::text::Text;

/// One finding of one rule.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// Its level, configuration applied.
    pub level: Level,
    /// The source that it is about: the job, or a file that the job names.
    pub source: SourceId,
    /// The place in that file, where it is one.
    pub data: Option<Box<DataPlace>>,
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
    /// # use bulkwrite_core as bulkwrite;
    /// use bulkwrite::{Diagnostic, Loc, rules};
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
            source: SourceId::JOB,
            data: None,
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

    /// Moves the finding into a data file.
    ///
    /// ```
    /// # use bulkwrite_core as bulkwrite;
    /// use bulkwrite::{DataPlace, Diagnostic, Loc, SourceId, rules};
    ///
    /// let rule = rules::find("unmapped-required-field").unwrap();
    /// let mut found = Diagnostic::new(rule, Loc::default(), "no column is `Last_Name`");
    /// found.in_data(SourceId(1), DataPlace { file: "leads.csv".into(), row: Some(0), count: 1, ..DataPlace::default() });
    /// assert_eq!(found.data.unwrap().file, "leads.csv");
    /// ```
    pub fn in_data(&mut self, source: SourceId, place: DataPlace) -> &mut Self {
        self.source = source;
        self.data = Some(Box::new(place));
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

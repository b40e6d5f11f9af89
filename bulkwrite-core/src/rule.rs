//! What a rule is: one mistake, described once for documentation, command, macro and tests.

use std::fmt;

use crate::ast::{self, At, Number};
use crate::check::{Context, Fields};
use crate::diagnostic::Level;
use crate::metadata;
use crate::response::Basis;

/// One mistake that bulkwrite finds.
///
/// Everything about it stands in one file under `rules/`; one line in `rules/mod.rs` registers it.
pub struct Rule {
    /// The name, kebab-case, for the mistake: reads well after "allow".
    pub name: &'static str,
    /// What the rule is about; also the folder it lives in.
    pub group: Group,
    /// The documentation as Markdown, under fixed headings: What it does, Why it matters, Incorrect, Correct, Reference.
    pub doc: &'static str,
    /// The level unless configured; `None` for a rule that is silent unless asked for.
    pub level: Option<Level>,
    /// What the CRM answers, and how that is known.
    pub predicts: Option<(&'static str, Basis)>,
    /// How the mistake is looked for.
    pub(crate) checks: &'static [Check],
}

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the titles say it")]
pub enum Group {
    Shape,
    Resource,
    Parent,
    Mapping,
    Callback,
    Metadata,
}

impl Group {
    /// Every group, in the order of the documentation.
    pub const ALL: [Self; 6] =
        [Self::Shape, Self::Resource, Self::Parent, Self::Mapping, Self::Callback, Self::Metadata];

    /// The folder of the group's rules, and their module.
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Shape => "shape",
            Self::Resource => "resource",
            Self::Parent => "parent",
            Self::Mapping => "mapping",
            Self::Callback => "callback",
            Self::Metadata => "metadata",
        }
    }

    /// The heading of the group in the documentation.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Shape => "Shape",
            Self::Resource => "Operation and resources",
            Self::Parent => "Parents and children",
            Self::Mapping => "Mappings",
            Self::Callback => "Callback",
            Self::Metadata => "With field metadata",
        }
    }
}

/// How a mistake is looked for: each check is offered the smallest thing it needs.
#[derive(Clone, Copy)]
pub(crate) enum Check {
    /// Found while the source is read or lowered, where it stands.
    Reading,
    /// Looks at the whole job.
    Job(fn(&ast::Job<'_>, &mut Context<'_>)),
    /// Looks at a whole job in which something tells of parents and children: see [`family::is_hinted`](crate::family::is_hinted).
    Family(fn(&ast::Job<'_>, &mut Context<'_>)),
    /// Looks at each resource.
    Resource(fn(&ast::Resource<'_>, &mut Context<'_>)),
    /// Looks at each resource of which something tells how records are found: a `find_by`, or that the job may change records.
    Key(fn(&ast::Resource<'_>, &mut Context<'_>)),
    /// Looks at each resource unless its module is a plain one: see [`modules::is_plain`](crate::modules::is_plain).
    OddModule(fn(&ast::Resource<'_>, &mut Context<'_>)),
    /// Looks at the whole job unless its file ids are plain: see [`ids::are_plain`](crate::ids::are_plain).
    OddFileIds(fn(&ast::Job<'_>, &mut Context<'_>)),
    /// Looks at each mapping.
    Mapping(fn(&ast::Mapping<'_>, &mut Context<'_>)),
    /// Looks at the `api_name` of each mapping that has an odd one: see [`name::is_plain`](crate::name::is_plain).
    OddName(fn(&At<&str>, &mut Context<'_>)),
    /// Looks at each index, under which key ever, that is not plainly one of a column: see [`Number::is_column`].
    OddIndex(fn(&'static str, &At<Number<'_>>, &mut Context<'_>)),
    /// Looks at each format that is none of the plain ones: see [`pattern::is_plain`](crate::pattern::is_plain).
    OddFormat(fn(&At<&str>, &mut Context<'_>)),
    /// Looks at each mapping that has a default value.
    Default(fn(&ast::Mapping<'_>, &ast::DefaultValue<'_>, &mut Context<'_>)),
    /// Looks at the callback.
    Callback(fn(&ast::Callback<'_>, &mut Context<'_>)),
    /// Reports one family of what the policy finds in the URL of the callback.
    CallbackUrl,
    /// Looks at each resource whose module's fields are known.
    Fields(fn(&ast::Resource<'_>, &Fields<'_>, &mut Context<'_>)),
    /// Looks at each mapping whose field is known.
    Field(fn(&ast::Mapping<'_>, &metadata::Field, &mut Context<'_>)),
    /// Looks at each mapping whose field is known and can be written by this job.
    Writable(fn(&ast::Mapping<'_>, &metadata::Field, &mut Context<'_>)),
}

impl Rule {
    /// Whether its level cannot be configured: no setting turns the check of callback targets off. Hosts and networks of
    /// one's own are allowed by [`callback::AllowList`](crate::callback::AllowList).
    pub fn is_fixed(&self) -> bool {
        let settable = ["unsupported-callback-method", "callback-port", "callback-oddity"];
        self.group == Group::Callback && !settable.contains(&self.name)
    }

    /// The first sentence of the documentation: what the rule finds.
    pub fn summary(&self) -> String {
        let section = self.section("What it does").unwrap_or_default();
        let paragraph = section.split("\n\n").next().unwrap_or_default().replace('\n', " ");
        match paragraph.split_once(". ") {
            Some((first, _)) => format!("{first}."),
            None => paragraph,
        }
    }

    /// The text under a heading of the documentation.
    pub fn section(&self, heading: &str) -> Option<String> {
        let doc = self.markdown();
        let mut lines = doc.lines().skip_while(|line| line.strip_prefix("## ") != Some(heading));
        lines.next()?;
        let body: Vec<&str> = lines.take_while(|line| !line.starts_with("## ")).collect();
        Some(body.join("\n").trim().to_owned())
    }

    /// The documentation without the blank that Rust puts before each line of a doc comment.
    pub fn markdown(&self) -> String {
        self.doc.lines().map(|line| line.strip_prefix(' ').unwrap_or(line)).fold(String::new(), |mut all, line| {
            all.push_str(line);
            all.push('\n');
            all
        })
    }

    /// Where the rule is documented on the web.
    pub fn url(&self) -> String {
        let (group, file) = (self.group.folder(), self.name.replace('-', "_"));
        format!("https://docs.rs/bulkwrite-core/latest/bulkwrite_core/rules/{group}/{file}/static.RULE.html")
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Rule {}

/// Declares the rule of a file as `RULE`.
///
/// ```text
/// rule! {
///     /// ## What it does
///     /// …
///     "negative-index" Error OddIndex(check) predicts COLUMN_INDEX_NOT_FOUND Documented
/// }
/// ```
///
/// A rule that looks at different things names several checks, with `|` between them.
macro_rules! rule {
    (
        $(#[doc = $doc:literal])+
        $name:literal $level:ident $($check:ident $(($function:expr))?)|+ $(predicts $code:ident $basis:ident)?
    ) => {
        $(#[doc = $doc])+
        pub static RULE: $crate::rule::Rule = $crate::rule::Rule {
            name: $name,
            group: super::GROUP,
            doc: concat!($($doc, "\n"),+),
            level: $crate::rule::level!($level),
            predicts: $crate::rule::predicts!($($code $basis)?),
            checks: &[$($crate::rule::Check::$check $(($function))?),+],
        };
    };
}

macro_rules! level {
    (Off) => {
        None
    };
    ($level:ident) => {
        Some($crate::diagnostic::Level::$level)
    };
}

macro_rules! predicts {
    () => {
        None
    };
    ($code:ident $basis:ident) => {
        Some((stringify!($code), $crate::response::Basis::$basis))
    };
}

pub(crate) use {level, predicts, rule};

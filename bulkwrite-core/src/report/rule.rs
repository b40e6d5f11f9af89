//! What a rule is: one mistake, described once for documentation, command, macro and tests.

use std::fmt;

use crate::level::Level;
use crate::response::Basis;

/// One mistake that bulkwrite finds: its name, its documentation and what comes of it. How it is looked for is the business of
/// whoever declares it.
///
/// Everything about a rule stands in one file. A crate with rules of its own declares them with
/// [`describe_rule!`](crate::describe_rule).
#[non_exhaustive]
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
    /// Where the documentation stands on the web, unless it is among the rules of this crate.
    pub page: Option<&'static str>,
    /// Names that it once had: configurations that were written then still mean it.
    pub aliases: &'static [&'static str],
}

/// Why the level of a rule is fixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// What the rule does: "guards private networks".
    pub why: &'static str,
    /// What to do instead of lowering it.
    pub cure: &'static str,
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
    Data,
}

impl Group {
    /// Every group of rules about the job itself, in the order of the documentation.
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
            Self::Data => "data",
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
            Self::Data => "Data files",
        }
    }
}

impl Rule {
    /// A rule, for a `static`: what [`describe_rule!`](crate::describe_rule) writes.
    pub const fn new(
        name: &'static str,
        group: Group,
        doc: &'static str,
        level: Option<Level>,
        predicts: Option<(&'static str, Basis)>,
    ) -> Self {
        Self { name, group, doc, level, predicts, page: None, aliases: &[] }
    }

    /// The rule of another crate, which is documented there.
    #[must_use]
    pub const fn documented_at(self, page: &'static str) -> Self {
        Self { page: Some(page), ..self }
    }

    /// The rule with the names that it once had.
    #[must_use]
    pub const fn once(self, aliases: &'static [&'static str]) -> Self {
        Self { aliases, ..self }
    }

    /// Whether a name is its own, or one that it once had.
    ///
    /// ```
    /// # use bulkwrite_core as bulkwrite;
    /// use bulkwrite::{Group, Level, Rule};
    ///
    /// static RULE: Rule = Rule::new("bad-port", Group::Callback, "", Some(Level::Error), None).once(&["odd-port"]);
    /// assert!(RULE.is_called("bad-port") && RULE.is_called("odd-port") && !RULE.is_called("port"));
    /// ```
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || self.aliases.contains(&name)
    }

    /// Whether no setting lowers its level: see [`fixed`](Self::fixed).
    pub fn is_fixed(&self) -> bool {
        self.fixed().is_some()
    }

    /// Why no setting lowers its level, and what to do instead; `None` for a rule whose level can be set at will. Here it is
    /// decided, for the library, the configuration and the command alike.
    ///
    /// A rule that keeps callbacks out of private networks is no switch: hosts and networks of one's own are allowed by
    /// [`callback::AllowList`](crate::callback::AllowList). And what is no JSON is no job.
    pub fn fixed(&self) -> Option<Fixed> {
        let guards = |cure| Some(Fixed { why: "guards private networks", cure });
        match self.name {
            "callback-private-address" | "callback-private-name" => {
                guards("name the hosts that are meant: `[callback]`, then `allow = [\"crm.corp\", \"10.1.0.0/16\"]`")
            }
            "insecure-callback" | "callback-malformed" | "callback-userinfo" | "callback-noncanonical-host" => {
                guards("correct the URL; hosts that are not public go into `allow` below `[callback]`")
            }
            "invalid-json" => Some(Fixed {
                why: "tells that there is no job",
                cure: "mend the text: `bulkwrite fix` does what it can",
            }),
            _ => None,
        }
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
        if let Some(page) = self.page {
            return page.to_owned();
        }
        let (group, file) = (self.group.folder(), self.name.replace('-', "_"));
        if self.group == Group::Data {
            return format!("https://docs.rs/bulkwrite-data/latest/bulkwrite_data/rules/{file}/static.RULE.html");
        }
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

/// The documentation of a rule. A build with `--cfg bulkwrite_no_docs` has none, for programs that count their bytes.
#[doc(hidden)]
#[macro_export]
#[cfg(not(bulkwrite_no_docs))]
macro_rules! rule_doc {
    ($($doc:literal)+) => { concat!($($doc, "\n"),+) };
}

#[doc(hidden)]
#[macro_export]
#[cfg(bulkwrite_no_docs)]
macro_rules! rule_doc {
    ($($doc:literal)+) => {
        ""
    };
}

/// Declares the description of a rule as `pub static RULE`: documentation, name, level, group and, if the CRM answers the mistake,
/// the code and how that is known; for a rule of another crate also the page of its documentation. A name that the rule once had
/// stands behind its name: `"bad-port" once "odd-port"`.
///
/// ```
/// # use bulkwrite_core as bulkwrite;
/// use bulkwrite::{Group, Level};
///
/// bulkwrite::describe_rule! {
///     /// ## What it does
///     /// Finds a file without a header.
///     "missing-header" Error in Group::Mapping, predicts NOT_APPROVED Inferred, at "https://example.com/missing-header"
/// }
/// assert_eq!(RULE.summary(), "Finds a file without a header.");
/// assert_eq!(RULE.level, Some(Level::Error));
/// ```
#[macro_export]
macro_rules! describe_rule {
    (
        $(#[doc = $doc:literal])+
        $name:literal $(once $alias:literal)*
        $level:ident in $group:expr $(, predicts $code:ident $basis:ident)? $(, at $page:expr)?
    ) => {
        $(#[doc = $doc])+
        pub static RULE: $crate::Rule = $crate::Rule::new(
            $name,
            $group,
            $crate::rule_doc!($($doc)+),
            $crate::describe_rule!(@level $level),
            $crate::describe_rule!(@predicts $($code $basis)?),
        )
        .once(&[$($alias),*])$(.documented_at($page))?;
    };
    (@level Off) => { None };
    (@level $level:ident) => { Some($crate::Level::$level) };
    (@predicts) => { None };
    (@predicts $code:ident $basis:ident) => { Some((stringify!($code), $crate::Basis::$basis)) };
}

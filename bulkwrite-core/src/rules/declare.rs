//! How a rule of the job is declared: what it is, and how it is looked for.

use crate::job::ast;
use crate::job::ast::{At, Number};
use crate::metadata;
use crate::rules::context::{Context, Fields};

/// Makes [`Check`], a variant for each kind, and [`Checks`], a list for each.
macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $kind:ident in $list:ident: fn($($part:ty),+);)+) => {
        /// How a mistake is looked for: each check is offered the smallest thing it needs.
        #[derive(Clone, Copy)]
        pub(crate) enum Check {
            /// Found while the source is read or lowered, where it stands.
            Reading,
            /// Reports one family of what the policy finds in the URL of the callback.
            CallbackUrl,
            $($(#[doc = $doc])+ $kind(fn($($part,)+ &mut Context<'_>)),)+
        }

        /// The checks that are to run, by kind: a part is then shown to those alone that look at its like.
        #[derive(Debug, Default)]
        pub(crate) struct Checks {
            $(pub(crate) $list: Vec<fn($($part,)+ &mut Context<'_>)>,)+
        }

        impl Checks {
            pub(crate) fn add(&mut self, check: Check) {
                match check {
                    Check::Reading | Check::CallbackUrl => {}
                    $(Check::$kind(check) => self.$list.push(check),)+
                }
            }
        }
    };
}

// Most parts of most jobs are plain, and the kinds that begin with `Odd` are not asked about these: of 200 mappings, names that
// are looked at for nothing cost 3 % of a check, indexes 5 %, formats 60 %; of the recorded request file ids 7 %, families 3 %.
kinds! {
    /// Looks at the whole job.
    Job in jobs: fn(&ast::Job<'_>);
    /// Looks at a whole job in which something tells of parents and children: see [`family::is_hinted`](crate::job::family::is_hinted).
    Family in families: fn(&ast::Job<'_>);
    /// Looks at the whole job unless its file ids are plain: see [`file_ids::are_plain`](crate::job::file_ids::are_plain).
    OddFileIds in odd_file_ids: fn(&ast::Job<'_>);
    /// Looks at each resource.
    Resource in resources: fn(&ast::Resource<'_>);
    /// Looks at each mapping.
    Mapping in mappings: fn(&ast::Mapping<'_>);
    /// Looks at the `api_name` of each mapping that has an odd one: see [`name::is_plain`](crate::vendor::name::is_plain).
    OddName in odd_names: fn(&At<&str>);
    /// Looks at each index, under which key ever, that is not plainly one of a column: see [`Number::is_column`].
    OddIndex in odd_indexes: fn(&'static str, &At<Number<'_>>);
    /// Looks at each format that is none of the listed ones: see [`pattern::is_listed`](crate::vendor::pattern::is_listed).
    OddFormat in odd_formats: fn(&At<&str>);
    /// Looks at each mapping that has a default value.
    Default in defaults: fn(&ast::Mapping<'_>, &ast::DefaultValue<'_>);
    /// Looks at the callback.
    Callback in callbacks: fn(&ast::Callback<'_>);
    /// Looks at each resource whose module's fields are known.
    Fields in fields: fn(&ast::Resource<'_>, &Fields<'_>);
    /// Looks at each mapping whose field is known.
    Field in field: fn(&ast::Mapping<'_>, &metadata::Field);
    /// Looks at each mapping whose field is known and can be written by this job.
    Writable in writable: fn(&ast::Mapping<'_>, &metadata::Field);
}

/// Declares the rule of a file as `RULE`, and how it is looked for as `CHECKS`.
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
        $name:literal $(once $alias:literal)*
        $level:ident $($check:ident $(($function:expr))?)|+ $(predicts $code:ident $basis:ident)?
    ) => {
        $crate::describe_rule! {
            $(#[doc = $doc])+
            $name $(once $alias)* $level in super::GROUP $(, predicts $code $basis)?
        }

        pub(crate) static CHECKS: &[$crate::rules::declare::Check] =
            &[$($crate::rules::declare::Check::$check $(($function))?),+];
    };
}
pub(crate) use rule;

//! How a rule of the job is declared: what it is, and how it is looked for.

use crate::job::ast;
use crate::job::ast::{At, Number};
use crate::metadata;
use crate::rules::context::{Context, Fields};

/// How a mistake is looked for: each check is offered the smallest thing it needs.
#[derive(Clone, Copy)]
pub(crate) enum Check {
    /// Found while the source is read or lowered, where it stands.
    Reading,
    /// Looks at the whole job.
    Job(fn(&ast::Job<'_>, &mut Context<'_>)),
    /// Looks at a whole job in which something tells of parents and children: see [`family::is_hinted`](crate::job::family::is_hinted).
    Family(fn(&ast::Job<'_>, &mut Context<'_>)),
    /// Looks at each resource.
    Resource(fn(&ast::Resource<'_>, &mut Context<'_>)),
    /// Looks at each resource of which something tells how records are found: a `find_by`, or that the job may change records.
    Key(fn(&ast::Resource<'_>, &mut Context<'_>)),
    /// Looks at each resource unless its module is a plain one: see [`modules::is_plain`](crate::vendor::modules::is_plain).
    OddModule(fn(&ast::Resource<'_>, &mut Context<'_>)),
    /// Looks at the whole job unless its file ids are plain: see [`file_ids::are_plain`](crate::job::file_ids::are_plain).
    OddFileIds(fn(&ast::Job<'_>, &mut Context<'_>)),
    /// Looks at each mapping.
    Mapping(fn(&ast::Mapping<'_>, &mut Context<'_>)),
    /// Looks at the `api_name` of each mapping that has an odd one: see [`name::is_plain`](crate::vendor::name::is_plain).
    OddName(fn(&At<&str>, &mut Context<'_>)),
    /// Looks at each index, under which key ever, that is not plainly one of a column: see [`Number::is_column`].
    OddIndex(fn(&'static str, &At<Number<'_>>, &mut Context<'_>)),
    /// Looks at each format that is none of the plain ones: see [`pattern::is_plain`](crate::vendor::pattern::is_plain).
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

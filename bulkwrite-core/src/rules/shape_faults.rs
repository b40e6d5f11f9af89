//! From the faults of shape to the rules that report them.

use crate::job::lower::fault::Fault;
use crate::report::findings::Findings;
use crate::rules::mapping::malformed_default_value;
use crate::rules::parent::nested_resource;
use crate::rules::shape::{
    body_of_another_request, duplicate_key, explicit_null, missing_key, unknown_key, unresolved_placeholder,
    wrapped_job, wrong_type,
};
use crate::vendor::version::ApiVersion;

/// Reports a fault by the rule whose mistake it is.
#[cold]
pub(crate) fn report(findings: &mut Findings, version: ApiVersion, fault: &Fault<'_>) {
    match *fault {
        Fault::NoObject(root) => wrong_type::report_root(findings, root),
        Fault::Wrapped { root, job, wrapper } => wrapped_job::report(findings, root, job, wrapper),
        Fault::WrappedInString { root, text } => wrapped_job::report_string(findings, root, text),
        Fault::OtherBody { root, other } => body_of_another_request::report(findings, root, other),
        Fault::WrongType { node, spot } => wrong_type::report(findings, node, spot),
        Fault::Null(entry) => explicit_null::report(findings, entry),
        Fault::Twice { entry, first } => duplicate_key::report(findings, entry, first),
        Fault::ResourceAsMapping(node) => nested_resource::report_mapping(findings, node),
        Fault::ResourceInResource(entry) => nested_resource::report_key(findings, entry),
        Fault::StrayAmongMany { owner, key, loc } => unknown_key::report_plain(findings, owner, key, loc),
        Fault::Missing { missing, misspelt, misplaced, alone } => {
            missing_key::report(findings, version, missing, (misspelt, misplaced), alone);
        }
        Fault::Placeholder { loc, spot, text, name } => {
            unresolved_placeholder::report(findings, loc, spot, text, name);
        }
        Fault::DefaultNoObject(node) => malformed_default_value::report_not_an_object(findings, node),
        Fault::DefaultNoString(node) => malformed_default_value::report_not_a_string(findings, node),
        Fault::DefaultWithoutValue { node, null, misspelt } => {
            malformed_default_value::report_without_value(findings, node, null, misspelt);
        }
    }
}

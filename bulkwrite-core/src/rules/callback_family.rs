//! From the callback policy to the rules: one rule for each family of reasons.

use crate::callback;
use crate::callback::{Family, Reason};
use crate::job::ast::Callback;
use crate::level::Level;
use crate::report::rule::Rule;
use crate::response::Basis;
use crate::rules::callback::{
    callback_malformed, callback_noncanonical_host, callback_oddity, callback_port, callback_private_address,
    callback_private_name, callback_userinfo, insecure_callback,
};
use crate::rules::context::Context;
use crate::source::Loc;
use crate::source::edit::Edit;

/// The rule that reports a family.
pub(crate) fn rule_of(family: Family) -> &'static Rule {
    match family {
        Family::Malformed => &callback_malformed::RULE,
        Family::Scheme => &insecure_callback::RULE,
        Family::Userinfo => &callback_userinfo::RULE,
        Family::NoncanonicalHost => &callback_noncanonical_host::RULE,
        Family::PrivateAddress => &callback_private_address::RULE,
        Family::PrivateName | Family::Unresolved => &callback_private_name::RULE,
        Family::Port => &callback_port::RULE,
        Family::Oddity => &callback_oddity::RULE,
    }
}

/// Reports what the policy finds in the URL, each finding by the rule of its family.
pub(crate) fn report(callback: &Callback<'_>, cx: &mut Context<'_>) {
    let Some(url) = callback.url.known() else { return };
    let policy = &cx.options.callback;
    let inspection = match cx.options.resolver.as_deref() {
        Some(resolver) => callback::inspect_resolved(url.value, policy, resolver).inspection,
        None => callback::inspect_with(url.value, policy),
    };
    for finding in inspection.findings() {
        let within = Loc::new(finding.range.start, finding.range.end);
        let level = finding.level;
        let rule = rule_of(finding.reason.family());
        let found = cx.report(rule, url.loc, finding.message.clone()).within(within).level(level);
        found.help = finding.help.clone().map(Into::into);
        if level == Level::Warning {
            found.no_answer();
        } else {
            // What is on record is one URL whose scheme is `http`.
            if finding.reason == Reason::Scheme && !is_http(url.value) {
                found.basis(Basis::Inferred);
            }
            found
                .answer(format!("Invalid URL '{}' for callback.", crate::text::mask::masked(url.value)))
                .detail("reason", "possible ssrf attempt");
        }
        if let Some(fix) = &finding.fix {
            let edit = Edit::ReplaceWithin { string: url.loc, within, with: fix.clone().into() };
            found.safe_fix(format!("write `{fix}`"), vec![edit]);
        }
    }
}

fn is_http(url: &str) -> bool {
    url.trim_start().get(..7).is_some_and(|start| start.eq_ignore_ascii_case("http://"))
}

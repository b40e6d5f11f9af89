//! From the callback policy to the rules: one rule for each family of reasons.

use std::ops::Range;

use crate::callback;
use crate::callback::{Family, Finding, Reason};
use crate::job::ast::{At, Callback};
use crate::job::lower::placeholder;
use crate::level::Level;
use crate::report::rule::Rule;
use crate::response::Basis;
use crate::rules::callback::{
    callback_malformed, callback_noncanonical_host, callback_oddity, callback_port, callback_private_address,
    callback_private_name, callback_userinfo, insecure_callback,
};
use crate::rules::context::Context;
use crate::rules::shape::unresolved_placeholder;
use crate::source::Loc;
use crate::source::edit::Edit;
use crate::text::mask;

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
    let answer = || format!("Invalid URL '{}' for callback.", mask::masked(url.value));
    if unresolved_placeholder::report_within(url.value, url.loc, ("INVALID_CALLBACK_URL", answer), cx) {
        return report_around(url, cx);
    }
    let inspection = match cx.options.resolver.as_deref() {
        Some(resolver) => callback::inspect_resolved(url.value, policy, resolver).inspection,
        None => callback::inspect_with(url.value, policy),
    };
    for finding in inspection.findings() {
        report_finding(finding, url, cx);
    }
}

/// Reports what is wrong with a URL whatever its placeholders stand for: words of as many letters stand in for them.
#[cold]
fn report_around(url: &At<&str>, cx: &mut Context<'_>) {
    let mut filled = url.value.to_owned();
    let holes: Vec<Range<usize>> = placeholder::within(url.value).map(|(range, _)| range).collect();
    for hole in &holes {
        filled.replace_range(hole.clone(), &"a".repeat(hole.len()));
    }
    for mut finding in callback::inspect_with(&filled, &cx.options.callback).into_findings() {
        let range = finding.range.start as usize..finding.range.end as usize;
        let is_of_hole = holes.iter().any(|hole| range.start < hole.end && hole.start < range.end);
        let is_certain = match finding.reason {
            Reason::PrivateSuffix | Reason::SpecialUseName | Reason::WildcardDns | Reason::MetadataHost => true,
            _ => !is_of_hole,
        };
        if !is_certain || finding.level != Level::Error {
            continue;
        }
        for hole in &holes {
            finding.message = finding.message.replace(&"a".repeat(hole.len()), &url.value[hole.clone()]);
        }
        finding.fix = finding.fix.filter(|_| !is_of_hole);
        report_finding(&finding, url, cx);
    }
}

fn report_finding(finding: &Finding, url: &At<&str>, cx: &mut Context<'_>) {
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
            .answer(format!("Invalid URL '{}' for callback.", mask::masked(url.value)))
            .detail("reason", "possible ssrf attempt");
    }
    if let Some(fix) = &finding.fix {
        let edit = Edit::ReplaceWithin { string: url.loc, within, with: fix.clone().into() };
        found.safe_fix(format!("write `{fix}`"), vec![edit]);
    } else if let Some(guess) = &finding.guess {
        let within = Loc::new(guess.range.start, guess.range.end);
        let edit = Edit::ReplaceWithin { string: url.loc, within, with: guess.text.into() };
        found.unsafe_fix(format!("begin it with `{}`", guess.text), vec![edit]);
    }
}

fn is_http(url: &str) -> bool {
    url.trim_start().get(..7).is_some_and(|start| start.eq_ignore_ascii_case("http://"))
}

//! The organisation that is meant.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use bulkwrite_core::ApiVersion;
use bulkwrite_http::{Environment, OrgId, Site, Token, Trouble};
use bulkwrite_render::escaped;

use super::drive::Line;
use super::report::Target;
use crate::cli::send::Send;
use crate::terminal::Terminal;

/// Why it is not certain that the token is that of the organisation that is meant.
pub(crate) enum Unmet {
    /// It is another's.
    Other(String),
    /// Nobody answers.
    Unknown(String),
}

/// Asks whose token it is. Where that can be told, it must be the organisation that is meant.
pub(crate) fn meet(
    line: &Line<'_>,
    version: ApiVersion,
    token: &mut Token,
    meant: Option<&OrgId>,
) -> Result<Target, Unmet> {
    match line.org(version, token) {
        Ok((org, credits)) => {
            if let Some(meant) = meant.filter(|meant| **meant != org.zgid) {
                return Err(Unmet::Other(format!("`--org {meant}` is meant, and the token belongs to {org}")));
            }
            let credits = credits.map(|left| left.parse().map_or(left, bulkwrite_render::grouped));
            Ok(Target { zgid: Some(org.zgid), name: org.name, kind: org.kind, credits })
        }
        // It answers, and does not tell: the token may lack the scope, a stand-in the endpoint.
        Err(trouble @ (Trouble::Refused(_) | Trouble::Broken { .. })) => {
            line.terminal.note(escaped(&format!("the organisation is not checked: {trouble}")));
            Ok(Target { zgid: meant.cloned(), ..Target::default() })
        }
        Err(trouble) => Err(Unmet::Unknown(format!("the organisation cannot be asked for: {trouble}"))),
    }
}

/// The organisation that the user agrees to. Production is named, never assumed.
pub(crate) fn consent(args: &Send, site: &Site, target: &Target, terminal: &Terminal) -> io::Result<Option<OrgId>> {
    if args.org.is_some() {
        return Ok(args.org.clone());
    }
    let known = target.zgid.clone();
    let is_other = target
        .kind
        .as_deref()
        .is_some_and(|kind| matches!(kind.to_ascii_lowercase().as_str(), "sandbox" | "developer"));
    let is_production = site.known().is_none_or(|(_, environment)| environment == Environment::Production);
    if is_other || (!is_production && target.kind.is_none() && known.is_some()) {
        return Ok(known);
    }
    let Some(zgid) = known.filter(|_| io::stdin().is_terminal() && io::stderr().is_terminal()) else { return Ok(None) };
    let mut out = terminal.aside();
    write!(out, "Type the number of the organisation to send it: ")?;
    out.flush()?;
    drop(out);
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok((answer.trim() == zgid.as_str()).then_some(zgid))
}

//! The check of the text, in full.

use std::borrow::Cow;
use std::net::IpAddr;
use std::ops::Range;

use url::{Host, ParseError, Url, quirks};

use super::names::SyntaxError;
use super::parts::{Parts, is_dropped};
use super::ports::{self, Use};
use super::{Family, Finding, Guess, Inspection, Policy, Reason, Severity, Verdict, fast, idna2003, judge, names};
use crate::text::is_deceptive;
use crate::text::suggest::near_miss;

pub(super) fn inspect(text: &str, policy: &Policy) -> Inspection {
    let mut check = Check { text, parts: Parts::of(text), policy, findings: Vec::new() };
    check.run();
    Inspection::of(check.findings)
}

/// A range of the text as findings have it.
pub(super) fn range(range: Range<usize>) -> Range<u32> {
    // A longer text is refused at once, with an empty range.
    let at = |i| u32::try_from(i).unwrap_or(u32::MAX);
    at(range.start)..at(range.end)
}

struct Check<'a> {
    text: &'a str,
    parts: Parts,
    policy: &'a Policy,
    findings: Vec<Finding>,
}

impl<'a> Check<'a> {
    fn run(&mut self) {
        if u32::try_from(self.text.len()).is_err() {
            let message = "this is longer than any URL that works";
            return self.find(Reason::Malformed, 0..0, message, "write a URL of at most a few thousand characters");
        }
        // Whatever else a URL of another scheme holds means something else there.
        if !self.is_https() {
            return self.scheme();
        }
        self.userinfo();
        let url = match Url::parse(self.text) {
            Ok(url) => url,
            Err(error) => return self.unparsable(error),
        };
        self.structure();
        match url.host() {
            Some(Host::Domain(name)) => self.name(name),
            Some(Host::Ipv4(addr)) => self.address(addr.into(), Some(addr.to_string())),
            // Of IPv6 there are many spellings, all of them read alike.
            Some(Host::Ipv6(addr)) => self.address(addr.into(), None),
            None => self.find(Reason::HostMissing, self.parts.host.clone(), "there is no host", "put one in"),
        }
        self.port(url.port());
        self.tail();
    }

    fn push(&mut self, reason: Reason, level: Severity, at: Range<usize>, message: String, help: Option<String>) {
        self.findings.push(Finding { reason, level, range: range(at), message, help, fix: None, guess: None });
    }

    fn find(&mut self, reason: Reason, at: Range<usize>, message: impl Into<String>, help: &str) {
        self.push(reason, reason.level(), at, message.into(), Some(help.to_owned()));
    }

    /// Adds to the last finding what replaces its range.
    fn fix(&mut self, replacement: impl Into<String>) {
        if let Some(finding) = self.findings.last_mut() {
            finding.fix = Some(replacement.into());
        }
    }

    fn is_https(&self) -> bool {
        let Some(scheme) = &self.parts.scheme else { return false };
        let bytes = self.text[scheme.clone()].bytes().filter(|byte| !is_dropped(*byte));
        bytes.map(|byte| byte.to_ascii_lowercase()).eq(*b"https")
    }

    fn scheme(&mut self) {
        if let Some(before) = self.before_https() {
            let message = "there is something before `https://`";
            let opens = self.text[before.clone()].ends_with(['"', '\'', '`', '<', '(', '[', '{']);
            let help = if opens { "remove it, and what closes it" } else { "remove it" };
            return self.find(Reason::Scheme, before, message, help);
        }
        let Some(scheme) = self.parts.scheme.clone() else {
            return self.no_scheme();
        };
        let name = &self.text[scheme.clone()];
        if name.eq_ignore_ascii_case("http") {
            return self.http(scheme);
        }
        // Without `//`, what stands before the colon is as likely a host or a user, so it is not repeated.
        let message = if self.text[self.parts.slashes.clone()].starts_with("//") && name.len() <= 20 {
            format!("`{}` is not a scheme for callbacks", name.escape_default())
        } else {
            "this does not begin with `https://`".to_owned()
        };
        let is_misspelt = meant_https(name);
        let help = if is_misspelt { "write `https://`" } else { "use a URL that begins with `https://`" };
        self.find(Reason::Scheme, scheme.clone(), message, help);
        let slashes = &self.text[self.parts.slashes.clone()];
        if is_misspelt && matches!(slashes, "" | "/" | "//") {
            self.guess_scheme(scheme.start..self.parts.slashes.end);
        } else if slashes.is_empty() && name.contains('.') {
            // `acme.io:8443/hook`: what stands before the colon is the host.
            self.guess_scheme(scheme.start..scheme.start);
        }
    }

    fn no_scheme(&mut self) {
        let trimmed = self.parts.trimmed.clone();
        let text = &self.text[trimmed.clone()];
        let word = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
        let (scheme, rest) = text.split_at(word);
        if let Some(slashes) = ["//", ";//", ".//", ",//"].iter().find(|slashes| rest.starts_with(**slashes))
            && (["http", "https"].iter().any(|known| known.eq_ignore_ascii_case(scheme)) || meant_https(scheme))
        {
            let at = trimmed.start..trimmed.start + word + slashes.len();
            let message = format!("there is no `:` after `{scheme}`");
            self.find(Reason::Scheme, at.clone(), message, "write `https://`");
            return self.guess_scheme(at);
        }
        let message = "this has no scheme, so it is not a whole URL";
        self.find(Reason::Scheme, trimmed.clone(), message, "begin it with `https://`");
        self.guess_scheme(trimmed.start..self.parts.slashes.end);
    }

    /// Adds to the last finding that `https://` was probably meant in place of the range, where the URL then is accepted.
    fn guess_scheme(&mut self, at: Range<usize>) {
        let guess = format!("https://{}", &self.text[at.end..self.parts.trimmed.end]);
        if inspect(&guess, self.policy).verdict() == Verdict::Reject {
            return;
        }
        if let Some(finding) = self.findings.last_mut() {
            finding.guess = Some(Guess { range: range(at), text: "https://" });
        }
    }

    /// What is wrong with a URL that would be fine but for its scheme, and with its host, which has to change as well.
    fn http(&mut self, scheme: Range<usize>) {
        let secure = format!("https{}", &self.text[scheme.end..]);
        let is_inner = |finding: &Finding| {
            finding.level == Severity::Error
                && matches!(finding.reason.family(), Family::PrivateAddress | Family::PrivateName)
        };
        let host = inspect(&secure, self.policy).into_findings().into_iter().find(is_inner);
        let mut message = "`http` sends the callback unencrypted".to_owned();
        let mut help = "use `https`".to_owned();
        if let Some(host) = host {
            message = format!("{message}, and {}", host.message);
            help = host
                .help
                .map_or(help, |host| format!("use `https`, and {}", host.strip_prefix("use ").unwrap_or(&host)));
        }
        let port = self.parts.port.clone();
        match port.clone().map_or("", |port| &self.text[port]) {
            "" | "443" | "8443" => {
                self.find(Reason::Scheme, scheme, message, &help);
                self.fix("https");
            }
            // The port of `http` goes with it, but credentials are not repeated.
            "80" if self.parts.userinfo.is_none() => {
                let end = port.map_or(scheme.end, |port| port.end);
                let fixed = format!("https{}", &self.text[scheme.end..self.parts.host.end]);
                self.find(Reason::Scheme, scheme.start..end, message, &help);
                self.fix(fixed);
            }
            _ => {
                let help = format!("{help}, with the port where the receiver speaks it");
                self.find(Reason::Scheme, scheme, message, &help);
            }
        }
    }

    /// What stands before the first `https://`: a blank of another kind than the URL Standard drops, a quotation mark,
    /// `POST`, `view-source:`. Not after a path or query has begun, where a URL is a parameter.
    fn before_https(&self) -> Option<Range<usize>> {
        let trimmed = self.parts.trimmed.clone();
        let text = &self.text[trimmed.clone()];
        let (start, rest) = text.split_at(text.find(['/', '?', '#'])?);
        let before = start.strip_suffix("https:").or_else(|| start.strip_suffix("HTTPS:"))?;
        (!before.is_empty() && rest.starts_with("//")).then_some(trimmed.start..trimmed.start + before.len())
    }

    fn userinfo(&mut self) {
        if let Some(userinfo) = self.parts.userinfo.clone() {
            let message = if userinfo.len() == 1 {
                "there is an `@` before the host"
            } else {
                "there are credentials before the host, or a host made to look like them"
            };
            let help = "remove everything up to the `@`; let the receiver check a secret in the query or the body";
            self.find(Reason::Userinfo, userinfo, message, help);
        }
    }

    fn unparsable(&mut self, error: ParseError) {
        let Parts { host, port, slashes, .. } = &self.parts;
        let (host, port) = (host.clone(), port.clone());
        let digits =
            port.clone().is_none_or(|port| self.text[port].bytes().all(|b| b.is_ascii_digit() || is_dropped(b)));
        if error == ParseError::EmptyHost && self.host_text().is_empty() && digits {
            let at = if slashes.is_empty() { self.parts.trimmed.clone() } else { slashes.start..host.end };
            return self.find(Reason::HostMissing, at, "there is no host", "write the host after `https://`");
        }
        let (at, message, help) = match (error, port) {
            (ParseError::InvalidPort, Some(port)) => {
                (port, "this is not a port", "write a number from 1 to 65535 after the colon, or leave both out")
            }
            (ParseError::EmptyHost, _) => (host, "nothing of this host remains when it is read", "write it in full"),
            (ParseError::InvalidIpv4Address, _) => {
                let message = "the last label is a number, so this is read as an IPv4 address, but is not one";
                (host, message, "write a host name, or four numbers from 0 to 255 without leading zeros")
            }
            (ParseError::InvalidIpv6Address, _) if self.text[host.clone()].contains('%') => {
                let message = "an IPv6 address in a URL cannot have a zone";
                (host, message, "use a host name; a zone means something on one machine only")
            }
            (ParseError::InvalidIpv6Address, _) => {
                (host, "this is not an IPv6 address", "write eight groups with colons between, in brackets")
            }
            (ParseError::IdnaError | ParseError::InvalidDomainCharacter, _) => self.bad_host(host),
            _ => (self.parts.trimmed.clone(), "this is not a URL", "write `https://`, a host and a path"),
        };
        self.find(Reason::Malformed, at, message, help);
    }

    /// What is wrong with a host that is no name: the first character that cannot be in one, or the host itself.
    fn bad_host(&self, host: Range<usize>) -> (Range<usize>, &'static str, &'static str) {
        let help = "write a name of letters, digits, hyphens and dots";
        let is_bad = |c: char| c.is_ascii() && !c.is_ascii_alphanumeric() && !matches!(c, '-' | '.' | '_' | '%');
        if let Some((at, bad)) =
            self.text[host.clone()].char_indices().find(|(_, c)| is_bad(*c) && !c.is_ascii_control())
        {
            let at = host.start + at;
            let message = match bad {
                ' ' => "a host cannot contain a blank",
                '[' | ']' => "a bracket can only stand around an IPv6 address",
                _ => "this character cannot be in a host",
            };
            return (at..at + bad.len_utf8(), message, help);
        }
        if let Some(at) = self.text[host.clone()].find('%') {
            let at = host.start + at;
            let escaped = self.text.get(at..at + 3).filter(|_| at + 3 <= host.end).map_or(1, str::len);
            return (at..at + escaped, "a host cannot contain an encoded character of this kind", help);
        }
        (host, "this is not a valid internationalized name", help)
    }

    /// What the URL Standard repairs and RFC 3986 does not know: the two then read different URLs. One finding a kind.
    fn structure(&mut self) {
        let Parts { trimmed, slashes, .. } = &self.parts;
        let (trimmed, slashes) = (trimmed.clone(), slashes.clone());
        for (end, place) in [(0..trimmed.start, "before"), (trimmed.end..self.text.len(), "after")] {
            if !end.is_empty() {
                let message = format!("there are blanks or control characters {place} the URL");
                self.find(Reason::Malformed, end, message, "remove them");
                self.fix("");
            }
        }
        if !self.text[slashes.clone()].bytes().filter(|byte| !is_dropped(*byte)).eq(*b"//") {
            let at = if slashes.is_empty() { slashes.start - 1..slashes.end } else { slashes.clone() };
            self.find(Reason::Malformed, at, "there are not exactly two slashes after the scheme", "write `https://`");
            self.fix(if slashes.is_empty() { "://" } else { "//" });
        }

        if self.text.bytes().all(|byte| matches!(byte, b'!'..=b'~') && byte != b'\\') {
            return;
        }
        let (mut backslash, mut control, mut bidi) = (None, None, None);
        // Every character in question starts with one of few bytes, so most of the text need not be decoded.
        for (i, byte) in self.text.bytes().enumerate().take(trimmed.end).skip(trimmed.start) {
            match byte {
                b'\\' if !slashes.contains(&i) => backslash = backslash.or(Some(i..i + 1)),
                0..0x20 | 0x7f => control = control.or(Some(i..i + 1)),
                0xd8 | 0xe2 if bidi.is_none() => {
                    bidi = self.text[i..].chars().next().filter(|c| is_bidi_control(*c)).map(|c| i..i + c.len_utf8());
                }
                _ => {}
            }
        }
        if let Some(at) = backslash {
            let message = "a backslash is a slash to some clients and part of a name to others";
            self.find(Reason::Malformed, at, message, "write `/`, or `%5C` for the character itself");
        }
        if let Some(at) = control {
            let message = "there is a control character, which some clients drop and others send";
            self.find(Reason::Malformed, at, message, "remove it");
        }
        if let Some(at) = bidi {
            let message = "there is an invisible character that turns the direction of the text";
            self.find(Reason::Malformed, at, message, "remove it");
        }
    }

    fn address(&mut self, addr: IpAddr, canonical: Option<String>) {
        let at = self.parts.host.clone();
        if let Some(it) = judge::address(addr, false, self.policy) {
            return self.push(it.reason, it.level, at, format!("`{addr}` {}", it.predicate), it.help);
        }
        match canonical.filter(|canonical| *canonical != self.host_text()) {
            Some(canonical) => {
                let other = decimal(&self.host_text()).filter(|other| *other != addr);
                let others = other.map_or_else(|| "something else".to_owned(), |other| format!("`{other}`"));
                let message = format!("this is read as `{canonical}` by some clients and as {others} by others");
                if other.is_some() {
                    return self.find(Reason::Ipv4Noncanonical, at, message, "write the one that is meant");
                }
                self.find(Reason::Ipv4Noncanonical, at, message, &format!("write `{canonical}`"));
                self.fix(canonical);
            }
            None if !self.policy.allow.has_address(addr) => {
                let message = format!("`{addr}` is an address, for which few servers have a certificate");
                self.find(Reason::IpLiteral, at, message, "use the name of the host");
            }
            None => {}
        }
    }

    /// The host as it is written, without what the URL Standard drops.
    fn host_text(&self) -> Cow<'a, str> {
        let text = &self.text[self.parts.host.clone()];
        if text.bytes().any(is_dropped) {
            Cow::Owned(text.replace(['\t', '\n', '\r'], ""))
        } else {
            Cow::Borrowed(text)
        }
    }

    fn name(&mut self, host: &str) {
        let at = self.parts.host.clone();
        let text = self.host_text();
        let name = host.strip_suffix('.').unwrap_or(host);
        let error = names::syntax_error(name);
        let other = idna2003::host(&text).filter(|other| error.is_none() && *other != name);
        if !is_spelling_of(&text, host) {
            if error.is_some() {
                let message = "this host is read as something else than what is written";
                self.find(
                    Reason::HostNoncanonical,
                    at.clone(),
                    message,
                    "write a name of letters, digits, hyphens and dots",
                );
            } else if let Some(other) = &other {
                let message = two_readings(other, name);
                self.find(Reason::HostNoncanonical, at.clone(), message, "write the one that is meant");
            } else {
                let message = format!("this host is read as `{host}`");
                self.find(Reason::HostNoncanonical, at.clone(), message, &format!("write `{host}`"));
                self.fix(host);
            }
        }
        // What is no name can be long, and hold a backquote.
        let subject = if error.is_some() { "this host".to_owned() } else { format!("`{name}`") };
        if let Some(error) = &error {
            self.bad_name(error);
        }
        if let Some(mut it) = judge::name(name, self.policy) {
            if matches!(name, "http" | "https") && self.text[self.parts.tail.clone()].starts_with("//") {
                it.help = Some("write the scheme once".into());
            }
            self.push(it.reason, it.level, at.clone(), format!("{subject} {}", it.predicate), it.help);
        }
        if error.is_some() {
            return;
        }
        if let Some(other) = &other {
            let message = two_readings(other, name);
            self.find(Reason::Idn, at.clone(), message, "write the one that is meant as it stands in the DNS");
        }
        for (i, label) in name.split('.').enumerate().filter(|_| other.is_none()) {
            if label.starts_with("xn--") {
                let readable = quirks::domain_to_unicode(label);
                let other = if text.is_ascii() { readable.as_str() } else { label };
                let message = format!("this label is internationalized: `{}`", other.escape_debug());
                self.find(Reason::Idn, self.label(i), message, "check that each letter is the one that is meant");
            }
        }
        if host.len() > name.len() {
            let dot = at.end.saturating_sub(1).max(at.start)..at.end;
            let message = "there is a dot after the name, which not every client and certificate check accepts";
            self.find(Reason::TrailingDot, dot, message, "remove the dot");
            self.fix("");
        }
    }

    fn bad_name(&mut self, error: &SyntaxError) {
        let (at, message, help) = match *error {
            SyntaxError::TooLong => {
                (self.parts.host.clone(), "a name has at most 253 characters".to_owned(), "shorten it")
            }
            SyntaxError::EmptyLabel(i) => {
                (self.label(i), "there is nothing between two dots".to_owned(), "remove a dot")
            }
            SyntaxError::LongLabel(i) => (self.label(i), "a label has at most 63 characters".to_owned(), "shorten it"),
            SyntaxError::Hyphen(i) => {
                (self.label(i), "a label neither begins nor ends with a hyphen".to_owned(), "remove the hyphen")
            }
            SyntaxError::Character(i, c) => {
                let message = format!("a name cannot contain {}", quoted(c));
                let is_placeholder = self.text[self.parts.host.clone()].contains('{');
                let help = if is_placeholder {
                    "put in what the placeholder stands for"
                } else {
                    "use letters, digits and hyphens"
                };
                (self.label(i), message, help)
            }
        };
        self.find(Reason::Malformed, at, message, help);
    }

    /// Where a label stands; an empty one together with a dot beside it. The whole host if it is not written the way it
    /// is read.
    fn label(&self, number: usize) -> Range<usize> {
        let host = self.parts.host.clone();
        let text = &self.text[host.clone()];
        let is_plain = |byte: u8| byte != b'%' && !is_dropped(byte);
        if !text.bytes().all(is_plain) || text.contains(['\u{3002}', '\u{ff0e}', '\u{ff61}', '\u{ad}']) {
            return host;
        }
        let Some(label) = text.split('.').nth(number) else { return host };
        let start = host.start + (label.as_ptr() as usize - text.as_ptr() as usize);
        let end = if label.is_empty() { (start + 1).min(host.end) } else { start + label.len() };
        start..end
    }

    fn port(&mut self, port: Option<u16>) {
        let (Some(port), Some(at)) = (port, self.parts.port.clone()) else { return };
        let help = "leave the port out: 443 is used then";
        let (level, message) = match ports::used_for(port) {
            Use::Callback => return,
            Use::Http => (Severity::Error, format!("port {port} is for unencrypted HTTP")),
            Use::Bad(service) => {
                (Severity::Error, format!("port {port} is for `{service}`, and HTTP clients refuse it"))
            }
            Use::System => (Severity::Error, format!("port {port} is for a system service other than HTTPS")),
            Use::Unusual => (Severity::Warning, format!("port {port} is unusual, and some senders refuse it")),
        };
        self.push(Reason::Port, level, at, message, Some(help.to_owned()));
    }

    fn tail(&mut self) {
        let tail = self.parts.tail.clone();
        let text = &self.text[tail.clone()];
        if fast::is_plain_tail(text.as_bytes()) {
            return;
        }
        let hash = text.find('#');
        if let Some((at, bad)) = path_syntax_error(text, hash) {
            let at = tail.start + at..tail.start + at + bad.len_utf8();
            let (message, help) = if bad == '%' {
                (
                    "this `%` is not followed by two hexadecimal digits".to_owned(),
                    "write `%25` for the character itself",
                )
            } else if is_slash_alike(bad) {
                (
                    format!("{} looks like a slash and is none", quoted(bad)),
                    "write `/` if a slash is meant, else percent-encode it",
                )
            } else if is_deceptive(bad) {
                (format!("{} does not show, and not every client sends it", quoted(bad)), "remove it")
            } else if !bad.is_ascii() {
                (
                    format!("{} stands here as it is, which not every client encodes alike", quoted(bad)),
                    "percent-encode it",
                )
            } else {
                let message = format!("{} is not allowed here as it is", quoted(bad));
                (message, "percent-encode it")
            };
            self.find(Reason::PathSyntax, at, message, help);
        }
        if let Some(hash) = hash {
            let message = "the part after `#` is never sent";
            self.find(Reason::Fragment, tail.start + hash..tail.end, message, "remove it");
            self.fix("");
        }
    }
}

/// An IPv4 address for a client that takes leading zeros for nothing: to the URL Standard they begin an octal number.
fn decimal(host: &str) -> Option<IpAddr> {
    let octets: Option<Vec<u8>> = host.split('.').map(|octet| octet.parse().ok()).collect();
    Some(<[u8; 4]>::try_from(octets?).ok()?.into())
}

/// A character for a message.
fn quoted(c: char) -> String {
    match c {
        '`' => "a backquote".to_owned(),
        ' ' => "a blank".to_owned(),
        _ => format!("`{}`", c.escape_debug()),
    }
}

/// Whether a character looks like a slash.
const fn is_slash_alike(c: char) -> bool {
    matches!(c, '\u{2044}' | '\u{2215}' | '\u{2571}' | '\u{29f8}' | '\u{ff0f}')
}

/// The first character that no URL holds as it is (RFC 3986, which unlike the URL Standard knows ASCII alone), or a `%` that
/// encodes nothing; `hash` begins the fragment.
fn path_syntax_error(tail: &str, hash: Option<usize>) -> Option<(usize, char)> {
    let bytes = tail.as_bytes();
    tail.char_indices().find(|&(i, c)| match c {
        '#' => hash != Some(i),
        '%' => !bytes[i + 1..].iter().take(2).map(u8::is_ascii_hexdigit).eq([true, true]),
        '\0'..='\x7f' => !bytes.get(i).is_some_and(|byte| fast::is_url_byte(*byte)),
        _ => true,
    })
}

/// Whether a host is written as it is read: apart from the case of letters, and with a U-label for its A-label.
fn is_spelling_of(text: &str, host: &str) -> bool {
    if text.eq_ignore_ascii_case(host) {
        return true;
    }
    // A host that is all ASCII, or has another number of labels, stands for nothing but itself.
    if text.is_ascii() {
        return false;
    }
    // Refused for its length, and slow to compare.
    if host.len() > 254 {
        return true;
    }
    let unicode = quirks::domain_to_unicode(host);
    let mut labels = host.split('.').zip(unicode.split('.'));
    let mut texts = text.split('.');
    let is_same = |text: &str, unicode: &str| {
        let mut chars = text.chars();
        unicode.chars().all(|c| chars.next().is_some_and(|text| text == c || lower_case(text) == c))
            && chars.next().is_none()
    };
    labels.all(|(ascii, unicode)| {
        texts.next().is_some_and(|text| text.eq_ignore_ascii_case(ascii) || is_same(text, unicode))
    }) && texts.next().is_none()
}

/// The small letter of a capital one. A letter outside of ASCII stays outside: the Kelvin sign is no `k`.
fn lower_case(c: char) -> char {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(small), None) if small.is_ascii() == c.is_ascii() => small,
        _ => c,
    }
}

/// Whether a scheme is a slip of the keyboard away from `https`.
fn meant_https(scheme: &str) -> bool {
    near_miss(scheme, ["https"]).is_some()
}

/// What is said of a host that clients of two kinds read as two hosts.
fn two_readings(other: &str, name: &str) -> String {
    format!("this host is `{other}` by IDNA 2003, as Java and Python read it, and `{name}` by the URL Standard")
}

/// The characters of Unicode's `Bidi_Control` property.
const fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

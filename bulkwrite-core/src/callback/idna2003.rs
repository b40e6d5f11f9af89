//! Hosts that IDNA 2003 reads otherwise than the URL Standard.

/// The host that a client makes of a name in Unicode by IDNA 2003 (RFC 3490), where that is known to differ from what the URL
/// Standard makes of it: `ß` is `ss` there, the final sigma is a sigma, joiners vanish (the "deviations" of UTS 46), and Cherokee
/// letters are taken for capitals.
pub(super) fn host(text: &str) -> Option<String> {
    if !text.chars().any(deviates) {
        return None;
    }
    let mut mapped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{df}' | '\u{1e9e}' => mapped.push_str("ss"),
            '\u{3c2}' => mapped.push('\u{3c3}'),
            '\u{200c}' | '\u{200d}' => {}
            c => mapped.push(c),
        }
    }
    let labels = mapped.split('.').map(|label| {
        if label.chars().any(is_cherokee) {
            // The URL Standard makes capitals of Cherokee letters, so the label cannot go its way.
            let small: Vec<char> = label.chars().flat_map(char::to_lowercase).collect();
            return punycode(&small).map(|encoded| format!("xn--{encoded}"));
        }
        match url::Host::parse(label) {
            Ok(url::Host::Domain(label)) => Some(label),
            // A number by itself is an address, but not as a label.
            _ => label.is_ascii().then(|| label.to_ascii_lowercase()),
        }
    });
    let labels: Option<Vec<String>> = labels.collect();
    Some(labels?.join("."))
}

fn deviates(c: char) -> bool {
    matches!(c, '\u{df}' | '\u{1e9e}' | '\u{3c2}' | '\u{200c}' | '\u{200d}') || is_cherokee(c)
}

/// A Cherokee letter of the 86 that have two cases since Unicode 8, and had one in the Unicode of IDNA 2003.
const fn is_cherokee(c: char) -> bool {
    matches!(c, '\u{13a0}'..='\u{13f5}' | '\u{13f8}'..='\u{13fd}' | '\u{ab70}'..='\u{abbf}')
}

/// The label in Punycode (RFC 3492, section 6.3).
fn punycode(label: &[char]) -> Option<String> {
    let mut out: String = label.iter().filter(|c| c.is_ascii()).collect();
    let basic = u32::try_from(out.len()).ok()?;
    if basic > 0 {
        out.push('-');
    }
    let (mut code, mut delta, mut bias, mut handled) = (128u32, 0u32, 72u32, basic);
    let total = u32::try_from(label.len()).ok()?;
    while handled < total {
        let next = label.iter().map(|c| u32::from(*c)).filter(|c| *c >= code).min()?;
        delta = delta.checked_add((next - code).checked_mul(handled + 1)?)?;
        code = next;
        for c in label.iter().map(|c| u32::from(*c)) {
            if c < code {
                delta = delta.checked_add(1)?;
            }
            if c == code {
                push_number(&mut out, delta, bias)?;
                bias = adapted(delta, handled + 1, handled == basic);
                delta = 0;
                handled += 1;
            }
        }
        delta = delta.checked_add(1)?;
        code += 1;
    }
    Some(out)
}

fn push_number(out: &mut String, mut rest: u32, bias: u32) -> Option<()> {
    let mut push = |digit: u32| {
        let first = if digit < 26 { u32::from('a') } else { u32::from('0') - 26 };
        out.push(char::from_u32(first + digit)?);
        Some(())
    };
    let mut step = 36_u32;
    loop {
        let threshold = step.saturating_sub(bias).clamp(1, 26);
        if rest < threshold {
            return push(rest);
        }
        push(threshold + (rest - threshold) % (36 - threshold))?;
        rest = (rest - threshold) / (36 - threshold);
        step += 36;
    }
}

const fn adapted(delta: u32, points: u32, first: bool) -> u32 {
    let mut delta = if first { delta / 700 } else { delta / 2 };
    delta += delta / points;
    let mut steps = 0;
    while delta > 455 {
        delta /= 35;
        steps += 36;
    }
    steps + 36 * delta / (delta + 38)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_that_are_read_in_two_ways() {
        for (text, other) in [
            ("fa\u{df}.de", Some("fass.de")),
            ("www.stra\u{df}e.de", Some("www.strasse.de")),
            ("\u{3b2}\u{3cc}\u{3bb}\u{3bf}\u{3c2}.com", Some("xn--nxasmq6b.com")),
            ("\u{13a0}.de", Some("xn--kz9a.de")),
            ("\u{13a0}\u{13b4}.de", Some("xn--kz9anb.de")),
            ("\u{ab70}\u{ab71}.com", Some("xn--kz9ac.com")),
            ("\u{ab70}a.com", Some("xn--a-up5e.com")),
            ("\u{13f5}.com", Some("xn--tce.com")),
            ("\u{13fd}.com", Some("xn--tce.com")),
            ("b\u{fc}cher.de", None),
            ("acme.io", None),
        ] {
            assert_eq!(host(text).as_deref(), other, "{text}");
        }
    }

    #[test]
    fn labels_are_encoded_as_the_url_standard_encodes_them() {
        for label in
            ["b\u{fc}cher", "m\u{fc}nchen-ost", "\u{4f8b}\u{5b50}", "\u{43f}\u{440}\u{430}\u{432}", "a\u{1f512}b"]
        {
            let chars: Vec<char> = label.chars().collect();
            let expected = url::Host::parse(label).map(|host| host.to_string());
            assert_eq!(punycode(&chars).map(|encoded| format!("xn--{encoded}")), expected.ok(), "{label}");
        }
    }
}

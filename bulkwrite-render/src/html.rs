//! Findings for a page: what [`human`](crate::human) draws, with its colours as HTML.

use std::fmt::Write as _;

use crate::{ACCENT, BOLD, CODE, ERROR, FAINT, GOOD, WARNING};

/// What colours stand for on a page; both a light and a dark one show them.
const STYLES: [(anstyle::Style, &str); 8] = [
    (ERROR, "color:#d1242f;font-weight:bold"),
    (WARNING, "color:#9a6700;font-weight:bold"),
    (ACCENT, "color:#0969da;font-weight:bold"),
    (GOOD, "color:#1a7f37;font-weight:bold"),
    (CODE, "color:#1b7c83"),
    (CODE.bold(), "color:#1b7c83;font-weight:bold"),
    (BOLD, "font-weight:bold"),
    (FAINT, "opacity:0.7"),
];

/// A text with the colours of this crate as a `pre` element that stands for itself: no style sheet, no script.
///
/// ```
/// use bulkwrite_render::{Look, html, human};
///
/// let text = br#"{ "operation": "in<s>ert", "resource": [] }"#;
/// let report = bulkwrite_core::check_json(text);
/// let shown = human::report("job.json", text, &report, Look { colors: true, ..Look::PLAIN });
/// let page = html::fragment(&shown);
/// assert!(page.starts_with("<pre"));
/// assert!(page.contains("<span style=\"color:#d1242f;font-weight:bold\">error[unknown-operation]</span>"));
/// assert!(page.contains("in&lt;s&gt;ert") && !page.contains('\x1b'));
/// ```
pub fn fragment(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    out.push_str("<pre style=\"line-height:1.3;white-space:pre;overflow-x:auto\">");
    let mut open = false;
    let mut parts = text.split('\x1b');
    escape(&mut out, parts.next().unwrap_or_default());
    let mut sequence = String::new();
    for part in parts {
        // A style is a sequence or several; the text begins behind the last of them.
        let end = part.find('m').map_or(0, |at| at + 1);
        let (code, rest) = part.split_at(end);
        if code == "[0m" {
            if std::mem::take(&mut open) {
                out.push_str("</span>");
            }
        } else {
            let _ = write!(sequence, "\x1b{code}");
            if rest.is_empty() {
                continue;
            }
            let style = STYLES.iter().find(|(style, _)| style.render().to_string() == sequence);
            if let Some((_, css)) = style {
                let _ = write!(out, "<span style=\"{css}\">");
                open = true;
            }
            sequence.clear();
        }
        escape(&mut out, rest);
    }
    if open {
        out.push_str("</span>");
    }
    out.push_str("</pre>");
    out
}

pub(crate) fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_style_becomes_a_span_that_ends() {
        for (style, css) in STYLES {
            let shown = fragment(&format!("a{style}b{style:#}c"));
            assert!(shown.ends_with(&format!(">a<span style=\"{css}\">b</span>c</pre>")), "{shown}");
        }
    }

    #[test]
    fn nothing_of_a_text_becomes_markup() {
        let shown = fragment("<script>\"&'");
        assert!(shown.ends_with(">&lt;script&gt;&quot;&amp;&#39;</pre>"), "{shown}");
    }
}

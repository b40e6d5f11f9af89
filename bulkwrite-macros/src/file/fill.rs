//! What fills the placeholders of a file.

use std::collections::BTreeMap;

use bulkwrite_core::node::{Node, Value};
use bulkwrite_core::suggest::near_miss;
use bulkwrite_core::{Loc, quoted};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::quote;

use super::arguments::Filling;
use crate::error::Complaint;
use crate::parse::{Expression, Hole};

/// The placeholders of a job, and what was found when they were filled.
pub(super) struct Filled {
    /// In reading order.
    pub(super) holes: Vec<Hole>,
    /// The values of those that stand in several places, worked out once.
    pub(super) values: TokenStream,
    /// What is wrong in the file.
    pub(super) in_file: Vec<Complaint>,
    /// What is wrong in the code.
    pub(super) in_code: Vec<Complaint>,
}

/// A placeholder of the file.
struct Placeholder {
    /// As it is written there.
    name: String,
    places: Vec<Loc>,
}

/// Fills the placeholders of a job by their names.
pub(super) fn fill(root: &Node<'_>, job: &[u8], fillings: Vec<Filling>) -> Filled {
    let mut filled = Filled { holes: Vec::new(), values: TokenStream::new(), in_file: Vec::new(), in_code: Vec::new() };
    let mut placeholders = filled.read(root, job);
    let mut strangers = Vec::new();
    for (i, filling) in fillings.into_iter().enumerate() {
        match placeholders.remove(&filling.name.to_string()) {
            Some(placeholder) => filled.put(i, filling, &placeholder.places),
            None => strangers.push(filling),
        }
    }
    for stranger in strangers {
        filled.refuse(&stranger, &mut placeholders, job);
    }
    for (variable, Placeholder { name, places }) in placeholders {
        let Some(loc) = places.first() else { continue };
        let complaint = Complaint::error(*loc, format!("nothing fills the placeholder {}", quoted(&name)));
        filled.in_file.push(complaint.help(format!("add `{variable} = …` to the call")));
    }
    filled.holes.sort_by_key(|hole| hole.loc.start);
    filled
}

impl Filled {
    /// The placeholders by the name that fills them.
    fn read(&mut self, root: &Node<'_>, job: &[u8]) -> BTreeMap<String, Placeholder> {
        let mut placeholders: BTreeMap<String, Placeholder> = BTreeMap::new();
        let mut locs = Vec::new();
        visit(root, &mut locs);
        for loc in locs {
            let written = String::from_utf8_lossy(job.get(loc.range()).unwrap_or_default()).into_owned();
            let name = written.trim_matches(|c: char| "\"{}".contains(c) || c.is_whitespace());
            let variable = variable(name);
            let placeholder = placeholders
                .entry(variable.clone())
                .or_insert_with(|| Placeholder { name: name.to_owned(), places: Vec::new() });
            placeholder.places.push(loc);
            if placeholder.name != name {
                let message =
                    format!("{} and {} come to one name, `{variable}`", quoted(&placeholder.name), quoted(name));
                self.in_file.push(Complaint::error(loc, message).help("rename one of the two placeholders"));
            }
        }
        placeholders
    }

    /// Puts a value in the places of its placeholder.
    fn put(&mut self, i: usize, filling: Filling, places: &[Loc]) {
        let Filling { name, expression, .. } = filling;
        let [first @ .., last] = places else { return };
        let span = expression.clone().into_iter().next().map_or(name.span(), |first| first.span());
        if first.is_empty() {
            let mut braces = Group::new(Delimiter::Brace, expression);
            braces.set_span(span);
            self.holes.push(Hole { loc: *last, expression: Expression::Braced(braces) });
            return;
        }
        // A value that stands in several places is worked out once, and cloned for all but the last of them.
        let value = Ident::new(&format!("bulk_write_value_{i}"), Span::mixed_site().located_at(span));
        self.values.extend(quote!(fn #value() {} let #value = { #expression };));
        for loc in places {
            let expression = Expression::Variable { name: value.clone(), again: loc != last };
            self.holes.push(Hole { loc: *loc, expression });
        }
    }

    /// Says of a value that it has no placeholder, and which was meant.
    fn refuse(&mut self, filling: &Filling, placeholders: &mut BTreeMap<String, Placeholder>, job: &[u8]) {
        let written = filling.name.to_string();
        if let Some(loc) = within(job, &written) {
            let complaint =
                Complaint::error(loc, format!("`{written}` is a part of a value, which no expression can be put into"));
            self.in_file.push(complaint.help("let the placeholder be the whole of the value, and fill in all of it"));
            return;
        }
        let complaint = Complaint::error(filling.loc, format!("the job has no placeholder `{written}`"));
        let meant = near_miss(&written, placeholders.keys().map(String::as_str)).map(str::to_owned);
        let help = if let Some(meant) = meant {
            placeholders.remove(&meant);
            format!("rename it to `{meant}`")
        } else if placeholders.is_empty() {
            "remove it: all placeholders are filled".to_owned()
        } else {
            let open: Vec<String> = placeholders.keys().map(|name| quoted(name)).collect();
            format!("nothing fills {} yet", open.join(", "))
        };
        self.in_code.push(complaint.help(help));
    }
}

/// Where a placeholder of that name stands, among other text in one string.
fn within(job: &[u8], variable_name: &str) -> Option<Loc> {
    let text = std::str::from_utf8(job).ok()?;
    text.match_indices("{{").find_map(|(start, _)| {
        let end = start + text[start..].find("}}")?;
        let is_meant = variable(text[start + 2..end].trim()) == variable_name;
        let loc = Loc::new(u32::try_from(start).ok()?, u32::try_from(end + 2).ok()?);
        is_meant.then_some(loc)
    })
}

/// The places that a value is not written at yet, in reading order.
fn visit(node: &Node<'_>, found: &mut Vec<Loc>) {
    match &node.value {
        Value::Hole => found.push(node.loc),
        Value::List(items) => items.iter().for_each(|item| visit(item, found)),
        Value::Map(entries) => entries.iter().for_each(|entry| visit(&entry.value, found)),
        _ => {}
    }
}

/// The name by which a placeholder is filled: `lead_file` for `{{lead-file}}`.
fn variable(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect()
}

//! What is checked of a cell.

use std::borrow::Cow;
use std::collections::hash_map::Entry;

use bulkwrite_core::{Level, Levels, Rule};

use crate::column::{Blank, Column, Hashes, Repeats, Value};
use crate::findings::{Findings, Here, Rows, Tally};
use crate::records::{Cell, RETURN, STRAY, UNCLOSED};
use crate::rules;
use crate::values::id::IdFault;
use crate::values::{boolean, email, id, phone, url, words};

/// Where the findings of cells go.
pub(crate) struct Out<'o> {
    pub(crate) findings: &'o mut Findings,
    pub(crate) levels: &'o Levels,
    /// The rows that would not be written.
    pub(crate) skipped: &'o mut Rows,
    /// The cells that would empty a field.
    pub(crate) clearing: &'o mut u64,
    pub(crate) hashes: &'o Hashes,
    pub(crate) parents:
        Option<&'o std::collections::HashSet<u64, std::hash::BuildHasherDefault<crate::column::Identity>>>,
    /// How many different keys are remembered for each column.
    pub(crate) most_keys: usize,
    /// Whether keys were too many to remember all of them.
    pub(crate) keys_overflow: &'o mut bool,
}

impl Out<'_> {
    /// Adds a place to the findings of a rule in a column; what it returns can be told more.
    pub(crate) fn report(
        &mut self,
        rule: &'static Rule,
        column: Option<usize>,
        here: &Here<'_>,
        range: (usize, usize),
    ) -> Option<&mut Tally> {
        let level = level(self.levels, rule, rule.level.unwrap_or(Level::Warning))?;
        let tally = self.findings.tally(rule, level, column);
        if level == Level::Error && column.is_some() && here.row > 0 {
            self.skipped.insert(here.row);
            tally.skips.insert(here.row);
        }
        tally.add(here, range.0, range.1);
        Some(tally)
    }
}

/// The level of a finding whose own level is `own`.
pub(crate) fn level(levels: &Levels, rule: &'static Rule, own: Level) -> Option<Level> {
    levels.configured(rule).unwrap_or(Some(own))
}

/// Checks a cell.
pub(crate) fn check(column: &mut Column<'_>, cell: &Cell, here: &Here<'_>, is_text: bool, out: &mut Out<'_>) {
    let range = (cell.start as usize, cell.end as usize);
    let unquoted;
    let bytes = if let Some(plain) = here.record.plain(cell) {
        plain
    } else {
        unquoted = here.record.value(cell);
        &*unquoted
    };
    let at = Some(column.index);
    if bytes.first().is_none_or(u8::is_ascii_whitespace) && bytes.trim_ascii().is_empty() {
        let rule = match column.blank {
            _ if column.is_link => &rules::parent_not_in_file::RULE,
            Blank::Fine => return,
            Blank::Mandatory => &rules::empty_mandatory_cell::RULE,
            Blank::Key => &rules::empty_key::RULE,
            Blank::Clears => {
                *out.clearing += 1;
                &rules::blank_clears::RULE
            }
        };
        if !column.is_misnamed || rule.level == Some(Level::Error) {
            out.report(rule, at, here, range);
        }
        return;
    }
    column.filled += 1;
    if cell.flags & (STRAY | RETURN | UNCLOSED) != 0 {
        return; // told by that
    }
    if let Some((rule, kind)) = fault(column, bytes, here, is_text) {
        // The cells of a column that belongs to another field are unlike this one, which the header tells. That rows are skipped is told.
        if column.is_misnamed && rule.level != Some(Level::Error) {
            return;
        }
        let text = || shown(bytes, here);
        if let Some(tally) = out.report(rule, at, here, range) {
            note(tally, kind, column, bytes);
            if tally.counts_values() {
                tally.value(&text());
            }
        }
        return;
    }
    if column.repeats != Repeats::Allowed || column.is_link {
        links_and_keys(column, bytes, here, range, out);
    }
    if let Value::Id = column.value {
        zeros(column, bytes, here, range, out);
    }
}

fn shown<'t>(bytes: &'t [u8], here: &Here<'_>) -> Cow<'t, str> {
    here.coding.text(bytes)
}

/// What a tally keeps of a fault for its message.
fn note(tally: &mut Tally, kind: u64, column: &Column<'_>, bytes: &[u8]) {
    if std::ptr::eq(tally.rule, &raw const rules::invisible_character::RULE) {
        if tally.kinds == 0 {
            tally.kinds = kind;
        }
    } else {
        tally.kinds |= kind;
    }
    if let Value::Date(check) = &column.value
        && std::ptr::eq(tally.rule, &raw const rules::cell_unlike_format::RULE)
        && tally.counts_values()
    {
        if tally.fits.is_empty() {
            tally.fits = vec![true; check.candidates.len()];
        }
        for (fits, pattern) in tally.fits.iter_mut().zip(&check.candidates) {
            *fits = *fits && pattern.read(bytes).is_some();
        }
    }
}

/// What is wrong with a cell, if anything, and of which kind it is.
#[inline]
fn fault(column: &mut Column<'_>, bytes: &[u8], here: &Here<'_>, is_text: bool) -> Option<(&'static Rule, u64)> {
    match &mut column.value {
        Value::Opaque => None,
        Value::Unknown | Value::Text => {
            let limit = column.limit;
            too_long(bytes, limit, here).or_else(|| text_fault(bytes, is_text, &column.api_name, here))
        }
        Value::Email => {
            if email::is_plain(bytes) || email::is_email(&shown(bytes, here)) {
                return too_long(bytes, column.limit, here);
            }
            Some(hidden(bytes, here, email::is_email).unwrap_or((&rules::malformed_email::RULE, 0)))
        }
        Value::Phone if phone::is_phone(bytes) => too_long(bytes, column.limit, here),
        Value::Phone => Some(
            hidden(bytes, here, |text| phone::is_phone(text.as_bytes())).unwrap_or((&rules::malformed_phone::RULE, 0)),
        ),
        Value::Url if url::is_url(bytes) => too_long(bytes, column.limit, here),
        Value::Url => {
            Some(hidden(bytes, here, |text| url::is_url(text.as_bytes())).unwrap_or((&rules::malformed_url::RULE, 0)))
        }
        Value::Number(form) => {
            let fault = form.fault(bytes)?;
            let is_good = |text: &str| form.fault(text.as_bytes()).is_none();
            Some(hidden(bytes, here, is_good).unwrap_or((&rules::malformed_number::RULE, 1 << fault as u64)))
        }
        Value::Boolean if boolean::is_boolean(bytes.trim_ascii()) => None,
        Value::Boolean => Some(
            hidden(bytes, here, |text| boolean::is_boolean(text.as_bytes()))
                .unwrap_or((&rules::malformed_boolean::RULE, 0)),
        ),
        Value::Date(check) => {
            if let Some(day) = check.patterns.iter().find_map(|pattern| pattern.read(bytes)) {
                check.fitting += 1;
                check.has_late_day |= day.day > 12;
                return None;
            }
            let is_good = |text: &str| check.patterns.iter().any(|pattern| pattern.read(text.as_bytes()).is_some());
            Some(hidden(bytes, here, is_good).unwrap_or((&rules::cell_unlike_format::RULE, 0)))
        }
        Value::Id => match id::check(bytes) {
            Ok(_) => None,
            Err(IdFault::Exponent) => Some((&rules::rounded_id::RULE, 0)),
            Err(fault) => Some(
                hidden(bytes, here, |text| id::is_id(text.as_bytes()))
                    .unwrap_or((&rules::malformed_id::RULE, 1 << fault as u64)),
            ),
        },
        Value::Choice(values) => {
            if values.contains(bytes) {
                return None;
            }
            let text = shown(bytes, here);
            if !bytes.is_ascii() && values.contains(text.as_bytes()) {
                return None;
            }
            if let Some(fault) = too_long(bytes, column.limit, here) {
                return Some(fault);
            }
            Some(
                hidden(bytes, here, |text| values.contains(text.as_bytes()))
                    .unwrap_or((&rules::unlisted_choice::RULE, 0)),
            )
        }
        Value::Choices(values) => {
            if values.contains(bytes) {
                return None;
            }
            let text = shown(bytes, here);
            let has = |part: &str| values.contains(part.as_bytes());
            if has(&text) || text.split(';').map(str::trim).all(|part| part.is_empty() || has(part)) {
                return None;
            }
            let parts = || text.split([',', '|', ';', '/', '\n']).map(str::trim).filter(|part| !part.is_empty());
            let is_separated = text.contains([',', '|']) && parts().count() > 1 && parts().any(&has);
            if is_separated {
                return Some((&rules::choice_separator::RULE, 0));
            }
            let all = |text: &str| text.split(';').map(str::trim).all(|part| part.is_empty() || has(part));
            Some(hidden(bytes, here, all).unwrap_or((&rules::unlisted_choice::RULE, 0)))
        }
    }
}

#[inline]
fn too_long(bytes: &[u8], limit: usize, here: &Here<'_>) -> Option<(&'static Rule, u64)> {
    (bytes.len() > limit && shown(bytes, here).chars().count() > limit).then_some((&rules::cell_too_long::RULE, 0))
}

/// Whether a value is wrong for nothing but characters that do not show.
#[cold]
fn hidden(bytes: &[u8], here: &Here<'_>, is_good: impl Fn(&str) -> bool) -> Option<(&'static Rule, u64)> {
    if words::is_printable(bytes) {
        return None;
    }
    let text = shown(bytes, here);
    let c = text.chars().find(|c| bulkwrite_core::is_deceptive(*c))?;
    is_good(&words::without_invisible(&text)).then_some((&rules::invisible_character::RULE, u64::from(u32::from(c))))
}

#[inline]
fn text_fault(bytes: &[u8], is_text: bool, api_name: &str, here: &Here<'_>) -> Option<(&'static Rule, u64)> {
    if is_text && !words::is_printable(bytes) {
        let text = shown(bytes, here);
        if words::is_mojibake(&text) {
            return Some((&rules::mojibake::RULE, 0));
        }
        if let Some(c) = words::invisible(&text) {
            return Some((&rules::invisible_character::RULE, u64::from(u32::from(c))));
        }
    }
    match bytes.first() {
        Some(b'#') if words::is_spreadsheet_error(bytes.trim_ascii()) => Some((&rules::spreadsheet_error::RULE, 0)),
        Some(b'{' | b'[') if words::is_structured(bytes.trim_ascii()) => Some((&rules::structured_cell::RULE, 0)),
        Some(b'=') => Some((&rules::formula_cell::RULE, 0)),
        // Names of accounts begin so.
        Some(b'@') if !["Twitter", "Instagram", "TikTok", "Threads"].iter().any(|name| api_name.contains(name)) => {
            Some((&rules::formula_cell::RULE, 0))
        }
        _ if bytes.len() <= 16 && words::is_null_word(bytes.trim_ascii()) => Some((&rules::null_word::RULE, 0)),
        _ => None,
    }
}

fn links_and_keys(column: &mut Column<'_>, bytes: &[u8], here: &Here<'_>, range: (usize, usize), out: &mut Out<'_>) {
    let value = bytes.trim_ascii();
    let hash = out.hashes.of(value, || shown(value, here).into_owned());
    let at = Some(column.index);
    if column.is_link {
        if out.parents.is_some_and(|parents| !parents.contains(&hash))
            && let Some(tally) = out.report(&rules::parent_not_in_file::RULE, at, here, range)
        {
            tally.value(&shown(bytes, here));
        }
        return;
    }
    if let Some(links) = &mut column.links {
        links.insert(hash);
    }
    if column.is_misnamed {
        return;
    }
    let rule = match column.repeats {
        Repeats::Allowed => return,
        Repeats::Key => &rules::duplicate_key::RULE,
        Repeats::Unique => &rules::duplicate_unique_value::RULE,
        Repeats::Link => &rules::duplicate_parent_key::RULE,
    };
    let row = u32::try_from(here.row).unwrap_or(u32::MAX);
    let many = column.seen.len() >= out.most_keys;
    let is_new = match column.seen.entry(hash) {
        Entry::Occupied(_) => false,
        Entry::Vacant(_) if many => {
            *out.keys_overflow = true;
            true
        }
        Entry::Vacant(new) => {
            new.insert(row);
            true
        }
    };
    if is_new {
        return;
    }
    if let Some(tally) = out.report(rule, at, here, range) {
        tally.value(&shown(bytes, here));
    }
}

/// Counts ids that end in zeros; whether that is chance is known at the end.
fn zeros(column: &mut Column<'_>, bytes: &[u8], here: &Here<'_>, range: (usize, usize), out: &Out<'_>) {
    column.ids += 1;
    if id::check(bytes) != Ok(true) {
        return;
    }
    let Some(level) = level(out.levels, &rules::rounded_id::RULE, Level::Error) else { return };
    let (tally, rows) = column
        .zeros
        .get_or_insert_with(|| (Tally::new(&rules::rounded_id::RULE, level, Some(column.index)), Rows::default()));
    tally.add(here, range.0, range.1);
    tally.value(&shown(bytes, here));
    rows.insert(here.row);
}

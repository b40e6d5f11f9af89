//! One CSV, from its first byte to its last.

use std::collections::HashSet;
use std::hash::BuildHasherDefault;
use std::io::{self, Read};

use bulkwrite_core::metadata::{DataType, Field, ModuleFields};
use bulkwrite_core::suggest::near_miss;
use bulkwrite_core::{DataPlace, DataPosition, Level, Levels, Rule, quoted, rules as core_rules};
use encoding_rs::Encoding;

use super::cell::{self, Out};
use super::stats::Stats;
use super::swallowed;
use super::{Cancelled, Context};
use crate::archive;
use crate::column::{Column, Identity, Value};
use crate::findings::{Findings, Here, Rows, Tally};
use crate::header::{self, Above, Layout};
use crate::plan::{MappingPlan, ResourcePlan};
use crate::records::{LINES, RETURN, Record, Records, STRAY, UNCLOSED};
use crate::rules;
use crate::text::{Coding, Decoding, Mark, Traces};

/// The most columns of a file.
const MOST_COLUMNS: usize = 200;

pub(crate) type Links = HashSet<u64, BuildHasherDefault<Identity>>;

/// What came of a file.
pub(crate) struct Checked<'c> {
    pub(crate) findings: Findings,
    pub(crate) columns: Vec<Column<'c>>,
    pub(crate) header: Vec<String>,
    pub(crate) rows: u64,
    pub(crate) bytes: u64,
    pub(crate) skipped: Rows,
    pub(crate) clearing: u64,
    pub(crate) keys_overflow: bool,
    /// `None`: it has no header.
    pub(crate) layout: Option<Layout>,
    /// What each column holds, where that was asked for.
    pub(crate) stats: Vec<Stats>,
}

pub(super) struct File<'f, 'c> {
    pub(super) cx: &'f Context<'c>,
    resource: &'c ResourcePlan,
    fields: Option<&'c ModuleFields>,
    pub(super) coding: Coding,
    declared: Option<&'static Encoding>,
    mark: Mark,
    pub(super) out: Checked<'c>,
    traces: Traces,
    /// The width that rows should have.
    width: usize,
    /// Where the file started, its mark included.
    base: u64,
    /// How many bytes of the file are before the next record, where text is decoded first.
    raw: u64,
    /// The first row is told to be data, or there is no header: what it says is not judged.
    is_header_doubtful: bool,
    /// How short the record before was.
    last_short: Option<usize>,
    is_parts_of_other_charset: bool,
}

/// Checks a file; the links of its parents are those of the parents' file.
pub(crate) fn check<'c>(
    cx: &Context<'c>,
    resource: &'c ResourcePlan,
    parents: Option<&Links>,
    mut source: impl Read,
    name: &str,
) -> Result<Checked<'c>, Cancelled> {
    let mut head = Vec::new();
    source.by_ref().take(4096).read_to_end(&mut head)?;
    let declared = cx.plan.encoding.as_deref().and_then(|label| Encoding::for_label(label.as_bytes()));
    let mark = Mark::of(&head);
    let coding = Coding::of(mark, declared);
    let out = Checked {
        findings: Findings::default(),
        columns: Vec::new(),
        header: Vec::new(),
        rows: 0,
        bytes: 0,
        skipped: Rows::default(),
        clearing: 0,
        keys_overflow: false,
        layout: None,
        stats: Vec::new(),
    };
    let mut file = File {
        cx,
        resource,
        fields: resource.module.as_deref().and_then(|module| cx.metadata?.get(module)),
        coding,
        declared,
        mark,
        out,
        traces: Traces::default(),
        width: 0,
        base: mark.len() as u64,
        raw: mark.len() as u64,
        is_header_doubtful: false,
        last_short: None,
        is_parts_of_other_charset: false,
    };
    if let Some(kind) = archive::other_kind(&head) {
        file.whole(
            &rules::not_csv::RULE,
            Level::Error,
            format!("the file is {kind}, not a CSV"),
            "save it as a CSV: commas between the columns, UTF-8",
        );
        return Ok(file.out);
    }
    let whole = io::Cursor::new(head.split_off(mark.len().min(head.len()))).chain(source);
    if coding.first {
        file.run(Records::new(Decoding::new(whole, coding.encoding), b','), parents, name)?;
    } else {
        file.run(Records::new(whole, b','), parents, name)?;
    }
    Ok(file.out)
}

impl<'c> File<'_, 'c> {
    fn levels(&self) -> &Levels {
        &self.cx.levels
    }

    /// Reports something about the file as a whole.
    fn whole(&mut self, rule: &'static Rule, own: Level, message: impl Into<String>, help: impl Into<String>) {
        let Some(level) = cell::level(self.levels(), rule, own) else { return };
        let tally = self.out.findings.tally(rule, level, None);
        tally.count = 1;
        tally.message = Some(message.into());
        tally.help = Some(help.into());
    }

    /// Reports something about the header, or a column of it.
    fn header(
        &mut self,
        rule: &'static Rule,
        own: Level,
        here: &Here<'_>,
        column: Option<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let Some(level) = cell::level(self.levels(), rule, own) else { return };
        let record = here.record;
        let range = match column.and_then(|column| record.cells.get(column)) {
            Some(cell) => (cell.start as usize, cell.end as usize),
            None => (0, record.cells.last().map_or(0, |cell| cell.end as usize)),
        };
        let tally = self.out.findings.tally(rule, level, column);
        tally.add(here, range.0, range.1);
        tally.message = Some(message.into());
        tally.help = Some(help.into());
    }

    fn run<R: Read>(&mut self, mut records: Records<R>, parents: Option<&Links>, name: &str) -> Result<(), Cancelled> {
        let known = self.known_names();
        let is_known = |text: &str| known.contains(text);
        let mut is_above_told = false;
        let mut lines_above = Vec::new();
        for _ in 0..4 {
            let head = records.peek()?;
            if head.trim_ascii().is_empty() {
                if !is_above_told {
                    self.whole(
                        &rules::no_header::RULE,
                        Level::Error,
                        "the file is empty",
                        "check what was to write it",
                    );
                }
                return Ok(());
            }
            let Some((above, length)) = header::above(head, is_known) else { break };
            let line = self.coding.text(&head[..length]).trim().to_owned();
            let taken = self.coding.raw_len(&head[..length]);
            if !is_above_told {
                let (message, help) = match above {
                    Above::Separator => (
                        format!("the first line is {}, which is for Excel", quoted(&line)),
                        "remove it: the first line is the header, and tells the delimiter",
                    ),
                    Above::Blank => (
                        "the first line is empty, and so the file has no header".to_owned(),
                        "remove it: the first line is the header",
                    ),
                    Above::Title => (
                        format!("the first line is {}, and the header is below it", quoted(&line)),
                        "remove the lines above the header",
                    ),
                };
                self.whole(&rules::no_header::RULE, Level::Error, message, help);
                let tally = self.out.findings.tallies.last_mut();
                if let Some(tally) = tally {
                    tally.row = Some(0);
                    tally.rows = vec![0];
                    let start = DataPosition { line: 1, column: 1, offset: self.base };
                    let column = line.chars().count() as u64 + 1;
                    tally.first =
                        Some((start, DataPosition { line: 1, column, offset: self.base + taken.saturating_sub(1) }));
                }
                is_above_told = true;
            }
            self.raw += taken;
            lines_above.push(length);
            records.skip(length);
        }
        let form = header::form(records.peek()?);
        records.set_form(form.delimiter, form.returns);
        self.out.layout = Some(Layout {
            coding: self.coding,
            mark: self.mark.len(),
            above: lines_above,
            delimiter: form.delimiter,
            returns: form.returns,
        });
        let mut ahead = self.raw;
        {
            let Some(record) = records.next()? else { return Ok(()) };
            let offset = if self.coding.first { self.raw } else { self.base + record.offset };
            ahead += self.coding.raw_len(record.bytes);
            let here =
                Here { record: &record, row: 0, offset, coding: self.coding, all_rows: self.cx.options.all_rows };
            self.read_header(&here, &form, is_above_told);
        }
        self.raw = ahead;
        let mut progress = 0u64;
        let mut columns = std::mem::take(&mut self.out.columns);
        while let Some(record) = records.next()? {
            self.out.rows += 1;
            let offset = if self.coding.first {
                let start = self.raw + record.blank_lines * self.coding.raw_len(b"\n");
                self.raw = start + self.coding.raw_len(record.bytes);
                start
            } else {
                self.base + record.offset
            };
            self.out.bytes = offset + record.bytes.len() as u64;
            let here = Here {
                record: &record,
                row: self.out.rows,
                offset,
                coding: self.coding,
                all_rows: self.cx.options.all_rows,
            };
            self.count(&record, &columns);
            self.record(&here, &mut columns, form.delimiter, parents);
            if self.out.rows.checked_sub(1) == Some(self.cx.options.limits.rows)
                && cell::level(self.levels(), &rules::too_many_rows::RULE, Level::Error).is_some()
            {
                let level =
                    cell::level(self.levels(), &rules::too_many_rows::RULE, Level::Error).unwrap_or(Level::Error);
                let tally = self.out.findings.tally(&rules::too_many_rows::RULE, level, None);
                tally.add(&here, 0, record.cells.last().map_or(0, |cell| cell.end as usize));
                tally.row = None;
                tally.rows.clear();
            }
            progress += 1;
            if progress.is_multiple_of(1024) {
                self.cx.tell(name, self.out.bytes, self.out.rows)?;
            }
        }
        self.cx.tell(name, self.out.bytes, self.out.rows)?;
        self.out.columns = columns;
        self.finish();
        Ok(())
    }

    /// The names by which a header is told from a title: those of the job, and of the module's fields.
    fn known_names(&self) -> HashSet<String> {
        let mut names = HashSet::new();
        for mapping in self.resource.mappings.iter().flatten() {
            names.insert(mapping.api_name.clone());
        }
        for field in self.fields.into_iter().flatten() {
            names.insert(field.api_name.to_string());
            names.insert(field.label.to_string());
        }
        names.remove("");
        names
    }

    fn read_header(&mut self, here: &Here<'_>, form: &header::Form, is_above_told: bool) {
        let record = here.record;
        self.width = record.cells.len();
        let header: Vec<String> =
            record.cells.iter().map(|cell| self.coding.text(&record.value(cell)).into_owned()).collect();
        self.out.header.clone_from(&header);
        if !form.is_supported {
            let what = match form.delimiter {
                b'\t' => "tabs".to_owned(),
                other => quoted(&char::from(other).to_string()),
            };
            self.header(
                &rules::unsupported_delimiter::RULE,
                Level::Error,
                here,
                None,
                format!("the columns are separated by {what}"),
                "separate them by commas, semicolons, colons or bars: the CRM knows no others",
            );
        }
        if !form.others.is_empty() {
            let others: Vec<String> = form.others.iter().map(|other| format!("`{}`", char::from(*other))).collect();
            let taken = if self.width > 1 {
                format!(" beside the `{}` between its columns", char::from(form.delimiter))
            } else {
                String::new()
            };
            let help = if form.others.contains(&b':') {
                "put the cell in quotes, or use another character: the CRM may take it for the delimiter, and a colon garbles the \
                 ERRORS column of the result"
            } else {
                "put the cell in quotes, or use another character: the CRM may take it for the delimiter"
            };
            let message = format!("the header has {}{taken}", others.join(" and "));
            self.header(&rules::ambiguous_delimiter::RULE, Level::Warning, here, None, message, help);
        }
        if form.returns {
            self.header(&rules::bare_carriage_return::RULE, Level::Warning, here, None, "", "");
            if let Some(tally) = self.out.findings.tallies.last_mut() {
                tally.message = None;
                tally.help = None;
            }
        }
        if self.width > MOST_COLUMNS {
            self.header(
                &rules::too_many_columns::RULE,
                Level::Error,
                here,
                None,
                format!("the file has {} columns, and {MOST_COLUMNS} are allowed", self.width),
                "leave columns out, or import them by several jobs",
            );
        }
        let flags = record.flags();
        if flags & UNCLOSED != 0 {
            if let Some(at) = record.cells.iter().position(|cell| cell.flags & UNCLOSED != 0) {
                self.slip(&rules::unclosed_quote::RULE, here, at);
            }
            return;
        }
        if flags & STRAY != 0 {
            for (at, _) in record.cells.iter().enumerate().filter(|(_, cell)| cell.flags & STRAY != 0) {
                self.slip(&rules::stray_quote::RULE, here, at);
            }
        }
        let plans = match &self.resource.mappings {
            Some(mappings) => mappings.clone(),
            None => self.automatic(here, &header, is_above_told),
        };
        self.out.columns = self.columns(&plans, &header);
        if self.is_first_row_data(&header, is_above_told) {
            self.is_header_doubtful = true;
            let rule = &rules::no_header::RULE;
            let (message, help) = (
                "the first line looks like data, and is taken for the header",
                "write a header above it: the first line is never imported",
            );
            self.header(rule, Level::Warning, here, None, message, help);
            // What the header does not say is no mistake of its own.
            let of_header: [&Rule; 4] = [
                &rules::header_is_no_field::RULE,
                &rules::nameless_column::RULE,
                &rules::duplicate_header::RULE,
                &rules::header_names_another_field::RULE,
            ];
            self.out.findings.tallies.retain(|tally| {
                !of_header.iter().any(|rule| std::ptr::eq(tally.rule, *rule))
                    && tally.rule.name != "unmapped-required-field"
            });
        }
        self.check_utf8(here);
        if self.resource.mappings.is_some() {
            self.with_mappings(here, &plans, &header, is_above_told || !form.is_supported);
        }
        if self.mark == Mark::Utf8
            && self.resource.mappings.is_none()
            && let Some(rule) = core_rules::find("byte-order-mark")
        {
            self.header(
                rule,
                Level::Warning,
                here,
                None,
                "the file begins with a byte order mark, and its header is read",
                "save it without the mark: the CRM may take it for a part of the first name",
            );
        }
    }

    fn slip(&mut self, rule: &'static Rule, here: &Here<'_>, at: usize) {
        let Some(level) = cell::level(self.levels(), rule, rule.level.unwrap_or(Level::Warning)) else { return };
        let cell = here.record.cells[at];
        let start = cell.start as usize;
        let end = if cell.flags & UNCLOSED != 0 { start + 1 } else { cell.end as usize };
        self.out.findings.tally(rule, level, Some(at)).add(here, start, end);
    }

    /// The columns that are looked at, by their place in the file.
    fn columns(&self, plans: &[MappingPlan], header: &[String]) -> Vec<Column<'c>> {
        let fields = self.fields;
        let mut columns: Vec<Column<'c>> = Vec::new();
        for mapping in plans {
            let Some(index) = mapping.index.filter(|index| *index < self.width) else { continue };
            let field = fields.and_then(|fields| fields.get(&mapping.api_name));
            columns.push(Column::new(
                index,
                header[index].trim().to_owned(),
                mapping,
                field,
                self.resource,
                self.cx.plan.operation,
            ));
        }
        for link in &self.resource.link_columns {
            if *link < self.width && !columns.iter().any(|column| column.index == *link) {
                columns.push(Column::link(*link, header[*link].trim().to_owned()));
            }
        }
        columns.sort_by_key(|column| column.index);
        columns
    }

    /// Whether the first row holds values as the columns have them.
    fn is_first_row_data(&self, header: &[String], is_above_told: bool) -> bool {
        if is_above_told {
            return false;
        }
        let known = self.known_names();
        if header.iter().any(|name| known.contains(name.trim())) {
            return false;
        }
        let mut numbers = 0;
        for column in &self.out.columns {
            let text = header[column.index].trim().as_bytes();
            match &column.value {
                Value::Number(_) => {
                    numbers +=
                        usize::from(text.iter().any(u8::is_ascii_digit) && swallowed::fits(column, text) == Some(true));
                }
                Value::Email | Value::Date(_) | Value::Id if swallowed::fits(column, text) == Some(true) => {
                    return true;
                }
                _ => {}
            }
        }
        let strong = header.iter().any(|name| {
            matches!(
                swallowed::Strong::of(name.trim().as_bytes()),
                Some(swallowed::Strong::Email | swallowed::Strong::Id)
            )
        });
        strong || numbers > 1
    }

    /// Reads the header of a file whose job has no mappings.
    fn automatic(&mut self, here: &Here<'_>, header: &[String], is_above_told: bool) -> Vec<MappingPlan> {
        let mut plans = Vec::new();
        let mut meant: Vec<String> = Vec::new();
        let module = self.resource.module.clone().unwrap_or_default();
        for (at, name) in header.iter().enumerate() {
            let mapping = MappingPlan { api_name: name.clone(), index: Some(at), ..MappingPlan::default() };
            if name.trim().is_empty() {
                let (message, help) = (
                    format!("column {} has no name", at + 1),
                    "name the field that it goes into, or leave the column out",
                );
                self.header(&rules::nameless_column::RULE, Level::Warning, here, Some(at), message, help);
                continue;
            }
            if let Some(first) = header[..at].iter().position(|other| other == name) {
                let message = format!("column {} is called {} as column {} is", at + 1, quoted(name), first + 1);
                self.header(
                    &rules::duplicate_header::RULE,
                    Level::Warning,
                    here,
                    Some(at),
                    message,
                    "leave one of the columns out",
                );
                continue;
            }
            let (base, of) = name.split_once('.').map_or((name.as_str(), None), |(base, of)| (base, Some(of)));
            let field = self.fields.and_then(|fields| fields.get(base));
            match (self.fields, field) {
                (Some(_), Some(field)) => {
                    let is_lookup = matches!(
                        field.data_type,
                        DataType::Lookup
                            | DataType::Ownerlookup
                            | DataType::Userlookup
                            | DataType::MultiModuleLookup
                            | DataType::ConsentLookup
                    );
                    if of.is_some() && !is_lookup {
                        let message = format!(
                            "{} is no name of a field: {} is {field}, not a lookup",
                            quoted(name),
                            quoted(base)
                        );
                        self.header(
                            &rules::header_is_no_field::RULE,
                            Level::Error,
                            here,
                            Some(at),
                            message,
                            format!("write {}", quoted(base)),
                        );
                        meant.push(base.to_owned());
                        continue;
                    }
                    let is_key = base == "id";
                    if !is_key && !self.is_writable(field) {
                        if let Some(rule) = core_rules::find("unwritable-field") {
                            let message = format!("{} cannot be written by this job", quoted(name));
                            self.header(
                                rule,
                                Level::Error,
                                here,
                                Some(at),
                                message,
                                "leave the column out, or name another field",
                            );
                        }
                        continue;
                    }
                    plans.push(MappingPlan { api_name: base.to_owned(), find_by: of.map(str::to_owned), ..mapping });
                }
                (Some(fields), None) => {
                    let found = similar(name, fields);
                    let help = match &found {
                        Some((meant, how)) => format!("write {}{how}", quoted(meant)),
                        None => {
                            format!("write the API name of a field of {}, or leave the column out", quoted(&module))
                        }
                    };
                    meant.extend(found.map(|(meant, _)| meant));
                    let message = format!("{} is no field of {}", quoted(name), quoted(&module));
                    self.header(&rules::header_is_no_field::RULE, Level::Error, here, Some(at), message, help);
                }
                (None, _) => {
                    let is_name =
                        base.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') || !base.is_ascii();
                    if is_name && !base.contains(char::is_whitespace) {
                        plans.push(MappingPlan {
                            api_name: base.to_owned(),
                            find_by: of.map(str::to_owned),
                            ..mapping
                        });
                    } else {
                        let message = format!("{} is no API name", quoted(name));
                        let help = "without mappings the header names the fields: write API names, or map the columns in the job";
                        self.header(&rules::header_is_no_field::RULE, Level::Error, here, Some(at), message, help);
                    }
                }
            }
        }
        let Some(fields) = self.fields else { return plans };
        if is_above_told {
            return plans;
        }
        let is_there =
            |name: &str| plans.iter().any(|plan| plan.api_name == name) || meant.iter().any(|meant| meant == name);
        let missing: Vec<&str> = fields
            .required()
            .filter(|field| self.cx.plan.inserts() && !is_there(&field.api_name) && is_column(field))
            .map(|field| &*field.api_name)
            .collect();
        if let ([first, ..], Some(rule)) = (&missing[..], core_rules::find("unmapped-required-field")) {
            let names: Vec<String> = missing.iter().take(5).map(|name| quoted(name)).collect();
            let message = format!(
                "no column is called {}, without which no record of {} can be made",
                names.join(" or "),
                quoted(&module)
            );
            let help = format!("add a column {}", quoted(first));
            self.header(rule, Level::Error, here, None, message, help);
        }
        let key = self.resource.find_by.clone().filter(|key| self.cx.plan.updates() && !is_there(key));
        if let (Some(key), Some(rule)) = (key, core_rules::find("find-by-not-mapped")) {
            let message = format!("no column is called {}, by which records are found", quoted(&key));
            self.header(
                rule,
                rule.level.unwrap_or(Level::Error),
                here,
                None,
                message,
                format!("add a column {}", quoted(&key)),
            );
        }
        plans
    }

    fn is_writable(&self, field: &Field) -> bool {
        let creates = self.cx.plan.inserts() && field.creatable != Some(false);
        let updates = self.cx.plan.updates() && field.updatable != Some(false);
        (creates || updates) && is_column(field)
    }

    /// Holds the header against the mappings.
    fn with_mappings(&mut self, here: &Here<'_>, plans: &[MappingPlan], header: &[String], is_doubtful: bool) {
        for mapping in plans {
            let Some(index) = mapping.index.filter(|index| *index >= self.width) else { continue };
            if is_doubtful && self.width == 1 {
                continue; // the delimiter tells why
            }
            let level = cell::level(self.levels(), &rules::index_beyond_columns::RULE, Level::Error);
            let Some(level) = level else { continue };
            let there = header.iter().position(|name| self.is_named(name, &mapping.api_name));
            let tally = self.out.findings.tally(&rules::index_beyond_columns::RULE, level, Some(index));
            tally.add(here, 0, here.record.cells.last().map_or(0, |cell| cell.end as usize));
            let columns = if self.width == 1 { "1 column".to_owned() } else { format!("{} columns", self.width) };
            tally.message =
                Some(format!("the index of {} is {index}, and the file has {columns}", quoted(&mapping.api_name)));
            tally.help = Some(match there {
                Some(there) => format!("columns count from 0: {} is {there}", quoted(header[there].trim())),
                None => format!("columns count from 0: the last one is {}", self.width - 1),
            });
        }
        if self.is_header_doubtful {
            return;
        }
        for at in 0..self.width {
            let name = header[at].trim();
            if name.is_empty() {
                continue;
            }
            let mapped: Vec<&MappingPlan> = plans.iter().filter(|mapping| mapping.index == Some(at)).collect();
            if mapped.is_empty() {
                self.unmapped(here, at, name, plans);
                continue;
            }
            if mapped.iter().any(|mapping| mapping.parent_column.is_some() || self.is_named(name, &mapping.api_name)) {
                continue;
            }
            let Some(other) = self.names(name, plans) else { continue };
            if mapped.iter().any(|mapping| mapping.api_name == other) {
                continue;
            }
            // "Name" for `Last_Name` is short for it.
            if other != name && mapped.iter().any(|mapping| is_short_for(name, &mapping.api_name)) {
                continue;
            }
            let into = quoted(&mapped[0].api_name);
            let message = format!("column {} is called {} and goes into {into}", at + 1, quoted(name));
            let what = if other == name {
                format!("the field {}", quoted(&other))
            } else {
                format!("the label of {}", quoted(&other))
            };
            let place = header.iter().position(|name| self.is_named(name.trim(), &mapped[0].api_name));
            let help = match place {
                Some(place) => format!(
                    "{} is {what}; {into} is column {} of this file: `\"index\": {place}`",
                    quoted(name),
                    place + 1
                ),
                None => format!("{} is {what}: correct the `index`, or the header", quoted(name)),
            };
            self.header(&rules::header_names_another_field::RULE, Level::Warning, here, Some(at), message, help);
            for column in self.out.columns.iter_mut().filter(|column| column.index == at) {
                column.is_misnamed = true;
            }
        }
    }

    /// Whether a header names a field, by its API name or its label.
    fn is_named(&self, header: &str, api_name: &str) -> bool {
        let label = self.fields.and_then(|fields| fields.get(api_name)).map_or("", |field| &field.label);
        folded(header) == folded(api_name) || !label.is_empty() && folded(header) == folded(label)
    }

    /// The field that a header names: API names come before labels.
    fn names(&self, header: &str, plans: &[MappingPlan]) -> Option<String> {
        let Some(fields) = self.fields else {
            return plans.iter().find(|mapping| mapping.api_name == header).map(|mapping| mapping.api_name.clone());
        };
        if let Some(field) = fields.get(header) {
            return Some(field.api_name.to_string());
        }
        if let Some(field) = fields.iter().find(|field| *field.label == *header) {
            return Some(field.api_name.to_string());
        }
        if header.len() < 4 {
            return None;
        }
        let same = |name: &str| folded(name) == folded(header);
        fields.iter().find(|field| same(&field.api_name) || same(&field.label)).map(|field| field.api_name.to_string())
    }

    fn unmapped(&mut self, here: &Here<'_>, at: usize, name: &str, plans: &[MappingPlan]) {
        if self.resource.unclear > 0 || self.resource.link_columns.contains(&at) {
            return;
        }
        let Some(fields) = self.fields else { return };
        let Some(api_name) = self.names(name, plans) else { return };
        let Some(field) = fields.get(&api_name) else { return };
        if plans.iter().any(|mapping| mapping.api_name == api_name) || !self.is_writable(field) {
            return;
        }
        let message = format!("column {} is called {}, and no mapping takes it", at + 1, quoted(name));
        let help = format!("map it, `{{ \"api_name\": \"{api_name}\", \"index\": {at} }}`, or leave the column out");
        self.header(&rules::unmapped_column::RULE, Level::Warning, here, Some(at), message, help);
    }

    /// Remembers bytes that are not what the encoding allows, cell by cell.
    fn check_utf8(&mut self, here: &Here<'_>) -> bool {
        let bytes = here.record.bytes;
        if bytes.is_ascii() {
            return true;
        }
        if self.coding.fits(bytes) {
            let are_both_known = self.traces.is_partly_utf8 && self.is_parts_of_other_charset;
            if !self.coding.first && !are_both_known {
                let is_utf8 = std::str::from_utf8(bytes).is_ok();
                self.traces.is_partly_utf8 |= is_utf8;
                self.is_parts_of_other_charset |= !is_utf8;
            }
            return true;
        }
        for (at, cell) in here.record.cells.iter().enumerate() {
            let raw = here.record.raw(cell);
            if self.coding.fits(raw) {
                self.traces.is_partly_utf8 |= !raw.is_ascii();
                continue;
            }
            self.traces.add(raw);
            let Some(level) = cell::level(self.levels(), &rules::encoding_mismatch::RULE, Level::Error) else {
                continue;
            };
            let tally = self.out.findings.tally(&rules::encoding_mismatch::RULE, level, Some(at));
            tally.add(here, cell.start as usize, cell.end as usize);
        }
        false
    }

    fn record(&mut self, here: &Here<'_>, columns: &mut [Column<'c>], delimiter: u8, parents: Option<&Links>) {
        let record: &Record<'_> = here.record;
        if record.blank_lines > 0
            && let Some(level) = cell::level(self.levels(), &rules::blank_line_inside::RULE, Level::Warning)
        {
            let tally = self.out.findings.tally(&rules::blank_line_inside::RULE, level, None);
            tally.add(here, 0, 0);
            tally.count += record.blank_lines - 1;
            if let (1, Some((start, end))) = (tally.excerpts.len(), &mut tally.first) {
                let before = DataPosition {
                    line: record.line - record.blank_lines,
                    column: 1,
                    offset: start.offset - record.blank_lines,
                };
                (*start, *end) = (before, before);
            }
        }
        let is_text = self.check_utf8(here);
        let flags = record.flags();
        if flags & (UNCLOSED | LINES | RETURN | STRAY) != 0 && self.odd_record(here, columns, delimiter, flags) {
            self.last_short = None;
            return;
        }
        let cells = record.cells;
        let mut shown = cells.len();
        if cells.len() == self.width {
            self.last_short = None;
            if self.width > 1 && !self.is_header_doubtful && self.repeats_header(here) {
                return;
            }
        } else {
            match self.ragged(here) {
                Some(few) => shown = few,
                None => return,
            }
        }
        let out = &mut self.out;
        let mut to = Out {
            findings: &mut out.findings,
            levels: &self.cx.levels,
            skipped: &mut out.skipped,
            clearing: &mut out.clearing,
            hashes: &self.cx.hashes,
            parents,
            most_keys: self.cx.options.most_keys,
            keys_overflow: &mut out.keys_overflow,
        };
        for column in columns {
            if column.index >= shown {
                continue;
            }
            let Some(cell) = cells.get(column.index) else { continue };
            cell::check(column, cell, here, is_text || self.coding.encoding != encoding_rs::UTF_8, &mut to);
        }
    }

    /// Reports what is odd about the quotes and line ends of a record; whether nothing else is to be said of it.
    #[cold]
    fn odd_record(&mut self, here: &Here<'_>, columns: &[Column<'c>], delimiter: u8, flags: u8) -> bool {
        let cells = here.record.cells;
        if let Some(at) = cells.iter().position(|cell| cell.flags & UNCLOSED != 0) {
            self.slip(&rules::unclosed_quote::RULE, here, at);
            return true;
        }
        if flags & LINES != 0 {
            for (at, cell) in cells.iter().enumerate().filter(|(_, cell)| cell.flags & LINES != 0) {
                if at < self.width && swallowed::holds_records(here.record, cell, at, self.width, delimiter, columns) {
                    self.slip(&rules::swallowed_rows::RULE, here, at);
                    return true;
                }
            }
        }
        let mut is_told = false;
        for (at, cell) in cells.iter().enumerate() {
            if cell.flags & STRAY != 0 {
                self.slip(&rules::stray_quote::RULE, here, at);
                // Where a quote is misread, the cells behind it are others than were meant.
                is_told |= cells.len() != self.width;
            }
            if cell.flags & RETURN != 0 {
                self.slip(&rules::bare_carriage_return::RULE, here, at);
                is_told |= cells.len() != self.width;
            }
        }
        is_told
    }

    /// Reports a record with too few or too many cells; how many of its cells can be trusted.
    #[cold]
    fn ragged(&mut self, here: &Here<'_>) -> Option<usize> {
        let cells = here.record.cells;
        let is_long = cells.len() > self.width;
        let joins = self.last_short.is_some_and(|before| before + cells.len() - 1 == self.width);
        if let Some(level) = cell::level(self.levels(), &rules::ragged_row::RULE, Level::Warning) {
            let tally = self.out.findings.tally(&rules::ragged_row::RULE, level, None);
            tally.add(here, 0, cells.last().map_or(0, |cell| cell.end as usize));
            tally.kinds |= if is_long { rules::ragged_row::LONG } else { rules::ragged_row::SHORT };
            if joins {
                tally.kinds |= rules::ragged_row::BROKEN;
            }
        }
        self.last_short = (!is_long && !joins).then_some(cells.len());
        if is_long {
            // Where what is too much is blank, the other cells are where they belong.
            let beyond = cells[self.width..].iter().any(|cell| !here.record.value(cell).trim_ascii().is_empty());
            return (!beyond).then_some(self.width);
        }
        // The second half of a broken record has its cells in the wrong columns.
        if joins { None } else { Some(cells.len()) }
    }

    fn repeats_header(&mut self, here: &Here<'_>) -> bool {
        let first = &here.record.cells[0];
        let raw = here.record.value(first);
        // Most rows differ in the first cell, and in its length.
        let differs = raw.is_ascii() && *raw != *self.out.header[0].as_bytes();
        if raw.is_empty() || differs || self.coding.text(&raw) != self.out.header[0].as_str() {
            return false;
        }
        let same = here
            .record
            .cells
            .iter()
            .zip(&self.out.header)
            .all(|(cell, name)| self.coding.text(&here.record.value(cell)) == name.as_str());
        if same && let Some(level) = cell::level(self.levels(), &rules::repeated_header::RULE, Level::Warning) {
            let tally = self.out.findings.tally(&rules::repeated_header::RULE, level, None);
            tally.add(here, 0, here.record.cells.last().map_or(0, |cell| cell.end as usize));
        }
        same
    }

    /// What is known at the end only.
    fn finish(&mut self) {
        let rows = self.out.rows;
        if rows == 0 && !self.out.findings.has(&rules::unclosed_quote::RULE) && !self.is_header_doubtful {
            self.whole(
                &rules::no_rows::RULE,
                Level::Warning,
                "the file has a header and no row",
                "check what was to write the rows",
            );
        }
        let is_subform = self.resource.mappings.iter().flatten().any(|mapping| mapping.api_name == "Parent_Id");
        if is_subform
            && rows > self.cx.options.limits.children
            && let Some(level) = cell::level(self.levels(), &rules::too_many_children::RULE, Level::Warning)
        {
            self.out.findings.tally(&rules::too_many_children::RULE, level, None).count = 1;
        }
        if self.out.bytes > self.cx.options.limits.bytes {
            let message = format!("the file has {} bytes, and 25 MB are allowed", self.out.bytes);
            self.whole(
                &rules::file_too_large::RULE,
                Level::Error,
                message,
                "`bulkwrite pack` splits it between records, with the header in each part, and writes a job for each",
            );
        }
        self.finish_encoding();
        self.finish_ids();
    }

    /// Ids that end in zeros are rounded where they are more than a fifth of a column; one is chance.
    fn finish_ids(&mut self) {
        for column in &mut self.out.columns {
            let Some((mut tally, rows)) = column.zeros.take() else { continue };
            if tally.count < 2 || tally.count * 5 <= column.ids {
                continue;
            }
            if tally.level == Level::Error {
                self.out.skipped.extend(&rows);
                tally.skips.extend(&rows);
            }
            let all_rows = self.cx.options.all_rows;
            self.out.findings.tally(tally.rule, tally.level, tally.column).merge(tally, all_rows);
        }
    }

    /// Says what bytes are that are not what they should be: once for the file.
    fn finish_encoding(&mut self) {
        let rule = &rules::encoding_mismatch::RULE;
        let mut found: Vec<Tally> = Vec::new();
        let tallies = std::mem::take(&mut self.out.findings.tallies);
        for tally in tallies {
            if std::ptr::eq(tally.rule, rule) { found.push(tally) } else { self.out.findings.tallies.push(tally) }
        }
        let declared = self.cx.plan.encoding.clone();
        let utf8 = encoding_rs::UTF_8;
        match self.mark {
            Mark::Wide(encoding) => {
                let (level, message) = match &declared {
                    Some(label) if self.declared != Some(encoding) && !is_utf16(self.declared) => (
                        Level::Error,
                        format!("the file is {}, and `character_encoding` is {}", encoding.name(), quoted(label)),
                    ),
                    Some(_) => return,
                    None => (Level::Error, format!("the file is {} without a mark that says so", encoding.name())),
                };
                self.whole(rule, level, message, "save the file as UTF-8");
                return;
            }
            Mark::Utf16(encoding) => {
                let (level, message) = match &declared {
                    Some(_) if is_utf16(self.declared) => return,
                    Some(label) => (
                        Level::Error,
                        format!("the file is {}, and `character_encoding` is {}", encoding.name(), quoted(label)),
                    ),
                    None => (Level::Warning, format!("the file is {}, and the job does not say so", encoding.name())),
                };
                self.whole(rule, level, message, "save the file as UTF-8, or set `character_encoding` to `UTF-16`");
                return;
            }
            Mark::Utf8 | Mark::None => {}
        }
        if let (Some(label), Some(encoding)) = (&declared, self.declared) {
            let is_utf8_all_through = self.traces.is_partly_utf8 && !self.is_parts_of_other_charset && found.is_empty();
            let is_other = encoding != utf8 && (self.mark == Mark::Utf8 || is_utf8_all_through && !self.coding.first);
            let is_wide = is_utf16(Some(encoding)) && self.mark == Mark::None;
            if is_other || is_wide {
                let message = format!("the file is UTF-8, and `character_encoding` is {}", quoted(label));
                // Read as another charset it is garbled, which is told by this.
                self.out.findings.tallies.retain(|tally| !std::ptr::eq(tally.rule, &raw const rules::mojibake::RULE));
                self.whole(rule, Level::Error, message, "set `character_encoding` to `UTF-8`, or leave it out");
                return;
            }
        }
        let mut all = found.into_iter();
        let Some(mut first) = all.next() else { return };
        // One finding for the file, at its first place.
        let mut cells = first.count;
        for other in all {
            cells += other.count;
            let (row, column) = (first.row, first.column);
            let is_earlier = other.first.map(|place| place.0.offset) < first.first.map(|place| place.0.offset);
            let (other_row, other_column) = (other.row, other.column);
            first.merge(other, self.cx.options.all_rows);
            (first.row, first.column) = if is_earlier { (other_row, other_column) } else { (row, column) };
        }
        first.count = cells;
        let charset = self.traces.charset();
        let what =
            if cells == 1 { "a cell has".to_owned() } else { format!("{} cells have", rules::about::grouped(cells)) };
        let (own, message, help) = match (&declared, self.declared, charset) {
            (Some(label), Some(_), Some(fits)) => (
                Level::Error,
                format!("{what} bytes that are not {}", quoted(label)),
                format!("set `character_encoding` to `{}`, which fits, or save the file as UTF-8", fits.name()),
            ),
            (Some(label), Some(_), None) => (
                Level::Error,
                format!("{what} bytes that are not {}", quoted(label)),
                "save the file as UTF-8".to_owned(),
            ),
            (_, _, Some(fits)) => (
                Level::Warning,
                format!("{what} bytes that are not UTF-8, and the job names no encoding"),
                format!(
                    "set `character_encoding` to `{}`, which fits, or save the file as UTF-8: the CRM has to guess",
                    fits.name()
                ),
            ),
            (_, _, None) => (
                Level::Error,
                format!("{what} bytes that are not UTF-8, and no other charset fits the file"),
                if self.traces.is_partly_utf8 {
                    "save the file as UTF-8: parts of it are already, others are not".to_owned()
                } else {
                    "save the file as UTF-8".to_owned()
                },
            ),
        };
        if let Some(level) = cell::level(self.levels(), rule, own) {
            first.level = level;
            first.message = Some(message);
            first.help = Some(help);
            self.out.findings.tallies.push(first);
        }
    }
}

fn is_utf16(encoding: Option<&'static Encoding>) -> bool {
    encoding == Some(encoding_rs::UTF_16LE) || encoding == Some(encoding_rs::UTF_16BE)
}

/// A name without case, blanks and separators.
fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether the words of a header are among those of a longer name.
fn is_short_for(header: &str, api_name: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
    };
    let longer = words(api_name);
    let shorter = words(header);
    !shorter.is_empty() && shorter.iter().all(|word| longer.contains(word))
}

/// Whether a column of a CSV can be written into a field.
fn is_column(field: &Field) -> bool {
    !matches!(
        field.data_type,
        DataType::Autonumber
            | DataType::Formula
            | DataType::RollupSummary
            | DataType::Fileupload
            | DataType::Imageupload
            | DataType::Profileimage
            | DataType::Subform
            | DataType::Multiselectlookup
            | DataType::Multiuserlookup
    ) && &*field.api_name != "Tag"
}

/// The field that a header was meant to name, and a clause on how that is known.
fn similar(name: &str, fields: &ModuleFields) -> Option<(String, String)> {
    let trimmed = name.trim();
    let (base, of) = trimmed.split_once('.').map_or((trimmed, ""), |(base, _)| (base, &trimmed[base.len()..]));
    if let Some(field) = fields.get(base) {
        return Some((format!("{}{of}", field.api_name), ": without the blanks around it".to_owned()));
    }
    if let Some(field) = fields.iter().find(|field| folded(&field.label) == folded(base)) {
        return Some((format!("{}{of}", field.api_name), format!(": {} is its label", quoted(&field.label))));
    }
    let meant = near_miss(base, fields.iter().map(|field| &*field.api_name))?;
    Some((format!("{meant}{of}"), String::new()))
}

impl Checked<'_> {
    /// What a child's file needs to know of its parents'.
    pub(crate) fn take_links(&mut self) -> Vec<(usize, Links)> {
        self.columns.iter_mut().filter_map(|column| Some((column.index, column.links.take()?))).collect()
    }
}

/// The place of a tally, as the outside sees it.
pub(crate) fn place(tally: &Tally, file: &str, header: &[String], values: bool) -> DataPlace {
    let column = tally.column;
    let blank = |excerpt: &bulkwrite_core::DataExcerpt| bulkwrite_core::DataExcerpt {
        text: String::new(),
        range: bulkwrite_core::Loc::default(),
        ..excerpt.clone()
    };
    DataPlace {
        file: file.to_owned(),
        start: tally.first.map(|place| place.0),
        end: tally.first.map(|place| place.1),
        row: tally.row,
        field_index: column.and_then(|column| u32::try_from(column).ok()),
        header: column.and_then(|column| header.get(column)).map(|name| name.trim().to_owned()),
        count: tally.count,
        rows: tally.rows.clone(),
        excerpts: if values || tally.row == Some(0) {
            tally.excerpts.clone()
        } else {
            tally.excerpts.iter().map(blank).collect()
        },
        values: if values { tally.commonest() } else { Vec::new() },
    }
}

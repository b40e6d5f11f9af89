//! A job from the header of a CSV and the metadata of its module.
//!
//! A column is mapped where its name leaves no doubt, and where the check then finds nothing to say. Everything else is marked, and left
//! out: a guess that nobody sees would put one field's data into another.

mod dates;
mod near;
mod table;
mod write;

use std::collections::HashMap;

use bulkwrite_core::metadata::{DataType, Field, Metadata, ModuleFields};
use bulkwrite_core::{ApiVersion, Checker, Diagnostic, Options, quoted, suggest};

use self::dates::Dates;
use self::table::Table;

/// What kind of job is wanted.
#[derive(Clone, Debug)]
pub(crate) struct Wish {
    /// The module's API name.
    pub(crate) module: String,
    /// `insert`, `update` or `upsert`.
    pub(crate) operation: String,
    /// What records are found by.
    pub(crate) find_by: Option<String>,
    /// The id of the upload; without it there is a placeholder.
    pub(crate) file_id: Option<String>,
    /// The version; without it the default one.
    pub(crate) version: Option<ApiVersion>,
    /// Whether to write Rust.
    pub(crate) rust: bool,
}

/// A job, and what its author still has to know.
#[derive(Debug)]
pub(crate) struct Draft {
    /// The text of the job.
    pub(crate) text: String,
    /// What was decided otherwise than by the API name.
    pub(crate) notes: Vec<String>,
    /// What the check has to say of the job.
    pub(crate) questions: Vec<String>,
    /// The columns that are not in the job, each with the reason.
    pub(crate) left_out: Vec<String>,
}

impl Draft {
    /// Whether the check has nothing to say of the job, and every column is in it.
    pub(crate) const fn is_complete(&self) -> bool {
        self.questions.is_empty() && self.left_out.is_empty()
    }
}

/// A mapping of the job.
#[derive(Clone, Debug)]
struct Mapping {
    api_name: String,
    index: usize,
    how: How,
    format: Option<String>,
    find_by: Option<String>,
}

/// How sure a column is to belong to a field; the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum How {
    Name,
    Case,
    Label,
}

/// Writes a job for a CSV.
pub(crate) fn draft(csv: &[u8], metadata: &Metadata, wish: &Wish) -> Result<Draft, String> {
    let table = table::read(csv).map_err(|error| format!("the file {error}"))?;
    let fields = metadata.get(&wish.module).ok_or_else(|| no_metadata(metadata, &wish.module))?;
    let mut drafting = Drafting { table: &table, fields, rust: wish.rust, left_out: Vec::new() };
    let mut notes = Vec::new();
    let mut mappings = drafting.mappings();
    let mut find_by = wish.find_by.clone();
    if find_by.is_none() && wish.operation != "insert" && mappings.iter().any(|mapping| mapping.api_name == "id") {
        find_by = Some("id".to_owned());
        notes.push("records are found by `id`".to_owned());
    }
    let wish = Wish { find_by, ..wish.clone() };
    let left = drafting.drop_what_the_check_refuses(&mut mappings, metadata, &wish);
    let by_label = mappings.iter().filter(|mapping| mapping.how == How::Label);
    notes
        .extend(by_label.map(|mapping| {
            format!("{} is the label of {}", drafting.column(mapping.index), quoted(&mapping.api_name))
        }));
    drafting.left_out.sort();
    let left_out: Vec<String> = drafting.left_out.into_iter().map(|(_, why)| why).collect();
    let questions: Vec<String> = left.iter().map(say).collect();
    let text = if wish.rust {
        write::rust(&wish, &mappings, questions.iter().chain(&left_out))
    } else {
        write::json(&wish, &mappings)
    };
    Ok(Draft { text, notes, questions, left_out })
}

fn no_metadata(metadata: &Metadata, module: &str) -> String {
    let meant = suggest::near_miss(module, metadata.modules().map(|(name, _)| name));
    let hint = meant.map_or("`bulkwrite explain metadata` tells how to get it".to_owned(), |meant| {
        format!("did you mean {}?", quoted(meant))
    });
    format!("there is no metadata of the module {}; {hint}", quoted(module))
}

fn say(found: &Diagnostic) -> String {
    match &found.help {
        // Removed it is already.
        Some(help) if !help.starts_with("remove the mapping") => format!("{}; {help}", found.message),
        _ => found.message.to_string(),
    }
}

struct Drafting<'d> {
    table: &'d Table,
    fields: &'d ModuleFields,
    /// Whether advice is written as Rust.
    rust: bool,
    /// What is said of each column that is left out.
    left_out: Vec<(usize, String)>,
}

impl<'d> Drafting<'d> {
    /// A mapping for every column whose field is certain.
    fn mappings(&mut self) -> Vec<Mapping> {
        let found: Vec<Option<(&'d Field, How)>> = self.table.header.iter().map(|name| self.field_of(name)).collect();
        let mut mappings = Vec::new();
        // Which column each field has, or may have if its author follows the advice: no advice makes a duplicate.
        let mut taken: HashMap<&str, usize> = HashMap::new();
        for (index, found) in found.iter().enumerate() {
            if let Some((field, _)) = found {
                taken.entry(&field.api_name).or_insert(index);
            }
        }
        for (index, found_here) in found.iter().enumerate() {
            let Some((field, how)) = *found_here else {
                self.unmatched(index, &mut taken);
                continue;
            };
            // The column that names a field more exactly has it; of equals the first.
            let better = found.iter().enumerate().find(|(other, candidate)| {
                candidate.is_some_and(|(candidate, other_how)| {
                    *candidate.api_name == *field.api_name && (other_how, *other) < (how, index)
                })
            });
            if let Some((other, _)) = better {
                let column = self.column(other);
                self.leave_out(index, &format!("{} is mapped from {column} already", quoted(&field.api_name)));
                continue;
            }
            mappings.extend(self.mapping(index, field, how));
        }
        mappings
    }

    /// The field that a header certainly names.
    fn field_of(&self, header: &str) -> Option<(&'d Field, How)> {
        // Exported headers name the key of a looked-up record behind a point.
        let name = header.split_once('.').map_or(header, |(name, _)| name);
        if let Some(field) = self
            .fields
            .get(header)
            .or_else(|| self.fields.get(name).filter(|field| field.data_type == DataType::Lookup))
        {
            return Some((field, How::Name));
        }
        let only = |how, is: &dyn Fn(&Field) -> bool| {
            let mut fields = self.fields.iter().filter(|field| is(field));
            let field = fields.next()?;
            fields.next().is_none().then_some((field, how))
        };
        only(How::Case, &|field| field.api_name.eq_ignore_ascii_case(header))
            .or_else(|| only(How::Label, &|field| *field.label == *header))
            .or_else(|| only(How::Label, &|field| !header.is_empty() && field.label.eq_ignore_ascii_case(header)))
    }

    /// Says what a column may have been meant for, without doubt left to whoever reads it.
    fn unmatched(&mut self, index: usize, taken: &mut HashMap<&'d str, usize>) {
        let header = &self.table.header[index];
        if header.is_empty() {
            return self.leave_out(index, "it has no name");
        }
        let near = near::fields(header, self.fields);
        let free: Vec<&Field> = near.iter().copied().filter(|field| !taken.contains_key(&*field.api_name)).collect();
        let why = match (near.as_slice(), free.as_slice()) {
            ([], _) => "no field has that name or label".to_owned(),
            ([field, ..], []) => {
                let other = taken[&*field.api_name];
                format!("it may be {}, as {} may", quoted(&field.api_name), self.column(other))
            }
            (_, [field]) => {
                taken.insert(&field.api_name, index);
                let meant = format!("if {} is meant ({field})", quoted(&field.api_name));
                match self.mapping_of(index, field, How::Label) {
                    Ok(mapping) => {
                        let add = if self.rust { write::rust_mapping } else { write::json_mapping };
                        format!("{meant}, add `{}`", add(&mapping))
                    }
                    Err(why) => format!("{meant}, {why}"),
                }
            }
            (_, several) => {
                let names: Vec<String> = several.iter().map(|field| quoted(&field.api_name)).collect();
                format!("it may be {}", names.join(" or "))
            }
        };
        self.leave_out(index, &why);
    }

    /// The mapping of a column to its field, or nothing and the reason.
    fn mapping(&mut self, index: usize, field: &Field, how: How) -> Option<Mapping> {
        self.mapping_of(index, field, how).map_err(|why| self.leave_out(index, &why)).ok()
    }

    /// The mapping of a column to its field, with what the cells tell; else what they do not tell.
    fn mapping_of(&self, index: usize, field: &Field, how: How) -> Result<Mapping, String> {
        let api_name = field.api_name.to_string();
        let mut mapping = Mapping { api_name, index, how, format: None, find_by: None };
        let cells = || self.table.cells(index);
        if matches!(field.data_type, DataType::Date | DataType::Datetime) {
            mapping.format = Some(self.format(index, field)?);
        }
        if field.data_type == DataType::Lookup {
            let key = self.table.header[index].split_once('.').map(|(_, key)| key.to_owned());
            let ids = cells().next().is_some() && cells().all(|cell| is_id(cell.text));
            mapping.find_by = key.or_else(|| ids.then(|| "id".to_owned()));
        }
        Ok(mapping)
    }

    /// How the dates of a column are written, where its cells leave no doubt.
    fn format(&self, index: usize, field: &Field) -> Result<String, String> {
        let name = quoted(&field.api_name);
        match dates::infer(self.table.cells(index)) {
            Dates::Pattern(pattern) if field.data_type == DataType::Datetime && !pattern.contains(':') => {
                Err(format!("its dates have no time, and {name} is {field}: map it to a field that is a date"))
            }
            Dates::Pattern(pattern) => Ok(pattern),
            Dates::Ambiguous(patterns) => {
                let patterns: Vec<String> = patterns.iter().map(|pattern| quoted(pattern)).collect();
                Err(format!("its dates may be {}: map {name} with the right `format`", patterns.join(" or ")))
            }
            Dates::Odd(row) => Err(format!(
                "the cell in row {row} is no date in a form that all cells share: correct it, or map {name} with the right `format`"
            )),
            Dates::None => {
                Err(format!("it has no cells to tell how dates are written: map {name} with the right `format`"))
            }
        }
    }

    /// Checks the job, and leaves out every mapping that is found fault with, until there is none; what is left to say.
    fn drop_what_the_check_refuses(
        &mut self,
        mappings: &mut Vec<Mapping>,
        metadata: &Metadata,
        wish: &Wish,
    ) -> Vec<Diagnostic> {
        let version = wish.version.or(Some(ApiVersion::DEFAULT));
        let options = Options { version, placeholders: true, metadata: Some(metadata.clone()), ..Options::default() };
        let checker = Checker::new(options);
        loop {
            let report = checker.check_json(write::json(wish, mappings).as_bytes());
            let mut faulty: Vec<(usize, String)> =
                report.diagnostics().iter().filter_map(|found| Some((position(found)?, say(found)))).collect();
            if faulty.is_empty() {
                return report.diagnostics().to_vec();
            }
            faulty.dedup_by_key(|(at, _)| *at);
            for (at, why) in &faulty {
                self.leave_out(mappings[*at].index, why);
            }
            for (at, _) in faulty.iter().rev() {
                mappings.remove(*at);
            }
        }
    }

    fn leave_out(&mut self, index: usize, why: &str) {
        let text = format!("{} is left out: {why}", self.column(index));
        self.left_out.push((index, text));
    }

    fn column(&self, index: usize) -> String {
        format!("column {index} {}", quoted(&self.table.header[index]))
    }
}

/// Which mapping a finding is about.
fn position(found: &Diagnostic) -> Option<usize> {
    let rest = found.path.strip_prefix("resource[0].field_mappings[")?;
    rest.split_once(']')?.0.parse().ok()
}

/// Whether a cell is the id of a record.
fn is_id(cell: &str) -> bool {
    matches!(cell.len(), 15..=19) && cell.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft_of(csv: &str, wish: impl FnOnce(&mut Wish)) -> Draft {
        let mut metadata = Metadata::new();
        metadata.read("Leads", include_bytes!("../../../bulkwrite-core/tests/data/leads-v7.json")).unwrap();
        let mut all = Wish {
            module: "Leads".to_owned(),
            operation: "insert".to_owned(),
            find_by: None,
            file_id: Some("4150868000005379001".to_owned()),
            version: None,
            rust: false,
        };
        wish(&mut all);
        let draft = draft(csv.as_bytes(), &metadata, &all).unwrap();
        if !all.rust {
            let version = all.version.or(Some(ApiVersion::DEFAULT));
            let options = Options { version, metadata: Some(metadata.clone()), ..Options::default() };
            let report = Checker::new(options).check_json(draft.text.as_bytes());
            assert_eq!(report.diagnostics().is_empty(), draft.questions.is_empty(), "{}\n{report}", draft.text);
        }
        draft
    }

    fn mapped(draft: &Draft) -> Vec<String> {
        let lines = draft.text.lines().map(str::trim).filter(|line| line.starts_with("{ \"api_name\""));
        lines.map(|line| line.trim_end_matches(',').replace("\"api_name\": ", "").replace('"', "")).collect()
    }

    #[test]
    fn columns_find_their_fields_by_name_case_and_label() {
        let draft = draft_of(
            "\u{feff}Last Name;company;TITLE;Most Recent Visit;\"several\nlines\"\r\nDoe;Zylker;Dr;2024-03-04 10:00;\"1\n2\"\r\n",
            |_| {},
        );
        assert_eq!(
            mapped(&draft),
            [
                "{ Last_Name, index: 0 }",
                "{ Company, index: 1 }",
                "{ Designation, index: 2 }",
                "{ Last_Visited_Time, index: 3, format: yyyy-MM-dd HH:mm }",
            ]
        );
        assert!(!draft.is_complete());
        assert_eq!(
            draft.notes,
            [
                "column 0 `Last Name` is the label of `Last_Name`",
                "column 2 `TITLE` is the label of `Designation`",
                "column 3 `Most Recent Visit` is the label of `Last_Visited_Time`",
            ]
        );
        assert_eq!(draft.left_out, [r"column 4 `several\nlines` is left out: no field has that name or label"]);
    }

    #[test]
    fn what_is_not_certain_is_asked() {
        for (header, cell, expected) in [
            (
                "Phne",
                "1",
                "column 1 `Phne` is left out: if `Phone` is meant (a phone number), add `{ \"api_name\": \"Phone\", \"index\": 1 }`",
            ),
            ("Created By", "me", "column 1 `Created By` is left out: `Created_By` cannot be written: the CRM sets it"),
            (
                "Formula_Decimal",
                "1",
                "column 1 `Formula_Decimal` is left out: `Formula_Decimal` is a formula: the CRM computes it",
            ),
            ("Tag", "a", "column 1 `Tag` is left out: `Tag` is a list of tags, which no column can fill"),
            (
                "First Visit",
                "03/04/2024",
                "column 1 `First Visit` is left out: its dates may be `MM/dd/yyyy` or `dd/MM/yyyy`: map `First_Visited_Time` with the right `format`",
            ),
            (
                "First Visit",
                "",
                "column 1 `First Visit` is left out: it has no cells to tell how dates are written: map `First_Visited_Time` with the right `format`",
            ),
            (
                "First Visit",
                "2024-03-04",
                "column 1 `First Visit` is left out: its dates have no time, and `First_Visited_Time` is a date with a time: map it to a field that is a date",
            ),
            (
                "LAST NAME",
                "Doe",
                "column 1 `LAST NAME` is left out: `Last_Name` is mapped from column 0 `Last_Name` already",
            ),
            ("", "x", "column 1 `` is left out: it has no name"),
            (
                "Contact_Lookup",
                "Doe",
                "column 1 `Contact_Lookup` is left out: `Contact_Lookup` is a lookup of `A`, and its mapping has no `find_by`; add `\"find_by\": \"id\"` if the column holds ids of `A`, else name its unique field there",
            ),
        ] {
            let draft = draft_of(&format!("Last_Name,{header}\nDoe,{cell}\n"), |_| {});
            assert_eq!(draft.left_out, [expected]);
            assert_eq!(mapped(&draft), ["{ Last_Name, index: 0 }"], "{header}");
            assert!(draft.questions.is_empty() && !draft.is_complete());
        }
    }

    #[test]
    fn all_rows_tell_how_dates_are_written() {
        let rows = "Doe,12/31/2025 10:00\n".repeat(250);
        let draft = draft_of(&format!("Last_Name,First Visit\n{rows}"), |_| {});
        assert_eq!(mapped(&draft)[1], "{ First_Visited_Time, index: 1, format: MM/dd/yyyy HH:mm }");
        for odd in ["31/12/2025 10:00", "not a date", "02/30/2025 10:00", "12/31/2025"] {
            let draft = draft_of(&format!("Last_Name,First Visit\n{rows}Doe,{odd}\n"), |_| {});
            assert_eq!(mapped(&draft), ["{ Last_Name, index: 0 }"], "{odd}");
            assert_eq!(
                draft.left_out,
                [
                    "column 1 `First Visit` is left out: the cell in row 252 is no date in a form that all cells share: correct it, or map \
                  `First_Visited_Time` with the right `format`"
                ]
            );
        }
    }

    #[test]
    fn no_advice_makes_a_duplicate() {
        for (csv, expected) in [
            ("Last_Name,Email,Email Address\n", &["it may be `Email`, as column 1 `Email` may"][..]),
            (
                "Last_Name,E-Mail Address,Mail\n",
                &[
                    "if `Email` is meant (an email address), add `{ \"api_name\": \"Email\", \"index\": 1 }`",
                    "it may be `Email`, as column 1 `E-Mail Address` may",
                ],
            ),
            ("Last_Name,Surname\n", &["it may be `Last_Name`, as column 0 `Last_Name` may"]),
        ] {
            let draft = draft_of(csv, |_| {});
            assert_eq!(draft.left_out.len(), expected.len(), "{:?}", draft.left_out);
            for (said, expected) in draft.left_out.iter().zip(expected) {
                assert!(said.contains(&format!(" is left out: {expected}")), "{said}");
            }
        }
        let draft = draft_of("Last_Name,Zip\nDoe,1\n", |wish| wish.rust = true);
        assert_eq!(
            draft.left_out,
            ["column 1 `Zip` is left out: if `Zip_Code` is meant (text of up to 30 characters), add `Zip_Code: 1`"]
        );
    }

    #[test]
    fn lookups_are_found_by_what_the_column_tells() {
        for (header, cell, expected) in [
            ("Contact_Lookup", "4150868000005379001", "id"),
            ("Contact_Lookup.Email", "a@zylker.com", "Email"),
            ("Contact_Lookup.id", "4150868000005379001", "id"),
        ] {
            let draft = draft_of(&format!("Last_Name,{header}\nDoe,{cell}\n"), |_| {});
            assert_eq!(mapped(&draft)[1], format!("{{ Contact_Lookup, index: 1, find_by: {expected} }}"));
        }
    }

    #[test]
    fn what_is_missing_is_said() {
        let draft = draft_of("Company,Email\nZylker,a@zylker.com\n", |_| {});
        assert!(!draft.is_complete());
        assert_eq!(
            draft.questions,
            [
                "the required field `Last_Name` of `Leads` is not mapped; map a column to it, or give it a `default_value`"
            ]
        );
        let draft = draft_of("Nothing\n1\n", |_| {});
        assert!(!draft.is_complete());
        let update = |wish: &mut Wish| wish.operation = "update".to_owned();
        let draft = draft_of("Company,Email\nZylker,a@zylker.com\n", update);
        assert!(!draft.is_complete() && draft.questions[0].contains("`find_by`"), "{:?}", draft.questions);
        let draft = draft_of("id,Email\n1,a@zylker.com\n", update);
        assert!(draft.is_complete() && draft.text.contains("\"find_by\": \"id\""), "{}", draft.text);
    }

    #[test]
    fn the_job_has_the_form_of_its_version_and_language() {
        let csv = "Last_Name,Last_Visited_Time,Contact_Lookup.Email,Odd\nDoe,2024-03-24 10:00,a@zylker.com,1\n";
        let draft = draft_of(csv, |wish| wish.version = Some(ApiVersion::V2));
        assert!(draft.questions.is_empty() && draft.text.contains("\"module\": \"Leads\""));
        let draft = draft_of(csv, |wish| {
            *wish = Wish { rust: true, file_id: None, version: Some(ApiVersion::V2_1), ..wish.clone() };
        });
        assert_eq!(
            draft.text,
            r#"bulk_write! {
    version: v2_1,
    operation: insert,
    resource: [{
        type: data,
        module: Leads,
        file_id: {{ file_id }},
        field_mappings: {
            Last_Name: 0,
            Last_Visited_Time: { index: 1, format: "yyyy-MM-dd HH:mm" },
            Contact_Lookup: { index: 2, find_by: Email },
            // column 3 `Odd` is left out: no field has that name or label
        },
    }],
}
"#
        );
    }

    #[test]
    fn a_module_without_metadata_is_named() {
        let metadata = Metadata::new();
        let wish = Wish {
            module: "Leads".to_owned(),
            operation: "insert".to_owned(),
            find_by: None,
            file_id: None,
            version: None,
            rust: false,
        };
        let error = draft(b"a\n", &metadata, &wish).unwrap_err();
        assert_eq!(
            error,
            "there is no metadata of the module `Leads`; `bulkwrite explain metadata` tells how to get it"
        );
    }
}

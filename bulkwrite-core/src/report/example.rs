//! The examples in the documentation of the rules, as whole jobs.

use std::sync::LazyLock;

use crate::metadata::Metadata;
use crate::report::rule::{Group, Rule};
use crate::vendor::version::ApiVersion;

/// An example of a rule's documentation.
#[derive(Clone, Debug)]
pub struct Example {
    /// Whether it shows the mistake.
    pub incorrect: bool,
    /// The whole job: what the documentation shows, put into a job that is otherwise right.
    pub job: String,
    /// The version that the example is about, if it is about one.
    pub version: Option<ApiVersion>,
    /// Whether the text is about JSON itself, so that no other front end can write it.
    pub text_only: bool,
    /// What is known of the fields, for the rules that need to know.
    pub metadata: Option<Metadata>,
}

static METADATA: LazyLock<Metadata> = LazyLock::new(|| {
    let mut metadata = Metadata::new();
    metadata.read("Leads", EXAMPLE_FIELDS.as_bytes()).expect("the example is an answer of the API");
    metadata
});

/// The fields of Leads that the examples of the rules know: the API's answer, cut down to a few fields and keys.
pub const EXAMPLE_FIELDS: &str = r#"{ "fields": [
{ "api_name": "id", "field_label": "Record Id", "data_type": "bigint", "json_type": "string", "length": 18,
  "operation_type": { "api_create": false, "api_update": false }, "unique": {} },
{ "api_name": "Last_Name", "field_label": "Last Name", "data_type": "text", "json_type": "string", "length": 80,
  "system_mandatory": true, "operation_type": { "api_create": true, "api_update": true }, "unique": {} },
{ "api_name": "Company", "field_label": "Company", "data_type": "text", "json_type": "string", "length": 200,
  "operation_type": { "api_create": true, "api_update": true }, "unique": {} },
{ "api_name": "Designation", "field_label": "Title", "data_type": "text", "json_type": "string", "length": 100,
  "operation_type": { "api_create": true, "api_update": true }, "unique": {} },
{ "api_name": "Email", "field_label": "Email", "data_type": "email", "json_type": "string", "length": 100,
  "operation_type": { "api_create": true, "api_update": true }, "unique": { "case_sensitive": false } },
{ "api_name": "Owner", "field_label": "Lead Owner", "data_type": "ownerlookup", "json_type": "jsonobject",
  "operation_type": { "api_create": true, "api_update": true }, "unique": {} },
{ "api_name": "Created_By", "field_label": "Created By", "data_type": "ownerlookup", "json_type": "jsonobject",
  "operation_type": { "api_create": false, "api_update": false }, "unique": {} },
{ "api_name": "Lead_Source", "field_label": "Lead Source", "data_type": "picklist", "json_type": "string", "length": 120,
  "operation_type": { "api_create": true, "api_update": true }, "unique": {}, "pick_list_values": [
    { "display_value": "-None-", "actual_value": "-None-" }, { "display_value": "Cold Call", "actual_value": "Cold Call" },
    { "display_value": "Trade Show", "actual_value": "Trade Show" }] },
{ "api_name": "No_of_Employees", "field_label": "No. of Employees", "data_type": "integer", "json_type": "integer",
  "length": 9, "operation_type": { "api_create": true, "api_update": true }, "unique": {} },
{ "api_name": "Date_of_Birth", "field_label": "Date of Birth", "data_type": "date", "json_type": "string", "length": 20,
  "operation_type": { "api_create": true, "api_update": true }, "unique": {} },
{ "api_name": "Last_Visited_Time", "field_label": "Most Recent Visit", "data_type": "datetime", "json_type": "string",
  "operation_type": { "api_create": true, "api_update": true }, "unique": {} },
{ "api_name": "Contact_Lookup", "field_label": "Contact Lookup", "data_type": "lookup", "json_type": "jsonobject",
  "operation_type": { "api_create": true, "api_update": true }, "unique": {},
  "lookup": { "module": { "api_name": "Contacts" } } },
{ "api_name": "Formula_Decimal", "field_label": "Formula Decimal", "data_type": "formula", "json_type": "double",
  "operation_type": { "api_create": false, "api_update": false }, "unique": {} }
] }"#;

impl Rule {
    /// The examples of the documentation.
    ///
    /// A code block marked `json` is a whole job, one marked `json resource`, `json mapping` or `json callback` is that part of
    /// one (several mappings or resources are separated by commas). `v2` and the like name the version, `101x` repeats the
    /// part, with its number from 0 for each `#` (in as many digits as there are `#` side by side, at least). A `text`
    /// block is a job that only JSON text can spell; `\u{feff}` stands for a byte order mark in it.
    ///
    /// ```
    /// # use bulkwrite_core as bulkwrite;
    /// use bulkwrite::rules;
    ///
    /// let examples = rules::find("negative-index").unwrap().examples();
    /// assert!(examples[0].incorrect && examples[0].job.contains(r#""index": -1"#));
    /// ```
    pub fn examples(&self) -> Vec<Example> {
        let metadata = (self.group == Group::Metadata).then(|| METADATA.clone());
        let sections = [("Incorrect", true), ("Correct", false)];
        sections
            .into_iter()
            .flat_map(|(heading, incorrect)| {
                let text = self.section(heading).unwrap_or_default();
                code_blocks(&text)
                    .map(|(marks, code)| Example { metadata: metadata.clone(), ..example(incorrect, marks, &code) })
                    .collect::<Vec<_>>()
            })
            .collect()
    }
}

fn code_blocks(text: &str) -> impl Iterator<Item = (&str, String)> {
    let mut lines = text.lines();
    std::iter::from_fn(move || {
        let marks = lines.find_map(|line| line.strip_prefix("```"))?;
        let code: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        Some((marks, code.join("\n")))
    })
}

fn example(incorrect: bool, marks: &str, code: &str) -> Example {
    let words: Vec<&str> = marks.split_whitespace().collect();
    let resource = |mappings: &str| {
        format!(
            r#"{{ "type": "data", "module": {{ "api_name": "Leads" }}, "file_id": "4150868000005379001"{mappings} }}"#
        )
    };
    let repeated =
        words.iter().find_map(|word| word.strip_suffix('x')?.parse().ok()).map(|times| repeated(code, times));
    let code = repeated.as_deref().unwrap_or(code);
    let job = if words.contains(&"mapping") {
        let mappings = format!(", \"field_mappings\": [\n{code}\n]");
        format!("{{ \"operation\": \"insert\", \"resource\": [{}] }}", resource(&mappings))
    } else if words.contains(&"resource") {
        format!("{{ \"operation\": \"insert\", \"resource\": [\n{code}\n] }}")
    } else if words.contains(&"callback") {
        format!("{{ \"operation\": \"insert\", \"callback\": {code}, \"resource\": [{}] }}", resource(""))
    } else {
        code.replace("\\u{feff}", "\u{feff}")
    };
    Example {
        incorrect,
        job,
        version: words.iter().find_map(|word| word.parse().ok()),
        text_only: words.first() == Some(&"text"),
        metadata: None,
    }
}

fn repeated(code: &str, times: usize) -> String {
    let numbered = |number: usize| {
        let mut out = String::new();
        let mut rest = code;
        while let Some(at) = rest.find('#') {
            let digits = rest[at..].bytes().take_while(|byte| *byte == b'#').count();
            out.extend([&rest[..at], &format!("{number:0digits$}")]);
            rest = &rest[at + digits..];
        }
        out + rest
    };
    (0..times).map(numbered).collect::<Vec<_>>().join(",\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeated_part_is_numbered() {
        assert_eq!(
            repeated(r#"{ "api_name": "F_##", "index": # }"#, 2),
            concat!(r#"{ "api_name": "F_00", "index": 0 }"#, ",\n", r#"{ "api_name": "F_01", "index": 1 }"#)
        );
    }
}

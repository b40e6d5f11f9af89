//! The examples in the documentation of the rules, as whole jobs.

use crate::ApiVersion;
use crate::rule::Rule;

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
}

impl Rule {
    /// The examples of the documentation.
    ///
    /// A code block marked `json` is a whole job, one marked `json resource`, `json mapping` or `json callback` is that part of
    /// one (several mappings or resources are separated by commas). `v2` and the like name the version, `101x` repeats the
    /// part, with its number from 0 for each `#` (in as many digits as there are `#` side by side, at least). A `text`
    /// block is a job that only JSON text can spell; `\u{feff}` stands for a byte order mark in it.
    ///
    /// ```
    /// use bulkwrite_core::rules;
    ///
    /// let examples = rules::find("negative-index").unwrap().examples();
    /// assert!(examples[0].incorrect && examples[0].job.contains(r#""index": -1"#));
    /// ```
    pub fn examples(&self) -> Vec<Example> {
        let sections = [("Incorrect", true), ("Correct", false)];
        sections
            .into_iter()
            .flat_map(|(heading, incorrect)| {
                let text = self.section(heading).unwrap_or_default();
                code_blocks(&text).map(|(marks, code)| example(incorrect, marks, &code)).collect::<Vec<_>>()
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

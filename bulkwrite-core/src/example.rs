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
    /// one (several mappings or resources are separated by commas); `x201` repeats it 201 times, `#` being the number of
    /// the repetition. `v2` and the like name the version. A `text` block is a job that only JSON text can spell;
    /// `\u{feff}` stands for a byte order mark in it.
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
    let times = words.iter().find_map(|word| word.strip_prefix('x')?.parse::<usize>().ok());
    let repeated: Vec<String> = (0..times.unwrap_or(0)).map(|i| code.replace('#', &i.to_string())).collect();
    let code = if repeated.is_empty() { code } else { &repeated.join(",\n") };
    let resource = |mappings: &str| {
        format!(
            r#"{{ "type": "data", "module": {{ "api_name": "Leads" }}, "file_id": "4150868000005379001"{mappings} }}"#
        )
    };
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

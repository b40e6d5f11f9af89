use crate::job::ast::{At, Resource};
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::source::edit::Edit;
use crate::text::{is_deceptive, quoted};

rule! {
    /// ## What it does
    /// Finds a name in `file_names` that is not that of a CSV inside the zip: with a path, of the zip itself or of a spreadsheet,
    /// empty, with blanks around it or invisible characters in it.
    ///
    /// ## Why it matters
    /// The CRM looks the name up in the uploaded zip, where the CSV lies at the root.
    ///
    /// ## Incorrect
    /// ```json resource
    /// {
    ///     "type": "data",
    ///     "module": { "api_name": "Leads" },
    ///     "file_id": "4150868000005379001",
    ///     "file_names": ["exports/leads.csv"]
    /// }
    /// ```
    ///
    /// ## Correct
    /// ```json resource
    /// {
    ///     "type": "data",
    ///     "module": { "api_name": "Leads" },
    ///     "file_id": "4150868000005379001",
    ///     "file_names": ["leads.csv"]
    /// }
    /// ```
    ///
    /// ## Reference
    /// `file_names` on the create-job page; the vendor's own importer puts the CSV at the root of the zip.
    "suspicious-file-name" Warning Resource(check)
}

const ARCHIVES: [&str; 7] = ["zip", "gz", "tgz", "tar", "rar", "7z", "bz2"];

const OTHER_FORMATS: [&str; 7] = ["xlsx", "xls", "xlsm", "ods", "numbers", "json", "xml"];

fn check(resource: &Resource<'_>, cx: &mut Context<'_>) {
    for name in resource.file_names.value().into_iter().flatten() {
        let Some(name) = name.known() else { continue };
        if !is_plain(name.value) {
            explain(*name, cx);
        }
    }
}

/// A cheap test that spares ordinary names the closer look.
fn is_plain(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    name.as_bytes().ends_with(b".csv") && name.bytes().all(plain)
}

#[cold]
fn explain(name: At<&str>, cx: &mut Context<'_>) {
    const CURE: &str = "write the name of the CSV inside the zip";
    let At { value: text, loc } = name;
    let replace =
        |with: &str| vec![Edit::Replace { value: loc, with: serde_json::Value::from(with).to_string().into() }];
    let trimmed = text.trim();
    let extension = trimmed.rsplit_once('.').map_or("", |(_, extension)| extension);
    let is_one_of = |extensions: &[&str]| extensions.iter().any(|one| one.eq_ignore_ascii_case(extension));
    if trimmed.is_empty() {
        let what = if text.is_empty() { "empty" } else { "blank" };
        cx.report(&RULE, loc, format!("a file name is {what}")).help(CURE);
    } else if let Some(hidden) = text.chars().find(|c| is_deceptive(*c)) {
        let message = format!("{} has an invisible character, U+{:04X}", quoted(text), u32::from(hidden));
        cx.report(&RULE, loc, message).help("type the name anew: copied text often brings such characters along");
    } else if text.contains(['/', '\\']) || matches!(trimmed, "." | "..") {
        let found = cx.report(&RULE, loc, format!("{} is a path, not the name of a file in the zip", quoted(text)));
        let base = trimmed.rsplit(['/', '\\']).next().unwrap_or_default();
        if base.to_ascii_lowercase().ends_with(".csv") && base.len() > ".csv".len() {
            found
                .help(format!("write {}, and put the CSV at the root of the zip", quoted(base)))
                .unsafe_fix(format!("write {}", quoted(base)), replace(base));
        } else {
            found.help(CURE);
        }
    } else if is_one_of(&ARCHIVES) {
        cx.report(&RULE, loc, format!("{} is an archive, not the CSV inside it", quoted(text))).help(CURE);
    } else if is_one_of(&OTHER_FORMATS) {
        cx.report(&RULE, loc, format!("{} is no CSV", quoted(text)))
            .help("export the table as CSV, and write the name that the CSV has inside the zip");
    } else if trimmed.len() < text.len() {
        cx.report(&RULE, loc, format!("the file name {} has blanks around it", quoted(text)))
            .help(format!("write {}", quoted(trimmed)))
            .unsafe_fix("remove the blanks", replace(trimmed));
    }
}

#[cfg(test)]
mod tests {
    use super::is_plain;

    #[test]
    fn ordinary_names_are_spared_the_closer_look() {
        for (name, plain) in [
            ("leads.csv", true),
            ("A-b_c.1.csv", true),
            ("leads.CSV", false),
            ("a b.csv", false),
            ("a/b.csv", false),
            ("leads.zip", false),
            ("", false),
        ] {
            assert_eq!(is_plain(name), plain, "{name}");
        }
    }
}

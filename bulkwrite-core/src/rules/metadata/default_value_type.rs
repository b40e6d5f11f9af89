use crate::job::ast::Mapping;
use crate::level::Level;
use crate::metadata::{DataType, Field, Kind};
use crate::rules::context::Context;
use crate::rules::declare::rule;
use crate::source::Loc;
use crate::source::edit::Edit;
use crate::text::quoted;
use crate::text::suggest::near_miss;

rule! {
    /// ## What it does
    /// Finds a default value that its field cannot hold: too long, no number, no date, no boolean, no e-mail address. A value
    /// that a picklist does not have is a warning.
    ///
    /// ## Why it matters
    /// The default stands in for every empty cell, so one wrong value spoils as many records. A new value of a picklist is not
    /// refused but silently added to the list.
    ///
    /// ## Incorrect
    /// ```json mapping
    /// { "api_name": "Last_Name", "index": 0 },
    /// { "api_name": "No_of_Employees", "index": 1, "default_value": { "value": "many" } }
    /// ```
    ///
    /// ```json mapping
    /// { "api_name": "Last_Name", "index": 0 },
    /// { "api_name": "Lead_Source", "index": 1, "default_value": { "value": "Trade show" } }
    /// ```
    ///
    /// ## Correct
    /// ```json mapping
    /// { "api_name": "Last_Name", "index": 0 },
    /// { "api_name": "No_of_Employees", "index": 1, "default_value": { "value": "250" } },
    /// { "api_name": "Lead_Source", "index": 2, "default_value": { "value": "Trade Show" } }
    /// ```
    ///
    /// ## Reference
    /// The table of data types on the insert-records page, and the vendor's post "Kaizen 13" on picklists.
    "default-value-type" Error Writable(check) predicts INVALID_DATA Inferred
}

fn check(mapping: &Mapping<'_>, field: &Field, cx: &mut Context<'_>) {
    let Some(value) = mapping.extras().default_value.value().and_then(|default| default.value.known()) else { return };
    let (text, loc) = (value.value, value.loc);
    // A blank leaves the field empty.
    if text.trim().is_empty() {
        return;
    }
    match field.data_type {
        DataType::Picklist => picklist(text, text, loc, field, cx),
        DataType::Multiselectpicklist => text.split(';').for_each(|part| picklist(part.trim(), text, loc, field, cx)),
        _ => {
            if let Some((message, help)) = fault(text, field) {
                cx.report(&RULE, loc, message).help(help);
            }
        }
    }
}

/// Why the field cannot hold `text`, and what to do.
fn fault(text: &str, field: &Field) -> Option<(String, String)> {
    let name = quoted(&field.api_name);
    let no = |what: &str, help: &str| Some((format!("{name} is {field}, and the default is {what}"), help.to_owned()));
    match field.data_type {
        DataType::Boolean if !is_boolean(text) => no("no boolean", "write `true` or `false`"),
        DataType::Date | DataType::Datetime if !may_be_date(text) => {
            no("no date", "write a date as the column has them")
        }
        DataType::Email if !may_be_email(text) => no("no email address", "write an address, or remove the default"),
        DataType::Integer | DataType::Bigint | DataType::Long => match digits(text) {
            Some((_, 0)) if too_many(digits(text)?.0, field) => {
                no(&format!("longer than {} digits", field.length?), "write a smaller number")
            }
            Some((_, 0)) => None,
            _ => no("no integer", "write digits alone, without separators or decimals"),
        },
        DataType::Double | DataType::Currency | DataType::Percent => match digits(text) {
            Some((whole, _)) if too_many(whole, field) => {
                no(&format!("longer than {} digits", field.length?), "write a smaller number")
            }
            Some(_) => None,
            None => no("no number", "write digits and a point alone, without separators, currency or percent sign"),
        },
        _ if field.data_type.kind() == Kind::Plain => {
            let (limit, length) = (field.length.filter(|limit| *limit > 0)?, text.chars().count());
            (length > limit as usize).then(|| {
                let message = format!("the default has {length} characters, and {name} holds {limit}");
                (message, format!("shorten it to {limit} characters"))
            })
        }
        _ => None,
    }
}

fn too_many(digits: usize, field: &Field) -> bool {
    field.length.is_some_and(|limit| limit > 0 && digits > limit as usize)
}

/// How many digits a number has before and after the point; `None` if it is no number.
fn digits(text: &str) -> Option<(usize, usize)> {
    let unsigned = text.trim();
    let unsigned = unsigned.strip_prefix(['-', '+']).unwrap_or(unsigned);
    let (whole, decimals) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let all_digits = whole.bytes().chain(decimals.bytes()).all(|byte| byte.is_ascii_digit());
    let trailing_point = decimals.is_empty() && unsigned.contains('.');
    (all_digits && !trailing_point && whole.len() + decimals.len() > 0)
        .then(|| (whole.trim_start_matches('0').len(), decimals.len()))
}

/// The user interface takes 1 and 0 as well.
fn is_boolean(text: &str) -> bool {
    ["true", "false", "1", "0"].iter().any(|word| text.trim().eq_ignore_ascii_case(word))
}

/// Whether the text can be a date in some format: digits there must be, and a date written the ISO way must exist.
fn may_be_date(text: &str) -> bool {
    let text = text.trim();
    let Some(date) = text.get(..10) else { return text.bytes().any(|byte| byte.is_ascii_digit()) };
    let parts: Vec<&str> = date.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return text.bytes().any(|byte| byte.is_ascii_digit()) };
    let (Ok(year), Ok(month), Ok(day)) = (year.parse::<u32>(), month.parse::<u32>(), day.parse::<u32>()) else {
        return text.bytes().any(|byte| byte.is_ascii_digit());
    };
    if parts[0].len() != 4 {
        return true; // some other order
    }
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

fn may_be_email(text: &str) -> bool {
    text.trim().split_once('@').is_some_and(|(local, host)| !local.is_empty() && !host.is_empty())
        && !text.trim().contains(char::is_whitespace)
}

/// Looks for `value`, which is the whole default or a part of it, in the list.
fn picklist(value: &str, default: &str, loc: Loc, field: &Field, cx: &mut Context<'_>) {
    if value.is_empty() || field.picklist.is_empty() || field.has_value(value) {
        return;
    }
    let meant = near_miss(value, field.picklist.iter().map(|value| &*value.display));
    let message =
        format!("{} is {field} without the value {}, which would be added", quoted(&field.api_name), quoted(value));
    let found = cx.report(&RULE, loc, message);
    found.level(Level::Warning).no_answer();
    let Some(meant) = meant else {
        let some: Vec<String> = field.picklist.iter().take(5).map(|value| quoted(&value.display)).collect();
        let more = if field.picklist.len() > some.len() { ", …" } else { "" };
        found.help(format!("write a value of the list: {}{more}", some.join(", ")));
        return;
    };
    found.help(format!("write {}", quoted(meant)));
    if value == default {
        let with = serde_json::Value::from(meant).to_string();
        found.unsafe_fix(format!("write {}", quoted(meant)), vec![Edit::Replace { value: loc, with: with.into() }]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_written_the_iso_way_has_to_exist() {
        for (text, may_be) in [
            ("2024-02-29", true),
            ("2023-02-29", false),
            ("2023-02-28", true),
            ("1900-02-29", false),
            ("2000-02-29", true),
            ("2024-04-30", true),
            ("2024-04-31", false),
            ("2024-12-31", true),
            ("2024-13-01", false),
            ("2024-00-10", false),
            ("2024-01-00", false),
            ("2024-01-32", false),
            ("2024-01-32T10:00:00", false),
            ("24-99-2024", true),
            ("99-99-9999", true),
            ("1 Jan 2024", true),
            ("on 1-1-2024", true),
            ("a-b-c-d-e-f", false),
            ("today", false),
            ("tomorrow, perhaps", false),
        ] {
            assert_eq!(may_be_date(text), may_be, "{text}");
        }
    }

    #[test]
    fn digits_count_before_and_after_the_point() {
        for (text, counts) in [
            ("0", Some((0, 0))),
            ("007", Some((1, 0))),
            ("-12.50", Some((2, 2))),
            (" +1 ", Some((1, 0))),
            (".5", Some((0, 1))),
            ("5.", None),
            (".", None),
            ("", None),
            ("--1", None),
            ("1e3", None),
            ("1,000", None),
        ] {
            assert_eq!(digits(text), counts, "{text}");
        }
    }
}

//! The fields that a header may mean which is neither the name nor the label of one: for advice, never for a mapping.

use bulkwrite_core::metadata::{DataType, Field, ModuleFields};
use bulkwrite_core::suggest::near_miss;

/// How many fields are named at most.
const MOST: usize = 3;

/// What people, other systems and their exports call the standard fields, in words of small letters; the fields of several modules.
const CALLED: &[(&str, &[&str])] = &[
    ("last name", &["surname", "family name", "last", "lastname", "second name", "name"]),
    ("first name", &["given name", "forename", "first", "firstname", "christian name"]),
    ("full name", &["contact name", "name", "person"]),
    ("salutation", &["prefix", "honorific", "form of address"]),
    ("email", &["mail", "e mail", "email address", "e mail address", "mail address", "work email", "business email"]),
    (
        "phone",
        &["telephone", "tel", "phone number", "telephone number", "work phone", "business phone", "office phone"],
    ),
    ("mobile", &["cell", "cell phone", "mobile phone", "mobile number", "cellphone", "handy"]),
    ("fax", &["fax number", "telefax"]),
    ("title", &["job title", "position", "job", "role", "job role", "function"]),
    ("designation", &["job title", "position", "job", "role", "job role", "function"]),
    (
        "company",
        &["company name", "organisation", "organization", "employer", "firm", "business", "account", "account name"],
    ),
    (
        "account name",
        &["company", "company name", "organisation", "organization", "employer", "firm", "account", "customer"],
    ),
    ("website", &["web site", "url", "homepage", "web", "domain", "web page"]),
    ("street", &["address", "street address", "address line 1", "address 1", "road"]),
    ("city", &["town", "locality", "place"]),
    ("state", &["province", "region", "county", "state province"]),
    ("zip code", &["zip", "postcode", "postal code", "post code", "zipcode", "zip postal code"]),
    ("zip", &["zip code", "postcode", "postal code", "post code", "zipcode", "zip postal code"]),
    ("code", &["zip", "zip code", "postcode", "postal code", "post code", "zipcode"]),
    ("country", &["country code", "nation", "country region"]),
    ("description", &["notes", "note", "comment", "comments", "remarks", "remark", "details"]),
    ("lead source", &["source", "origin", "channel"]),
    ("lead status", &["status"]),
    ("industry", &["sector", "branch"]),
    ("no of employees", &["employees", "employee count", "headcount", "number of employees", "company size"]),
    ("employees", &["employee count", "headcount", "number of employees", "no of employees", "company size"]),
    ("annual revenue", &["revenue", "turnover", "sales"]),
    ("date of birth", &["birthday", "birth date", "birthdate", "dob"]),
    ("owner", &["assigned to", "account manager", "sales rep", "responsible", "owner id", "owner name"]),
    ("deal name", &["deal", "opportunity", "opportunity name", "name", "potential name"]),
    ("amount", &["value", "deal value", "sum", "price", "total"]),
    ("closing date", &["close date", "expected close date", "closing"]),
    ("stage", &["deal stage", "phase", "pipeline stage"]),
    ("product name", &["product", "item", "item name", "name"]),
    ("product code", &["sku", "item number", "article number", "code"]),
    ("unit price", &["price", "list price", "cost"]),
    ("id", &["record id", "zoho id", "crm id"]),
];

/// The fields that a header may mean, the likeliest alone where one stands out.
pub(super) fn fields<'f>(header: &str, fields: &'f ModuleFields) -> Vec<&'f Field> {
    let can_be_filled = |field: &&Field| field.creatable != Some(false) && !cannot_be_mapped(&field.data_type);
    let all: Vec<&Field> = fields.iter().filter(can_be_filled).collect();
    let names = all.iter().flat_map(|field| [&*field.api_name, &*field.label]);
    if let Some(near) = near_miss(header, names) {
        return all.into_iter().filter(|field| *field.api_name == *near || *field.label == *near).take(1).collect();
    }
    let words = words(header);
    let header = words.join(" ");
    let called = |field: &Field| {
        let is = |name: &str| CALLED.iter().any(|(field, names)| *field == name && names.contains(&&*header));
        let (name, label) = (self::words(&field.api_name).join(" "), self::words(&field.label).join(" "));
        // `Mailing_Zip` and `Billing_Code` are fields of addresses: their last word says what they hold.
        let last = |name: &str| {
            let (kind, last) = name.split_once(' ')?;
            matches!(kind, "mailing" | "billing" | "shipping" | "other").then(|| is(last))
        };
        is(&name) || is(&label) || last(&name).unwrap_or_default()
    };
    let found = pick(&all, called);
    if !found.is_empty() {
        return found;
    }
    // One has all words of the other: `Email Address` and `Email`, `Zip` and `Zip Code`.
    let shares = |field: &Field| {
        [&*field.label, &*field.api_name].into_iter().any(|name| {
            let name = self::words(name);
            let (few, many) = if name.len() < words.len() { (&name, &words) } else { (&words, &name) };
            few.iter().all(|word| many.contains(word)) && few.iter().map(String::len).sum::<usize>() > 2
        })
    };
    pick(&all, shares)
}

/// The fields of which something holds; too many tell nothing.
fn pick<'f>(all: &[&'f Field], holds: impl Fn(&Field) -> bool) -> Vec<&'f Field> {
    let found: Vec<&Field> = all.iter().copied().filter(|field| holds(field)).collect();
    if found.len() <= MOST { found } else { Vec::new() }
}

/// Whether no column can fill a field of this type.
fn cannot_be_mapped(data_type: &DataType) -> bool {
    matches!(
        data_type,
        DataType::Formula
            | DataType::Autonumber
            | DataType::RollupSummary
            | DataType::Subform
            | DataType::Multiselectlookup
            | DataType::Multiuserlookup
            | DataType::Fileupload
            | DataType::Imageupload
            | DataType::Profileimage
    )
}

/// The words of a header or name in small letters: `jobTitle`, `Job_Title` and `job-title` have the same.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    for c in text.chars() {
        if c.is_alphanumeric() {
            let starts = !before.is_alphanumeric() || c.is_uppercase() && before.is_lowercase();
            if starts {
                words.push(String::new());
            }
            if let Some(word) = words.last_mut() {
                word.extend(c.to_lowercase());
            }
        }
        before = c;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_call_a_field_leads_to_it() {
        let leads =
            ModuleFields::from_json(include_bytes!("../../../bulkwrite-core/tests/data/leads-v7.json")).unwrap();
        for (header, expected) in [
            ("Surname", &["Last_Name"][..]),
            ("Zip", &["Zip_Code"]),
            ("Email Address", &["Email"]),
            ("E-Mail", &["Email"]),
            ("Job Title", &["Designation"]),
            ("jobTitle", &["Designation"]),
            ("Family_Name", &["Last_Name"]),
            ("POSTCODE", &["Zip_Code"]),
            ("Cell Phone", &["Mobile"]),
            ("Telephone", &["Phone"]),
            ("Company Name", &["Company"]),
            ("Organisation", &["Company"]),
            ("Employees", &["No_of_Employees"]),
            ("Notes", &["Description"]),
            ("Street Address", &["Street"]),
            ("Lead Owner Id", &["Owner"]),
            ("Phne", &["Phone"]),
            ("Odd", &[]),
            ("A B", &[]),
            ("", &[]),
            ("\u{130}", &[]),
        ] {
            let found: Vec<&str> = fields(header, &leads).iter().map(|field| &*field.api_name).collect();
            assert_eq!(found, expected, "{header}");
        }
        let contacts = r#"{"fields":[{"api_name":"Mailing_Zip","field_label":"Mailing Zip"},
            {"api_name":"Other_Zip","field_label":"Other Zip"},{"api_name":"Title","field_label":"Title"}]}"#;
        let contacts = ModuleFields::from_json(contacts.as_bytes()).unwrap();
        let found = |header| fields(header, &contacts).iter().map(|field| &*field.api_name).collect::<Vec<_>>();
        assert_eq!(found("Postal Code"), ["Mailing_Zip", "Other_Zip"]);
        assert_eq!(found("Job Title"), ["Title"]);
    }
}

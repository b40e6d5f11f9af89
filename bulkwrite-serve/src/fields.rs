//! What is known of the fields of modules.

use bulkwrite_core::metadata::Metadata;
use bytes::Bytes;

use crate::{ModuleField, Options, Refusal};

/// The fields that no record of a standard module can be made without; lists of subforms, which no CSV fills, apart.
///
/// Source: `www.zoho.com/crm/developer/docs/api/v7/insert-records.html`.
const REQUIRED: &[(&str, &[&str])] = &[
    ("Leads", &["Last_Name"]),
    ("Contacts", &["Last_Name"]),
    ("Accounts", &["Account_Name"]),
    ("Deals", &["Deal_Name", "Stage"]),
    ("Tasks", &["Subject"]),
    ("Campaigns", &["Campaign_Name"]),
    ("Products", &["Product_Name"]),
    ("Vendors", &["Vendor_Name"]),
    ("Price_Books", &["Price_Book_Name"]),
    ("Cases", &["Case_Origin", "Status", "Subject"]),
    ("Solutions", &["Solution_Title"]),
    ("Quotes", &["Subject"]),
    ("Sales_Orders", &["Subject"]),
    ("Purchase_Orders", &["Subject", "Vendor_Name"]),
    ("Invoices", &["Subject"]),
];

/// What is known of the fields of modules.
#[derive(Debug, Default)]
pub(crate) struct Fields {
    pub(crate) metadata: Metadata,
    answers: Vec<(String, Bytes)>,
    unique: Vec<ModuleField>,
    required: Vec<ModuleField>,
    refuse: Vec<Refusal>,
}

impl Fields {
    /// Reads the metadata; else which module's cannot be read, and why.
    pub(crate) fn new(options: &Options) -> Result<Self, (String, String)> {
        let mut metadata = Metadata::new();
        for (module, answer) in &options.metadata {
            metadata.read(module, answer).map_err(|error| (module.clone(), error.to_string()))?;
        }
        Ok(Self {
            metadata,
            answers: options.metadata.clone(),
            unique: options.unique.clone(),
            required: options.required.clone(),
            refuse: options.refuse.clone(),
        })
    }

    /// The answer about the fields of a module, as the CRM gave it.
    pub(crate) fn answer(&self, module: &str) -> Option<&Bytes> {
        self.answers.iter().find(|(name, _)| name == module).map(|(_, answer)| answer)
    }

    /// The fields whose values are unique.
    pub(crate) fn unique(&self, module: &str) -> Vec<String> {
        let known = self.metadata.get(module).into_iter().flatten();
        let known = known.filter(|field| field.unique == Some(true)).map(|field| field.api_name.to_string());
        merged(known, &self.unique, module)
    }

    /// The fields that no record can be made without.
    pub(crate) fn required(&self, module: &str) -> Vec<String> {
        if let Some(fields) = self.metadata.get(module) {
            let known = fields.required().filter(|field| field.creatable != Some(false));
            return merged(known.map(|field| field.api_name.to_string()), &self.required, module);
        }
        let standard = REQUIRED.iter().find(|(name, _)| *name == module).map_or(&[][..], |(_, fields)| fields);
        merged(standard.iter().map(ToString::to_string), &self.required, module)
    }

    /// What is said of a row that is not to be written.
    pub(crate) fn refused(&self, module: &str, row: u64) -> Option<&str> {
        let refusal = self.refuse.iter().find(|refusal| refusal.module == module && refusal.row == row);
        refusal.map(|refusal| refusal.errors.as_str())
    }
}

fn merged(known: impl Iterator<Item = String>, chosen: &[ModuleField], module: &str) -> Vec<String> {
    let mut fields: Vec<String> = known.collect();
    for chosen in chosen.iter().filter(|chosen| chosen.module == module) {
        if !fields.contains(&chosen.field) {
            fields.push(chosen.field.clone());
        }
    }
    fields
}

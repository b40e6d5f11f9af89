//! What holds for the standard modules of every organisation.

use super::ModuleFields;

/// A standard module, the field by which the CRM finds duplicates in it, and fields that tell it from the others.
struct Standard {
    module: &'static str,
    duplicate_check: &'static str,
    marks: &'static [&'static str],
}

const fn standard(module: &'static str, duplicate_check: &'static str, marks: &'static [&'static str]) -> Standard {
    Standard { module, duplicate_check, marks }
}

/// Sources: the duplicate-check fields are those of the upsert page of v7, the marks are standard fields of the vendor's
/// SDK 8 (`record/Field.java`) that no other standard module has.
const STANDARD: &[Standard] = &[
    standard("Leads", "Email", &["Lead_Status", "No_of_Employees"]),
    standard("Contacts", "Email", &["Mailing_City", "Reporting_To"]),
    standard("Accounts", "Account_Name", &["Parent_Account", "Account_Type"]),
    standard("Deals", "Deal_Name", &["Closing_Date", "Deal_Name"]),
    standard("Campaigns", "Campaign_Name", &["Campaign_Name", "Num_sent"]),
    standard("Tasks", "", &["Who_Id", "Remind_At"]),
    standard("Cases", "Subject", &["Case_Number", "Case_Origin"]),
    standard("Solutions", "Solution_Title", &["Solution_Title", "Solution_Number"]),
    standard("Products", "Product_Name", &["Product_Code", "Unit_Price"]),
    standard("Vendors", "Vendor_Name", &["GL_Account", "Vendor_Name"]),
    standard("Price_Books", "Price_Book_Name", &["Price_Book_Name", "Pricing_Model"]),
    standard("Quotes", "Subject", &["Quote_Stage", "Valid_Till"]),
    standard("Sales_Orders", "Subject", &["SO_Number", "Sales_Commission"]),
    standard("Purchase_Orders", "Subject", &["PO_Number", "PO_Date"]),
    standard("Invoices", "Subject", &["Invoice_Number", "Invoice_Date"]),
];

/// The field by which the CRM finds duplicates in a module although its metadata may not call it unique.
///
/// ```
/// # use bulkwrite_core as bulkwrite;
/// use bulkwrite::metadata::duplicate_check_field;
///
/// assert_eq!(duplicate_check_field("Contacts"), Some("Email"));
/// assert_eq!(duplicate_check_field("Boats"), Some("Name")); // a custom module
/// assert_eq!(duplicate_check_field("Tasks"), None);
/// ```
pub fn duplicate_check_field(module: &str) -> Option<&'static str> {
    match STANDARD.iter().find(|standard| standard.module == module) {
        Some(standard) => Some(standard.duplicate_check).filter(|field| !field.is_empty()),
        None => Some("Name"),
    }
}

/// Whether every organisation has the module.
pub(crate) fn is_standard(module: &str) -> bool {
    STANDARD.iter().any(|standard| standard.module == module)
}

/// The standard module that `fields` certainly belong to, where that is another one than `module`.
pub(super) fn other_module(module: &str, fields: &ModuleFields) -> Option<&'static str> {
    let marks = |standard: &Standard| standard.marks.iter().filter(|mark| fields.get(mark).is_some()).count();
    let claimed = STANDARD.iter().find(|standard| standard.module == module)?;
    if marks(claimed) > 0 {
        return None;
    }
    STANDARD.iter().find(|standard| marks(standard) == standard.marks.len()).map(|standard| standard.module)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marks_of_a_module_are_no_marks_of_another() {
        for (i, one) in STANDARD.iter().enumerate() {
            assert_eq!(one.marks.len(), 2, "{}", one.module);
            for other in &STANDARD[i + 1..] {
                assert!(one.marks.iter().all(|mark| !other.marks.contains(mark)), "{} {}", one.module, other.module);
            }
        }
    }
}

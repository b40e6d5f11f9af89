//! The modules that the CRM's own pages name.

/// A module that bulk write takes, by the two names that its pages use.
pub(crate) struct Known {
    /// The name in OAuth scopes, which the create-job pages list as "possible module names".
    pub(crate) scope: &'static str,
    /// The API name, which the body of a job has.
    pub(crate) api_name: &'static str,
}

/// Source: "Possible module names" on the create-job pages of v2.1, v3, v5 and v7
/// (`www.zoho.com/crm/developer/docs/api/<version>/bulk-write/create-job.html`), which print scope names; API names from the
/// record classes of the vendor's SDK 8.0.
pub(crate) const STANDARD: [Known; 15] = {
    const fn known(scope: &'static str, api_name: &'static str) -> Known {
        Known { scope, api_name }
    }
    [
        known("leads", "Leads"),
        known("accounts", "Accounts"),
        known("contacts", "Contacts"),
        known("deals", "Deals"),
        known("campaigns", "Campaigns"),
        known("cases", "Cases"),
        known("solutions", "Solutions"),
        known("products", "Products"),
        known("vendors", "Vendors"),
        known("pricebooks", "Price_Books"),
        known("tasks", "Tasks"),
        known("quotes", "Quotes"),
        known("salesorders", "Sales_Orders"),
        known("purchaseorders", "Purchase_Orders"),
        known("invoices", "Invoices"),
    ]
};

/// The modules that only some of the pages name.
///
/// Source: the create-job pages of v5 and of no version name them, those of v2.1, v3 and v7 do not.
pub(crate) const INVENTORY: [&str; 4] = ["Quotes", "Sales_Orders", "Purchase_Orders", "Invoices"];

/// The modules that bulk write does not take, and where their records go instead.
///
/// Sources: the limitations of bulk write as a partner's knowledge base sums them up (support.creatorscripts.com: Attachments,
/// Notes, Events, Calls), and the limitations page of Vertical Studio, which has the same engine (Users).
pub(crate) const UNSUPPORTED: [(&str, &str); 5] = [
    ("Notes", "the Notes API"),
    ("Attachments", "the Attachments API"),
    ("Events", "the Records API"),
    ("Calls", "the Records API"),
    ("Users", "the Users API"),
];

/// The module that bulk write takes and that has this name but for case, `_`, `-` and blanks.
pub(crate) fn standard(name: &str) -> Option<&'static Known> {
    STANDARD.iter().find(|known| folds_to(name, known.scope))
}

/// The module that is meant by a name that only its records have, in the singular, or that the CRM gave up.
///
/// Source: "Potentials" was the module of deals in version 1 of the API, and still is its old label; "Opportunities" is what other
/// CRMs call them.
pub(crate) fn meant(name: &str) -> Option<&'static str> {
    // Most names are right.
    if STANDARD.iter().any(|known| known.api_name == name) {
        return None;
    }
    if ["potential", "potentials", "opportunity", "opportunities"].iter().any(|old| folds_to(name, old)) {
        return Some("Deals");
    }
    let known = STANDARD.iter().find(|known| folds_to(name, known.scope.strip_suffix('s').unwrap_or(known.scope)))?;
    Some(known.api_name)
}

/// Whether a module is one of the organisation's own, or a subform or linking module: anything that has no fixed name.
pub(crate) fn is_custom(name: &str) -> bool {
    standard(name).is_none() && !UNSUPPORTED.iter().any(|(module, _)| module.eq_ignore_ascii_case(name))
}

/// Whether `name` is `folded` but for case, `_`, `-` and blanks.
fn folds_to(name: &str, folded: &str) -> bool {
    let letters = name.bytes().filter(|byte| !matches!(byte, b'_' | b'-' | b' '));
    letters.map(|byte| byte.to_ascii_lowercase()).eq(folded.bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_name_is_its_api_name_folded() {
        for known in &STANDARD {
            assert!(folds_to(known.api_name, known.scope), "{}", known.api_name);
        }
    }

    #[test]
    fn modules_are_found_by_any_of_their_spellings() {
        for (name, expected) in [
            ("Leads", Some("Leads")),
            ("salesorders", Some("Sales_Orders")),
            ("Sales Orders", Some("Sales_Orders")),
            ("price-books", Some("Price_Books")),
            ("Lead", None),
            ("Leads_X", None),
            ("", None),
        ] {
            assert_eq!(standard(name).map(|known| known.api_name), expected, "{name}");
        }
        for (name, expected) in [
            ("Lead", Some("Leads")),
            ("deal", Some("Deals")),
            ("Quote", Some("Quotes")),
            ("Sales_Order", Some("Sales_Orders")),
            ("Potentials", Some("Deals")),
            ("Leads", None),
            ("Boat", None),
            ("Case_Study", None),
        ] {
            assert_eq!(meant(name), expected, "{name}");
        }
        assert!(is_custom("Contact_Sub") && !is_custom("contacts") && !is_custom("Notes"));
    }
}

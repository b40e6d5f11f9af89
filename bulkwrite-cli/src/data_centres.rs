//! Where the CRM runs.

/// The data centres and the domain of each, behind `www.` or `sandbox.`; the other names are those of the countries.
///
/// Sources: the data centres of the vendor's SDK 8.0 (`zohocrmsdk/src/com/zoho/crm/api/dc/*_data_center.py`) and
/// `www.zoho.com/crm/developer/docs/api/v8/multi-dc.html`, which leaves out Saudi Arabia.
pub(crate) const DATA_CENTRES: [(&str, &str, &str); 8] = [
    ("com", "us", "zohoapis.com"),
    ("eu", "europe", "zohoapis.eu"),
    ("in", "india", "zohoapis.in"),
    ("com.au", "au", "zohoapis.com.au"),
    ("jp", "japan", "zohoapis.jp"),
    ("com.cn", "cn", "zohoapis.com.cn"),
    ("ca", "canada", "zohoapis.ca"),
    ("sa", "saudi-arabia", "zohoapis.sa"),
];

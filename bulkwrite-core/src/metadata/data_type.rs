//! The types of fields.

macro_rules! data_types {
    ($($variant:ident $name:literal $kind:ident $describe:literal,)+) => {
        /// The type of a field.
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the names say it")]
        pub enum DataType {
            $($variant,)+
            /// A type that is not known here, by its name; empty where the metadata names none.
            Other(Box<str>),
        }

        impl DataType {
            /// The name in the metadata: `multiselectpicklist`.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $name,)+
                    Self::Other(name) => name,
                }
            }

            /// What it is called in messages, with its article.
            pub const fn describe(&self) -> &'static str {
                match self {
                    $(Self::$variant => $describe,)+
                    Self::Other(_) => "of another type",
                }
            }

            /// What it means for a column.
            pub(crate) const fn kind(&self) -> Kind {
                match self {
                    $(Self::$variant => Kind::$kind,)+
                    Self::Other(_) => Kind::Unknown,
                }
            }
        }

        impl From<&str> for DataType {
            fn from(name: &str) -> Self {
                match name {
                    $($name => Self::$variant,)+
                    _ => Self::Other(name.into()),
                }
            }
        }
    };
}

/// What a type means for a column of a CSV.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Takes the cell as it is.
    Plain,
    /// A number.
    Number,
    /// A date, with or without a time.
    Date,
    /// A record, user or other thing that the cell names.
    Lookup,
    /// Written as a resource of its own.
    Child,
    /// Set by the CRM itself.
    Computed,
    /// Takes a file, which no cell can hold.
    File,
    /// Nothing is known that would hold for all of them.
    Unknown,
}

// Sources: the samples of the fields, layouts and custom-fields pages of v7, and the list of types in the vendor's SDK 8
// (`util/utility.py`). Which of them bulk write takes: the list of unsupported features of the bulk-write pages and the
// vendor's own importer, which skips auto-numbers, formulas, files and images.
data_types! {
    Text "text" Plain "text",
    Textarea "textarea" Plain "multi-line text",
    Mediumtext "mediumtext" Plain "text",
    Email "email" Plain "an email address",
    Phone "phone" Plain "a phone number",
    Website "website" Plain "a web address",
    Picklist "picklist" Plain "a picklist",
    Multiselectpicklist "multiselectpicklist" Plain "a multi-select picklist",
    Boolean "boolean" Plain "a checkbox",
    Integer "integer" Number "an integer",
    Bigint "bigint" Number "a long integer",
    Long "long" Number "a long integer",
    Double "double" Number "a decimal number",
    Currency "currency" Number "an amount of money",
    Percent "percent" Number "a percentage",
    Date "date" Date "a date",
    Datetime "datetime" Date "a date with a time",
    Lookup "lookup" Lookup "a lookup",
    Ownerlookup "ownerlookup" Lookup "an owner",
    Userlookup "userlookup" Lookup "a user",
    MultiModuleLookup "multi_module_lookup" Lookup "a lookup of several modules",
    ConsentLookup "consent_lookup" Lookup "a consent",
    Layout "layout" Unknown "a layout",
    Territories "territories" Unknown "a list of territories",
    Linetax "linetax" Unknown "a list of taxes",
    Module "module" Unknown "a module",
    TimeRange "time_range" Unknown "a time range",
    EventReminder "event_reminder" Unknown "a reminder",
    Multireminder "multireminder" Unknown "a list of reminders",
    Alarm "ALARM" Unknown "a reminder",
    Rrule "RRULE" Unknown "a recurrence",
    Multiselectlookup "multiselectlookup" Child "a multi-select lookup",
    Multiuserlookup "multiuserlookup" Child "a multi-user lookup",
    Subform "subform" Child "a subform",
    Autonumber "autonumber" Computed "an auto-number",
    Formula "formula" Computed "a formula",
    RollupSummary "rollup_summary" Computed "a rollup summary",
    Fileupload "fileupload" File "a file upload",
    Imageupload "imageupload" File "an image upload",
    Profileimage "profileimage" File "the image of a record",
}

impl Default for DataType {
    fn default() -> Self {
        Self::Other(Box::default())
    }
}

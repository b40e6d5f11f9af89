//! The keys of each object of a job.

/// An object of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    Job,
    Callback,
    Resource,
    Module,
    Mapping,
    DefaultValue,
}

/// Declares the keys of an object, and the place of a key among them.
macro_rules! keys {
    ($($keys:ident $position:ident [$($key:literal),+])+) => {
        $(
            pub(crate) const $keys: &[&str] = &[$($key),+];

            /// The position of a key. Written out, as the compiler makes a few compares of words of it.
            #[inline]
            pub(crate) fn $position(key: &str) -> Option<usize> {
                let position = 0;
                $(
                    if key == $key {
                        return Some(position);
                    }
                    let position = position + 1;
                )+
                let _ = position;
                None
            }
        )+
    };
}

// In the order in which the documentation writes them.
//
// Sources: the create-job pages of the API (`www.zoho.com/crm/developer/docs/api/v7/bulk-write/create-job.html` and its
// siblings), the vendor's SDKs 2.0 to 8.0 and its OpenAPI description of v8 (`zoho/crm-oas`).
keys! {
    JOB of_job ["operation", "ignore_empty", "character_encoding", "callback", "resource"]
    CALLBACK of_callback ["url", "method"]
    RESOURCE of_resource ["type", "module", "file_id", "file_names", "find_by", "ignore_empty", "field_mappings"]
    MODULE of_module ["api_name", "id"]
    MAPPING of_mapping ["api_name", "index", "format", "find_by", "default_value", "module", "parent_column_index"]
    DEFAULT_VALUE of_default_value ["value", "name", "module"]
}

impl Owner {
    pub(crate) const ALL: [Self; 6] =
        [Self::Job, Self::Callback, Self::Resource, Self::Module, Self::Mapping, Self::DefaultValue];

    /// The keys that the object has.
    pub(crate) const fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Job => JOB,
            Self::Callback => CALLBACK,
            Self::Resource => RESOURCE,
            Self::Module => MODULE,
            Self::Mapping => MAPPING,
            Self::DefaultValue => DEFAULT_VALUE,
        }
    }

    /// What messages call the object.
    pub(crate) const fn describe(self) -> &'static str {
        match self {
            Self::Job => "the job",
            Self::Callback => "`callback`",
            Self::Resource => "a resource",
            Self::Module => "`module`",
            Self::Mapping => "a field mapping",
            Self::DefaultValue => "`default_value`",
        }
    }
}

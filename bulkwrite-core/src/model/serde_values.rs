//! Values of a job in any format that serde knows: a configuration can hold them, and they are checked when they are read.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use ::serde::de::{self, Deserialize, Deserializer, Visitor};
use ::serde::ser::{Serialize, Serializer};

use super::{ApiName, CallbackUrl, ColumnIndex, FileId, Format, Operation};
use crate::vendor::version::ApiVersion;

/// Reads a text that stands for a value.
struct Text<T> {
    expected: &'static str,
    value: PhantomData<T>,
}

impl<T: FromStr<Err: fmt::Display>> Visitor<'_> for Text<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}

macro_rules! texts {
    ($($name:ident $expected:literal)*) => {
        $(
            impl Serialize for $name {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    serializer.collect_str(self)
                }
            }

            impl<'de> Deserialize<'de> for $name {
                #[doc = concat!("Reads and checks ", $expected, ".")]
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    deserializer.deserialize_str(Text { expected: $expected, value: PhantomData })
                }
            }
        )*
    };
}

texts! {
    FileId "the id of a file, as a string"
    ApiName "an API name"
    Format "the pattern of a date"
    CallbackUrl "the URL of a callback"
    Operation "an operation"
    ApiVersion "a version of the API such as `v8`"
}

impl Serialize for ColumnIndex {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(self.get())
    }
}

impl<'de> Deserialize<'de> for ColumnIndex {
    /// Reads and checks a whole number.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_u32(Index)
    }
}

struct Index;

impl Visitor<'_> for Index {
    type Value = ColumnIndex;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the position of a column, counted from 0")
    }

    fn visit_u64<E: de::Error>(self, position: u64) -> Result<ColumnIndex, E> {
        ColumnIndex::try_from(position).map_err(E::custom)
    }

    fn visit_i64<E: de::Error>(self, position: i64) -> Result<ColumnIndex, E> {
        ColumnIndex::try_from(position).map_err(E::custom)
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::{Debug, Display};

    use ::serde::de::DeserializeOwned;

    use super::*;

    /// Reads each text as JSON, and holds it against what parsing yields; what is read is written as it was.
    fn check<T>(right: &[&str], wrong: &[(&str, &str)])
    where
        T: DeserializeOwned + Serialize + Display + FromStr<Err: Display + Debug> + PartialEq + Debug,
    {
        for json in right {
            let value: T = serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"));
            assert_eq!(serde_json::to_string(&value).expect("it can be written"), *json);
            assert_eq!(value.to_string().parse::<T>().as_ref().ok(), Some(&value), "{json}");
            assert_eq!(value.to_string(), json.trim_matches('"'));
        }
        for (json, told) in wrong {
            let error = serde_json::from_str::<T>(json).expect_err(json).to_string();
            assert!(error.starts_with(told), "{json}: {error}");
        }
    }

    #[test]
    fn values_are_checked_when_they_are_read() {
        check::<FileId>(
            &["\"4150868000005379001\""],
            &[
                ("\"x\"", "the file id `x` is not a number"),
                ("4150868000005379001", "invalid type: integer `4150868000005379001`, expected the id of a file"),
            ],
        );
        check::<ApiName>(
            &["\"Last_Name\""],
            &[
                ("\"Last Name\"", "`Last Name` has a blank: it is a label, not an API name"),
                ("null", "invalid type: null"),
            ],
        );
        check::<Format>(&["\"yyyy-MM-dd\""], &[("\"dates\"", "`dates`")]);
        check::<CallbackUrl>(
            &["\"https://hooks.zylker.com/b\""],
            &[("\"http://hooks.zylker.com/b\"", "`http` sends the callback unencrypted")],
        );
        check::<Operation>(&["\"insert\"", "\"update\"", "\"upsert\""], &[("\"delete\"", "`delete` is no operation")]);
        check::<ApiVersion>(&["\"v2\"", "\"v2.1\"", "\"v8\""], &[("\"v9\"", "unknown API version `v9`")]);
        check::<ColumnIndex>(
            &["0", "199", "2147483647"],
            &[
                ("-1", "-1 is no column index"),
                ("2147483648", "2147483648 is no column index"),
                ("1.5", "invalid type: floating point `1.5`"),
                ("\"3\"", "invalid type: string \"3\", expected the position of a column"),
            ],
        );
    }

    #[test]
    fn a_text_that_is_no_number_is_no_column() {
        for (text, told) in [
            ("-1", "-1 is no column index (help: columns are counted from 0"),
            ("99999999999999999999", "`99999999999999999999` is no column index"),
            ("C", "`C` is no column index (help: columns are counted from 0"),
            ("", "`` is no column index"),
        ] {
            let error = text.parse::<ColumnIndex>().expect_err(text).to_string();
            assert!(error.starts_with(told), "{error}");
        }
    }
}

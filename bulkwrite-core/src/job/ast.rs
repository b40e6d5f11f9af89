//! The job as written: what lowering makes of the tree and what the rules read.
//!
//! Every part knows its place. A part that is missing, not knowable or already reported says so, and rules read only
//! what is [`Known`](Field::Known): a mistake is never reported twice.

use crate::source::Loc;
use crate::source::node::Node;
use crate::vendor::ids;
use crate::vendor::limits::COLUMNS;
use crate::vendor::version::ApiVersion;

/// A value with its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub loc: Loc,
}

/// A part of the job.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Field<T> {
    /// Not there.
    Absent,
    /// Null, which counts as not there.
    Null(Loc),
    /// There, but a placeholder or already reported as wrong.
    Unclear(Loc),
    /// There and readable.
    Known(At<T>),
}

impl<T> Field<T> {
    /// The value and its place, if readable.
    pub const fn known(&self) -> Option<&At<T>> {
        match self {
            Self::Known(at) => Some(at),
            _ => None,
        }
    }

    /// The value, if readable.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Known(at) => Some(&at.value),
            _ => None,
        }
    }

    /// Where it stands, if it is there.
    pub const fn loc(&self) -> Option<Loc> {
        match self {
            Self::Known(at) => Some(at.loc),
            Self::Unclear(loc) => Some(*loc),
            Self::Absent | Self::Null(_) => None,
        }
    }

    /// Where the null stands that counts as nothing.
    pub const fn null(&self) -> Option<Loc> {
        match self {
            Self::Null(loc) => Some(*loc),
            _ => None,
        }
    }

    /// Whether nothing is there, or null.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent | Self::Null(_))
    }

    /// Whether something is there that cannot be judged.
    pub const fn is_unclear(&self) -> bool {
        matches!(self, Self::Unclear(_))
    }
}

/// A text as written.
pub type Str<'a> = Field<&'a str>;

impl<'a> Str<'a> {
    /// The text, if readable.
    pub const fn text(&self) -> Option<&'a str> {
        match self {
            Self::Known(at) => Some(at.value),
            _ => None,
        }
    }
}

/// The whole job.
#[derive(Debug)]
pub struct Job<'a> {
    /// Where it stands.
    pub loc: Loc,
    /// The version it is written for.
    pub version: ApiVersion,
    /// `operation`
    pub operation: Str<'a>,
    /// `ignore_empty`
    pub ignore_empty: Field<bool>,
    /// `character_encoding`
    pub character_encoding: Str<'a>,
    /// `callback`
    pub callback: Field<Callback<'a>>,
    /// `resource`
    pub resources: Field<Vec<Field<Resource<'a>>>>,
}

/// `callback`
#[derive(Debug)]
pub struct Callback<'a> {
    /// Where it stands.
    pub loc: Loc,
    /// `url`
    pub url: Str<'a>,
    /// `method`
    pub method: Str<'a>,
}

/// An element of `resource`.
#[derive(Debug)]
pub struct Resource<'a> {
    /// Where it stands.
    pub loc: Loc,
    /// `type`
    pub kind: Str<'a>,
    /// `module`
    pub module: Field<Module<'a>>,
    /// `file_id`
    pub file_id: Field<FileId<'a>>,
    /// `file_names`
    pub file_names: Field<Vec<Str<'a>>>,
    /// `find_by`
    pub find_by: Str<'a>,
    /// `ignore_empty`
    pub ignore_empty: Field<bool>,
    /// `field_mappings`
    pub mappings: Field<Vec<Field<Mapping<'a>>>>,
    /// Which rare keys a mapping has, so that nobody needs to look for them in vain.
    pub(crate) rare: RareKeys,
}

/// Keys that few mappings have.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct RareKeys {
    pub(crate) find_by: bool,
    pub(crate) default_value: bool,
    pub(crate) parent_column_index: bool,
}

/// `module`, in either form.
#[derive(Debug)]
pub struct Module<'a> {
    /// How it is written.
    pub form: ModuleForm,
    /// The text, or the object's `api_name`.
    pub api_name: Str<'a>,
    /// The object's `id`.
    pub id: Str<'a>,
}

/// How `module` is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModuleForm {
    /// `"Leads"`
    Text,
    /// `{ "api_name": "Leads" }`
    Object,
    /// `Leads`, a bare name in the macro, which fits every version.
    Name,
}

/// `file_id`, as it is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FileId<'a> {
    /// A string, as it should be.
    Text(&'a str),
    /// A number, which loses digits on its way.
    Number(&'a str),
}

impl<'a> FileId<'a> {
    /// The id, which in a number may be missing its quotes, but no digits.
    pub fn text(&self) -> Option<&'a str> {
        match *self {
            Self::Text(id) => Some(id),
            Self::Number(id) => (ids::is_digits(id) && !ids::is_rounded(id)).then_some(id),
        }
    }
}

/// An element of `field_mappings`.
#[derive(Debug)]
pub struct Mapping<'a> {
    /// Where it stands.
    pub loc: Loc,
    /// `api_name`
    pub api_name: Str<'a>,
    /// `index`
    pub index: Field<Number<'a>>,
    /// `format`
    pub format: Str<'a>,
    /// The keys that few mappings have, if this one has any of them.
    pub(crate) extras: Option<Box<Extras<'a>>>,
}

/// The keys that few mappings have, apart from the others so that most mappings are small.
#[derive(Debug)]
pub struct Extras<'a> {
    /// `find_by`
    pub find_by: Str<'a>,
    /// `default_value`
    pub default_value: Field<DefaultValue<'a>>,
    /// `module`
    pub module: Str<'a>,
    /// `parent_column_index`
    pub parent_column_index: Field<Number<'a>>,
}

impl<'a> Mapping<'a> {
    /// The keys that few mappings have, each of which may be absent.
    pub fn extras(&self) -> &Extras<'a> {
        static NONE: Extras<'static> = Extras {
            find_by: Field::Absent,
            default_value: Field::Absent,
            module: Field::Absent,
            parent_column_index: Field::Absent,
        };
        self.extras.as_deref().unwrap_or(&NONE)
    }
}

/// `default_value`
#[derive(Debug)]
pub struct DefaultValue<'a> {
    /// `value`, where it is a string.
    pub value: Str<'a>,
    /// `value`, where it is anything else that a JSON document can hold.
    pub other: Option<&'a Node<'a>>,
    /// `name`
    pub name: Str<'a>,
    /// `module`
    pub module: Str<'a>,
}

/// A number, as written and as meant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number<'a> {
    /// The text.
    pub text: &'a str,
    /// What it comes to.
    pub kind: NumberKind,
}

/// What a number comes to, as a column index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberKind {
    /// An integer, plainly written.
    Integer(i64),
    /// An integer written as something else: `1.0`, `1e0`, `-0`.
    Whole(i64),
    /// Not an integer: `1.5`.
    Fraction,
    /// Beyond what 64 bits hold.
    Huge {
        /// Whether it is below zero.
        negative: bool,
    },
}

impl<'a> Number<'a> {
    /// Reads a number in JSON's spelling.
    ///
    /// ```
    /// # use bulkwrite_core as bulkwrite;
    /// use bulkwrite::ast::{Number, NumberKind};
    ///
    /// assert_eq!(Number::new("12").kind, NumberKind::Integer(12));
    /// assert_eq!(Number::new("1e2").kind, NumberKind::Whole(100));
    /// assert_eq!(Number::new("1.5").kind, NumberKind::Fraction);
    /// assert_eq!(Number::new("-1e400").kind, NumberKind::Huge { negative: true });
    /// ```
    pub fn new(text: &'a str) -> Self {
        let kind = Self::plain(text.as_bytes()).unwrap_or_else(|| Self::any(text));
        Self { text, kind }
    }

    /// Nearly all numbers are up to nine digits, which fit whatever they are.
    #[inline]
    fn plain(digits: &[u8]) -> Option<NumberKind> {
        if digits.is_empty() || digits.len() > 9 {
            return None;
        }
        let mut value = 0;
        for digit in digits {
            if !digit.is_ascii_digit() {
                return None;
            }
            value = value * 10 + i64::from(digit - b'0');
        }
        Some(NumberKind::Integer(value))
    }

    fn any(text: &str) -> NumberKind {
        match text.parse::<i64>() {
            // `-0`: a plain zero is read already.
            Ok(0) => NumberKind::Whole(0),
            Ok(value) => NumberKind::Integer(value),
            Err(_) => Self::odd(text),
        }
    }

    /// Works on the digits: a double would round `0.1e1` well enough, but not `9007199254740993.0`.
    #[cold]
    fn odd(text: &str) -> NumberKind {
        let negative = text.starts_with('-');
        let unsigned = text.trim_start_matches('-');
        let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        if whole.bytes().chain(fraction.bytes()).all(|digit| digit == b'0') {
            return NumberKind::Whole(0);
        }
        // An exponent that does not parse is far out of any range.
        let exponent = exponent.parse::<i64>().unwrap_or(if exponent.starts_with('-') { i64::MIN } else { i64::MAX });
        let trailing = fraction.bytes().rev().take_while(|digit| *digit == b'0').count();
        let decimals = fraction.len() - trailing;
        let whole_zeros =
            if decimals == 0 { whole.bytes().rev().take_while(|digit| *digit == b'0').count() } else { 0 };
        let scale = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        if exponent < scale(decimals).saturating_sub(scale(whole_zeros)) {
            return NumberKind::Fraction;
        }
        let digits = format!("{whole}{}", &fraction[..decimals]);
        let shift = exponent.saturating_sub(scale(decimals));
        let value = if shift >= 0 {
            let zeros = "0".repeat(usize::try_from(shift.min(64)).unwrap_or(64));
            format!("{digits}{zeros}").trim_start_matches('0').parse::<i64>()
        } else {
            let keep = digits.len().saturating_sub(usize::try_from(-shift).unwrap_or(usize::MAX));
            digits[..keep].parse::<i64>()
        };
        match value {
            Ok(value) => NumberKind::Whole(if negative { -value } else { value }),
            Err(_) => NumberKind::Huge { negative },
        }
    }

    /// Whether it is the index of a column that a file may have, plainly written.
    #[inline]
    pub(crate) const fn is_column(&self) -> bool {
        matches!(self.kind, NumberKind::Integer(0..COLUMNS))
    }

    /// The integer meant, if it is one and fits.
    pub const fn integer(&self) -> Option<i64> {
        match self.kind {
            NumberKind::Integer(value) | NumberKind::Whole(value) => Some(value),
            NumberKind::Fraction | NumberKind::Huge { .. } => None,
        }
    }

    /// Whether it is below zero.
    pub const fn is_negative(&self) -> bool {
        matches!(
            self.kind,
            NumberKind::Integer(i64::MIN..=-1) | NumberKind::Whole(i64::MIN..=-1) | NumberKind::Huge { negative: true }
        )
    }
}

/// The elements of a list that can be read.
fn readable<T>(list: &Field<Vec<Field<T>>>) -> impl Iterator<Item = &T> {
    list.value().map_or(&[][..], Vec::as_slice).iter().filter_map(Field::value)
}

impl<'a> Job<'a> {
    /// The resources that can be read.
    pub fn resources(&self) -> impl Iterator<Item = &Resource<'a>> {
        readable(&self.resources)
    }

    /// How many resources there are, placeholders included; `None` where the list itself is not readable.
    pub fn resource_count(&self) -> Option<usize> {
        self.resources.value().map(Vec::len)
    }

    /// Whether the operation changes records that exist; `None` where it cannot be told.
    pub fn updates(&self) -> Option<bool> {
        match self.operation.text()? {
            "update" | "upsert" => Some(true),
            "insert" => Some(false),
            _ => None,
        }
    }

    /// Whether the operation makes new records; `None` where it cannot be told.
    pub fn inserts(&self) -> Option<bool> {
        match self.operation.text()? {
            "insert" | "upsert" => Some(true),
            "update" => Some(false),
            _ => None,
        }
    }
}

impl<'a> Resource<'a> {
    /// The mappings that can be read.
    pub fn mappings(&self) -> impl Iterator<Item = &Mapping<'a>> {
        readable(&self.mappings)
    }

    /// The mappings if one of them has a key, else none.
    fn mappings_if(&self, any_has_it: bool) -> impl Iterator<Item = &Mapping<'a>> {
        any_has_it.then(|| self.mappings()).into_iter().flatten()
    }

    /// The `find_by` of the mappings, where readable.
    pub(crate) fn find_bys(&self) -> impl Iterator<Item = &At<&'a str>> {
        self.mappings_if(self.rare.find_by).filter_map(|mapping| mapping.extras().find_by.known())
    }

    /// The default values that can be read, each with its mapping.
    pub(crate) fn defaults(&self) -> impl Iterator<Item = (&Mapping<'a>, &DefaultValue<'a>)> {
        self.mappings_if(self.rare.default_value)
            .filter_map(|mapping| Some((mapping, mapping.extras().default_value.value()?)))
    }

    /// The `parent_column_index` of the mappings, where readable.
    pub(crate) fn parent_columns(&self) -> impl Iterator<Item = &At<Number<'a>>> {
        self.mappings_if(self.rare.parent_column_index)
            .filter_map(|mapping| mapping.extras().parent_column_index.known())
    }

    /// The module's API name, if readable.
    pub fn module_name(&self) -> Option<&At<&'a str>> {
        self.module.value()?.api_name.known()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_to_what_they_mean() {
        use NumberKind::{Fraction, Huge, Integer, Whole};
        for (text, expected) in [
            ("0", Integer(0)),
            ("-0", Whole(0)),
            ("-0.0e5", Whole(0)),
            ("199", Integer(199)),
            ("-1", Integer(-1)),
            ("1.0", Whole(1)),
            ("1e0", Whole(1)),
            ("1E+2", Whole(100)),
            ("0.1e1", Whole(1)),
            ("100e-2", Whole(1)),
            ("1.50e1", Whole(15)),
            ("-2.0", Whole(-2)),
            ("9007199254740993.0", Whole(9_007_199_254_740_993)),
            ("1.5", Fraction),
            ("1e-1", Fraction),
            ("1e-99999999999999999999", Fraction),
            ("10e-2", Fraction),
            ("9223372036854775808", Huge { negative: false }),
            ("-9223372036854775809", Huge { negative: true }),
            ("1e400", Huge { negative: false }),
            ("1e99999999999999999999", Huge { negative: false }),
            ("123456789", Integer(123_456_789)),
            ("1234567890", Integer(1_234_567_890)),
            ("0.00000000000000000000000000000000000000000000000000000000000000000000001e71", Whole(1)),
            ("92233720368547758070e-1", Whole(i64::MAX)),
            ("9223372036854775807e1", Huge { negative: false }),
            ("1200e-1", Whole(120)),
            ("12.00e1", Whole(120)),
        ] {
            assert_eq!(Number::new(text).kind, expected, "{text}");
        }
    }

    #[test]
    fn plain_numbers_take_the_short_way() {
        assert_eq!(Number::plain(b"123456789"), Some(NumberKind::Integer(123_456_789)));
        for odd in ["", "1234567890", "-1", "1.0"] {
            assert_eq!(Number::plain(odd.as_bytes()), None, "{odd}");
        }
        for (text, is_column) in [("0", true), ("199", true), ("200", false), ("-1", false), ("1.0", false)] {
            assert_eq!(Number::new(text).is_column(), is_column, "{text}");
        }
    }

    #[test]
    fn an_operation_tells_what_it_does_to_records() {
        for (operation, updates, inserts) in [
            ("insert", Some(false), Some(true)),
            ("update", Some(true), Some(false)),
            ("upsert", Some(true), Some(true)),
            ("delete", None, None),
        ] {
            let text = format!(r#"{{"operation":"{operation}"}}"#);
            let told = |job: Option<&Job<'_>>, _| job.map(|job| (job.updates(), job.inserts()));
            let told = crate::check::Checker::new(crate::options::Options::default()).with_json(text.as_bytes(), told);
            assert_eq!(told, Some((updates, inserts)), "{operation}");
        }
    }
}

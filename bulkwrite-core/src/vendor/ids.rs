//! What record ids look like.
//!
//! No page says how an id is made; this is read off the recorded answers and the samples of the documentation. Of 4,092 ids in
//! the v7 pages 4,060 have 18 or 19 digits (the others are shortened or redacted). Each is a prefix of 6 or 7 digits, which all
//! ids of an organisation share, and a sequence of 12, which begins with `000`: `4150868` `000005379001`.

/// How many digits follow the prefix.
const SEQUENCE: usize = 12;

/// An id in its two parts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Parts<'a> {
    /// What the ids of one organisation share.
    pub(crate) prefix: &'a str,
    /// The number of the record.
    pub(crate) sequence: &'a str,
}

/// What is odd about an id that is made of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Oddity {
    /// It has neither 18 nor 19 digits.
    Length,
    /// It begins with 0.
    Prefix,
    /// Its last twelve digits do not begin with `000`.
    Sequence,
}

/// Takes an id of ASCII digits apart.
pub(crate) fn parts(id: &str) -> Result<Parts<'_>, Oddity> {
    if !matches!(id.len(), 18 | 19) {
        return Err(Oddity::Length);
    }
    let Some((prefix, sequence)) = id.split_at_checked(id.len() - SEQUENCE) else { return Err(Oddity::Length) };
    if !sequence.starts_with("000") {
        return Err(Oddity::Sequence);
    }
    if prefix.starts_with('0') {
        return Err(Oddity::Prefix);
    }
    Ok(Parts { prefix, sequence })
}

impl Parts<'_> {
    /// Whether the prefix is one digit throughout, as the documentation writes it instead of an organisation's own: such
    /// an id belongs to nobody.
    pub(crate) fn is_redacted(&self) -> bool {
        let mut digits = self.prefix.bytes();
        digits.next().is_some_and(|first| digits.all(|digit| digit == first))
    }
}

/// The numbers that standard modules have in every organisation.
///
/// Source: the module ids in the recorded v2.1 request and job details, and in the samples of the v7 fields page; for newer
/// organisations the `getLayouts` example of the vendor's OpenAPI description and a public list of views.
const STANDARD_MODULES: [(&str, &str); 6] = [
    ("000000002175", "Leads"),
    ("000000002177", "Accounts"),
    ("000000002179", "Contacts"),
    ("000000002181", "Deals"),
    ("000000000125", "Leads"),
    ("000000000129", "Contacts"),
];

/// The standard module whose id ends so.
pub(crate) fn standard_module(sequence: &str) -> Option<&'static str> {
    STANDARD_MODULES.iter().find(|(of_module, _)| *of_module == sequence).map(|(_, module)| *module)
}

/// Whether a text is ASCII digits and nothing else.
pub(crate) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The integers up to here are all doubles.
const LARGEST_SAFE: u128 = (1 << 53) - 1;
/// Integers with more digits are not looked at.
const MOST_DIGITS: usize = 38;

/// The integer that is left of the digits of another one once a program has read them into a double.
///
/// In integers: what the standard library needs to read and to write doubles is a twentieth of the module for browsers.
pub(crate) fn as_double(digits: &str) -> Option<u128> {
    if digits.len() > MOST_DIGITS { None } else { digits.parse().ok().map(nearest_double) }
}

/// The double that is the nearest, of two the even one.
fn nearest_double(value: u128) -> u128 {
    let lost = (u128::BITS - value.leading_zeros()).saturating_sub(53);
    let unit = 1 << lost;
    let rest = value & (unit - 1);
    let floor = value - rest;
    let is_odd = floor >> lost & 1 == 1;
    if rest * 2 > unit || rest * 2 == unit && is_odd { floor + unit } else { floor }
}

/// Whether the digits of an integer are what a program prints that read it into a double, as Node, PHP and Excel do: the
/// fewest digits that tell the double from its neighbours and then zeros, or all digits of its exact value.
///
/// Of the ids themselves one in some hundred looks so by chance; it cannot be told from the others.
pub(crate) fn is_rounded(digits: &str) -> bool {
    let Some(double) = as_double(digits).filter(|double| *double > LARGEST_SAFE) else { return false };
    !digits.starts_with('0') && digits.parse().is_ok_and(|value| value == double || is_shortest(value, double))
}

/// Whether an integer is the nearest to a double of those with the fewest digits that are read as it. Where two are equally near,
/// programs differ.
fn is_shortest(value: u128, double: u128) -> bool {
    let mut unit = 1;
    while value.is_multiple_of(unit * 10) {
        unit *= 10;
    }
    let is_read = |other: &u128| nearest_double(*other) == double;
    let floor = value - value % (unit * 10);
    let has_shorter = [floor, floor + unit * 10].iter().any(is_read);
    let is_nearer = |other: &u128| is_read(other) && other.abs_diff(double) < value.abs_diff(double);
    !has_shorter && ![value - unit, value + unit].iter().any(is_nearer)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ids_of_the_documentation_come_apart() {
        for (id, prefix) in [
            ("4150868000005379001", "4150868"),
            ("4876876000000002175", "4876876"),
            ("111111000000541985", "111111"),
            ("425153000103247021", "425153"),
        ] {
            assert_eq!(parts(id).map(|parts| parts.prefix), Ok(prefix));
        }
    }

    #[test]
    fn rounded_ids_are_those_that_a_double_prints() {
        for (id, rounded) in [
            ("4150868000005379001", false),
            ("3477061000006121001", false),
            ("111111000000541985", false),
            ("4150868000005379000", true), // Node: JSON.stringify
            ("4150868000005379072", true), // PHP: number_format; Python: int(float(…))
            ("4150868000005370000", true), // Excel: 15 digits
            ("3477061000006121000", true),
            ("111111000000541980", true),
            ("120032", false),
            ("9007199254740991", false),
            ("9007199254740993", false),
            ("9007199254740994", true),
            ("04150868000005379000", false),
            ("99999999999999999999999999999999999999999", false),
        ] {
            assert_eq!(is_rounded(id), rounded, "{id}");
        }
    }

    proptest! {
        #[test]
        fn what_the_standard_library_prints_is_rounded(value: u128, shift in 2u32..128) {
            let value = value >> shift;
            let digits = value.to_string();
            let double: f64 = digits.parse().unwrap();
            let exact = format!("{double:.0}");
            prop_assert_eq!(as_double(&digits).map(|double| double.to_string()), Some(exact.clone()));
            for printed in [double.to_string(), exact] {
                prop_assert_eq!(is_rounded(&printed), double > 9_007_199_254_740_991.0, "{}", printed);
                for near in [1, 7, 10, 100].into_iter().filter_map(|step| printed.parse::<u128>().ok()?.checked_add(step)) {
                    let near = near.to_string();
                    let read: f64 = near.parse().unwrap();
                    let is_printed = read.to_string() == near || format!("{read:.0}") == near;
                    // Of two that are equally near the standard library prints one.
                    let tie = near.len() > 17 && read.to_bits() == double.to_bits() && is_tie(&near, &double.to_string(), double);
                    let expected = is_printed && read > 9_007_199_254_740_991.0;
                    prop_assert!(tie || is_rounded(&near) == expected, "{}", near);
                }
            }
        }
    }

    fn is_tie(one: &str, other: &str, double: f64) -> bool {
        let exact: u128 = format!("{double:.0}").parse().unwrap();
        let off = |digits: &str| digits.parse::<u128>().unwrap().abs_diff(exact);
        off(one) == off(other)
    }

    #[test]
    fn what_is_no_id_says_why() {
        for (id, oddity) in [
            ("415086800000537900", Oddity::Sequence),
            ("4150868100005379001", Oddity::Sequence),
            ("0150868000005379001", Oddity::Prefix),
            ("120032", Oddity::Length),
            ("41508680000053790011", Oddity::Length),
        ] {
            assert_eq!(parts(id), Err(oddity), "{id}");
        }
    }
}

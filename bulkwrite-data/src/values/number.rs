//! Numbers, by type and by what the metadata says of digits and places.
#![allow(clippy::items_after_statements, clippy::match_same_arms, reason = "tables stand where they are read")]

use bulkwrite_core::metadata::{DataType, Field};

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Form {
    /// How many digits may stand before the point.
    pub(crate) digits: usize,
    /// How many may stand behind it.
    pub(crate) places: usize,
}

/// What is wrong with a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum NumberFault {
    /// A fraction of zero in an integer: `12.0`.
    ZeroFraction,
    /// A fraction in an integer: `1.5`.
    Fraction,
    /// A decimal comma: `12,50`.
    DecimalComma,
    /// Separators between thousands: `1,250`.
    Thousands,
    /// A currency sign: `$5000`.
    Currency,
    /// A percent sign: `5 %`.
    Percent,
    /// An exponent: `1E5`.
    Exponent,
    /// Too many digits.
    Digits,
    /// Too many places behind the point.
    Places,
    /// No number.
    Other,
}

impl Form {
    /// The form of a type; `None` if it holds no number.
    ///
    /// Sources: the table of data types on the insert-records page: 9 digits of an integer, 18 of a long integer, 16 and 9 places of
    /// others, 5 of a percentage. The metadata may say less; of long integers it is known to say 50, and 19 is what fits into 64 bits.
    pub(crate) fn of(field: &Field) -> Option<Self> {
        let length = |most: usize, default: usize| {
            field.length.filter(|length| *length > 0).map_or(default, |length| (length as usize).min(most))
        };
        let places = field.decimal_place.map_or(9, |places| places as usize);
        Some(match field.data_type {
            DataType::Integer => Self { digits: length(9, 9), places: 0 },
            DataType::Bigint | DataType::Long => Self { digits: length(19, 18), places: 0 },
            DataType::Double | DataType::Currency => Self { digits: length(16, 16), places },
            DataType::Percent => Self { digits: length(5, 5), places },
            _ => return None,
        })
    }

    /// What is wrong with a number, if anything. Blanks around it do not count.
    #[inline]
    pub(crate) fn fault(self, cell: &[u8]) -> Option<NumberFault> {
        let cell = cell.trim_ascii();
        let unsigned = cell.strip_prefix(b"-").or_else(|| cell.strip_prefix(b"+")).unwrap_or(cell);
        let whole = unsigned.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if whole == unsigned.len() && whole > 0 && whole <= self.digits {
            return None;
        }
        self.odd(unsigned, whole)
    }

    fn odd(self, unsigned: &[u8], whole: usize) -> Option<NumberFault> {
        let (digits, rest) = unsigned.split_at(whole);
        let places = match rest {
            [] => &[],
            [b'.', places @ ..] if !places.is_empty() && places.iter().all(u8::is_ascii_digit) => places,
            _ => return Some(Self::kind(unsigned)),
        };
        if digits.is_empty() && places.is_empty() {
            return Some(NumberFault::Other);
        }
        let leading = digits.iter().take_while(|digit| **digit == b'0').count();
        let trailing = places.iter().rev().take_while(|digit| **digit == b'0').count();
        if self.places == 0 && !places.is_empty() {
            return Some(if trailing == places.len() { NumberFault::ZeroFraction } else { NumberFault::Fraction });
        }
        if digits.len() - leading > self.digits {
            return Some(NumberFault::Digits);
        }
        (places.len() - trailing > self.places).then_some(NumberFault::Places)
    }

    #[cold]
    fn kind(cell: &[u8]) -> NumberFault {
        let text = String::from_utf8_lossy(cell);
        let text = text.trim();
        if let Some(number) = text.strip_suffix('%') {
            return if number.trim().bytes().any(|byte| byte.is_ascii_digit()) {
                NumberFault::Percent
            } else {
                NumberFault::Other
            };
        }
        let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
        let is_sign =
            |c: char| matches!(c, '$' | '€' | '£' | '¥' | '₹' | '₩' | '₽' | '₺' | '฿' | '₫' | '₪' | '¢' | '￥');
        let word: String = text.chars().filter(|c| c.is_alphabetic()).collect();
        const CURRENCIES: [&str; 19] = [
            "USD", "EUR", "GBP", "INR", "JPY", "CNY", "CHF", "AUD", "CAD", "RS", "KR", "SEK", "NOK", "DKK", "SGD", "R",
            "AED", "SAR", "PLN",
        ];
        if has_digit && (text.contains(is_sign) || CURRENCIES.contains(&word.to_uppercase().as_str())) {
            return NumberFault::Currency;
        }
        let mantissa_and_exponent = text.split_once(['e', 'E']);
        if let Some((mantissa, exponent)) = mantissa_and_exponent
            && mantissa.replace(',', ".").parse::<f64>().is_ok()
            && exponent.parse::<i32>().is_ok()
        {
            return NumberFault::Exponent;
        }
        let is_separator = |c: char| matches!(c, ',' | '.' | '\'' | '’' | ' ' | '\u{a0}' | '\u{202f}' | '_');
        if !has_digit || !text.chars().all(|c| c.is_ascii_digit() || is_separator(c)) {
            return NumberFault::Other;
        }
        let commas = text.matches(',').count();
        let last = text.rsplit(is_separator).next().unwrap_or_default();
        let is_grouped = text.split(is_separator).skip(1).all(|group| group.len() == 3);
        if commas == 1 && text.chars().filter(|c| is_separator(*c)).count() == 1 && !(last.len() == 3 && is_grouped) {
            return NumberFault::DecimalComma;
        }
        NumberFault::Thousands
    }
}

impl NumberFault {
    /// Every kind, in order.
    pub(crate) const ALL: [Self; 10] = [
        Self::ZeroFraction,
        Self::Fraction,
        Self::DecimalComma,
        Self::Thousands,
        Self::Currency,
        Self::Percent,
        Self::Exponent,
        Self::Digits,
        Self::Places,
        Self::Other,
    ];

    /// What to do about it.
    pub(crate) const fn cure(self) -> &'static str {
        match self {
            Self::ZeroFraction => "write whole numbers: programs such as pandas write `12.0` when a column has a gap",
            Self::Fraction => "round to whole numbers, or map the column to a field that holds decimals",
            Self::DecimalComma => "write a point before the decimals",
            Self::Thousands => "leave the separators between thousands out, and write a point before the decimals",
            Self::Currency => "leave the currency out",
            Self::Percent => "leave the percent sign out",
            Self::Exponent => "write all digits: a spreadsheet shortened them",
            Self::Digits => "write smaller numbers, or map the column to another field",
            Self::Places => "round them",
            Self::Other => "write digits and a point alone, or leave the cells blank",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_from_others() {
        use NumberFault::*;
        const INTEGER: Form = Form { digits: 9, places: 0 };
        const MONEY: Form = Form { digits: 16, places: 2 };
        for (form, cell, expected) in [
            (INTEGER, "12", None),
            (INTEGER, "-12", None),
            (INTEGER, " 12 ", None),
            (INTEGER, "000000000012", None),
            (INTEGER, "123456789", None),
            (INTEGER, "1234567890", Some(Digits)),
            (INTEGER, "12.0", Some(ZeroFraction)),
            (INTEGER, "1.5", Some(Fraction)),
            (INTEGER, "1,250", Some(Thousands)),
            (INTEGER, "12.", Some(Thousands)),
            (INTEGER, "many", Some(Other)),
            (INTEGER, "1E5", Some(Exponent)),
            (MONEY, "12.5", None),
            (MONEY, ".5", None),
            (MONEY, "12.500", None),
            (MONEY, "12.505", Some(Places)),
            (MONEY, "12345678901234567", Some(Digits)),
            (MONEY, "12,50", Some(DecimalComma)),
            (MONEY, "1250,00", Some(DecimalComma)),
            (MONEY, "1.250.000,50", Some(Thousands)),
            (MONEY, "1,250.00", Some(Thousands)),
            (MONEY, "1 250", Some(Thousands)),
            (MONEY, "$5000", Some(Currency)),
            (MONEY, "5000 EUR", Some(Currency)),
            (MONEY, "5%", Some(Percent)),
            (MONEY, "-", Some(Other)),
            (MONEY, "", Some(Other)),
            (MONEY, "(500)", Some(Other)),
        ] {
            assert_eq!(form.fault(cell.as_bytes()), expected, "{cell}");
        }
    }
}

//! What the pattern of a `format` is about.

use crate::vendor::pattern::fault::fault;

/// What the letters of a pattern stand for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pattern {
    /// Parts of a date.
    pub(crate) date: bool,
    /// Hours or seconds. An `m` alone does not tell: where it stands for the month, that is another mistake.
    pub(crate) time: bool,
}

impl Pattern {
    /// Reads a pattern; `None` if it is malformed, which is reported as that.
    pub(crate) fn of(format: &str) -> Option<Self> {
        if fault(format).is_some() {
            return None;
        }
        let mut pattern = Self::default();
        let mut quoted = false;
        for c in format.chars() {
            match c {
                '\'' => quoted = !quoted,
                _ if quoted => {}
                'y' | 'Y' | 'M' | 'L' | 'd' | 'D' | 'w' | 'W' | 'F' | 'E' | 'u' | 'G' => pattern.date = true,
                'H' | 'h' | 'K' | 'k' | 's' | 'S' => pattern.time = true,
                _ => {}
            }
        }
        Some(pattern)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_tell_what_a_pattern_is_about() {
        for (format, date, time) in [
            ("yyyy/MM/dd", true, false),
            ("MM/dd/yyyy HH:mm:ss", true, true),
            ("yyyy-MM-dd'T'HH:mm:ssZ", true, true),
            ("dd. MMM yyyy 'Uhr'", true, false),
            ("yyyy-mm-dd", true, false),
            ("HH:mm", false, true),
            ("#,##0.00", false, false),
        ] {
            assert_eq!(Pattern::of(format), Some(Pattern { date, time }), "{format}");
        }
    }
}

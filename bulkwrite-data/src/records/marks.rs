//! Where quotes, delimiters and line ends stand: 64 bytes at a time, in safe code.

/// What is looked for in a block.
struct Wanted {
    quote: Pattern,
    feed: Pattern,
    between: Pattern,
    carriage: Pattern,
}

/// Appends the places of quotes, delimiters, line feeds and lone carriage returns in `bytes`, which stand at `base` of the buffer; `next` is
/// the byte behind them.
pub(crate) fn find(bytes: &[u8], base: usize, delimiter: u8, next: Option<u8>, marks: &mut Vec<u32>) {
    let wanted =
        Wanted { quote: pattern(b'"'), feed: pattern(b'\n'), between: pattern(delimiter), carriage: pattern(b'\r') };
    let has_returns = memchr::memchr(b'\r', bytes).is_some();
    let (blocks, rest) = bytes.as_chunks::<64>();
    let mut last = [0; 64];
    last[..rest.len()].copy_from_slice(rest);
    for (i, block) in blocks.iter().chain((!rest.is_empty()).then_some(&last)).enumerate() {
        let at = i * 64;
        let mut found = matches(block, [&wanted.quote, &wanted.feed, &wanted.between]);
        if has_returns {
            found |= lone(matches(block, [&wanted.carriage; 3]), bytes, at, next);
        }
        if at + 64 > bytes.len() {
            found &= (1 << rest.len()) - 1;
        }
        let place = u32::try_from(base + at).unwrap_or(u32::MAX);
        while found != 0 {
            marks.push(place + found.trailing_zeros());
            found &= found - 1;
        }
    }
}

/// Of the carriage returns in a block, those that no line feed follows. The last byte of a file is no lone one: it ends the last line.
#[cold]
fn lone(returns: u64, bytes: &[u8], at: usize, next: Option<u8>) -> u64 {
    let (mut rest, mut lone) = (returns, 0);
    while rest != 0 {
        let behind = at + rest.trailing_zeros() as usize + 1;
        let follows = bytes.get(behind).copied().or(if behind >= bytes.len() { next } else { None });
        if follows.is_some_and(|byte| byte != b'\n') {
            lone |= rest & rest.wrapping_neg();
        }
        rest &= rest - 1;
    }
    lone
}

#[cfg(target_feature = "sse2")]
use sse2::{Pattern, matches, pattern};
#[cfg(not(target_feature = "sse2"))]
use words::{Pattern, matches, pattern};

/// Sixteen bytes at a time.
#[cfg(target_feature = "sse2")]
mod sse2 {
    use safe_arch::{cmp_eq_mask_i8_m128i, load_unaligned_m128i, m128i, move_mask_i8_m128i, set_splat_i8_m128i};

    pub(super) type Pattern = m128i;

    pub(super) fn pattern(byte: u8) -> Pattern {
        set_splat_i8_m128i(byte.cast_signed())
    }

    /// Which bytes of a block are one of these.
    #[inline]
    pub(super) fn matches(block: &[u8; 64], of: [&Pattern; 3]) -> u64 {
        block.as_chunks::<16>().0.iter().rev().fold(0, |found, part| {
            let part = load_unaligned_m128i(part);
            let [a, b, c] = of.map(|pattern| cmp_eq_mask_i8_m128i(part, *pattern));
            found << 16 | u64::from(move_mask_i8_m128i(a | b | c).cast_unsigned())
        })
    }
}

/// Eight bytes at a time, on any machine.
#[cfg(any(test, not(target_feature = "sse2")))]
mod words {
    const LOWS: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = 0x8080_8080_8080_8080;

    pub(super) type Pattern = u64;

    pub(super) const fn pattern(byte: u8) -> Pattern {
        LOWS * byte as u64
    }

    /// Which bytes of a block are one of these.
    #[inline]
    pub(super) fn matches(block: &[u8; 64], of: [&Pattern; 3]) -> u64 {
        block.as_chunks::<8>().0.iter().rev().fold(0, |found, part| {
            let part = u64::from_le_bytes(*part);
            // The high bit of each byte that differs: adding 0x7F to its low seven bits reaches it unless they are all zero.
            let differs = of.map(|pattern| part ^ pattern).map(|odd| ((odd & !HIGHS) + !HIGHS) | odd);
            let equal = !(differs[0] & differs[1] & differs[2]) & HIGHS;
            // Gathers the high bits in the last byte, the first of them lowest.
            found << 8 | (equal >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn marks_are_the_bytes_that_end_something(text in "[a,\"\n\r\u{0}\u{82}]{0,200}", base in 0usize..9, next in prop::option::of("[a\n]")) {
            let (bytes, next) = (text.as_bytes(), next.map(|next| next.as_bytes()[0]));
            let mut marks = Vec::new();
            find(bytes, base, b',', next, &mut marks);
            let expected = bytes.iter().enumerate().filter(|(at, byte)| match byte {
                b'\r' => bytes.get(at + 1).copied().or(next).is_some_and(|byte| byte != b'\n'),
                byte => matches!(byte, b'"' | b',' | b'\n'),
            });
            let expected: Vec<u32> = expected.filter_map(|(at, _)| u32::try_from(base + at).ok()).collect();
            prop_assert_eq!(marks, expected);
        }

        #[test]
        fn words_match_what_any_reader_does(block: [[u8; 32]; 2], a: u8, b: u8, c: u8) {
            let block: [u8; 64] = std::array::from_fn(|at| (block[at / 32][at % 32] % 8).wrapping_add(a).wrapping_sub(3));
            let expected = block.iter().rev().fold(0u64, |found, byte| found << 1 | u64::from([a, b, c].contains(byte)));
            let [a, b, c] = [a, b, c].map(words::pattern);
            prop_assert_eq!(words::matches(&block, [&a, &b, &c]), expected);
        }
    }
}

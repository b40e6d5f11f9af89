//! Where quotes, delimiters and line ends stand: eight bytes at a time, in safe code.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// The high bit of each byte of `word` that is `byte` (repeated in `pattern`): exact for every byte.
#[inline]
const fn equal(word: u64, pattern: u64) -> u64 {
    let differs = word ^ pattern;
    // Adding 0x7F to the low seven bits reaches the high bit unless they are all zero.
    !(((differs & !HIGHS) + (!HIGHS)) | differs | !HIGHS)
}

/// Appends the places of quotes, delimiters, line feeds and lone carriage returns in `bytes`, which stand at `base` of the buffer; `next` is
/// the byte behind them.
pub(crate) fn find(bytes: &[u8], base: usize, delimiter: u8, next: Option<u8>, marks: &mut Vec<u32>) {
    let (quote, feed, between, carriage) =
        (ONES * u64::from(b'"'), ONES * u64::from(b'\n'), ONES * u64::from(delimiter), ONES * u64::from(b'\r'));
    let mut place = u32::try_from(base).unwrap_or(u32::MAX);
    let (words, rest) = bytes.as_chunks::<8>();
    for (i, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let mut found = equal(word, quote) | equal(word, feed) | equal(word, between);
        let returns = equal(word, carriage);
        if returns != 0 {
            found |= lone(returns, bytes, i * 8, next);
        }
        while found != 0 {
            marks.push(place + (found.trailing_zeros() >> 3));
            found &= found - 1;
        }
        place = place.saturating_add(8);
    }
    let before = bytes.len() - rest.len();
    for (i, byte) in rest.iter().enumerate() {
        let at = before + i;
        let marked = match *byte {
            b'"' | b'\n' => true,
            b'\r' => bytes.get(at + 1).copied().or(next) != Some(b'\n') && (at + 1 < bytes.len() || next.is_some()),
            byte => byte == delimiter,
        };
        if marked {
            marks.push(place + u32::try_from(i).unwrap_or(0));
        }
    }
}

/// Of the carriage returns in a word, those that no line feed follows. The last byte of a file is no lone one: it ends the last line.
#[cold]
fn lone(returns: u64, bytes: &[u8], at: usize, next: Option<u8>) -> u64 {
    let (mut rest, mut lone) = (returns, 0);
    while rest != 0 {
        let bit = rest & rest.wrapping_neg();
        let behind = at + (rest.trailing_zeros() as usize >> 3) + 1;
        let follows = bytes.get(behind).copied().or(if behind >= bytes.len() { next } else { None });
        if follows.is_some_and(|byte| byte != b'\n') {
            lone |= bit;
        }
        rest &= rest - 1;
    }
    lone
}

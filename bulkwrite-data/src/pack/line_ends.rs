//! Where lines end in bytes that are decoded before they are split: a record ends in the text where a line ends in the bytes.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::{self, Read};
use std::rc::Rc;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

/// The ends that were read and not yet taken.
#[derive(Debug, Default)]
pub(super) struct Ends {
    places: VecDeque<u64>,
    /// How many bytes were read.
    pub(super) read: u64,
    /// Where the last line that was taken ends.
    pub(super) last: u64,
}

impl Ends {
    /// Where the line ends that is so many further.
    pub(super) fn take(&mut self, lines: usize) -> io::Result<u64> {
        for _ in 0..lines {
            let lost = || io::Error::other("its bytes are not what its encoding allows, and cannot be split");
            self.last = self.places.pop_front().ok_or_else(lost)?;
        }
        Ok(self.last)
    }
}

/// Passes bytes on, and notes where lines end.
pub(super) struct LineEnds<R> {
    source: R,
    ends: Rc<RefCell<Ends>>,
    /// How many bytes a line feed takes, and which of them is not zero.
    unit: (u64, u64),
    /// Whether a carriage return ends a line, too.
    returns: bool,
    /// The bytes of a unit that was cut by the end of a read.
    before: Option<u8>,
}

impl<R: Read> LineEnds<R> {
    pub(super) fn new(source: R, encoding: &'static Encoding, returns: bool) -> (Self, Rc<RefCell<Ends>>) {
        let ends = Rc::default();
        let unit = match encoding {
            encoding if encoding == UTF_16LE => (2, 0),
            encoding if encoding == UTF_16BE => (2, 1),
            _ => (1, 0),
        };
        (Self { source, ends: Rc::clone(&ends), unit, returns, before: None }, ends)
    }

    fn is_end(&self, byte: u8) -> bool {
        byte == b'\n' || self.returns && byte == b'\r'
    }
}

impl<R: Read> Read for LineEnds<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(out)?;
        let mut ends = self.ends.borrow_mut();
        let start = ends.read;
        ends.read += count as u64;
        if self.unit.0 == 1 {
            let new = (1u64..).zip(&out[..count]).filter(|(_, byte)| self.is_end(**byte));
            ends.places.extend(new.map(|(at, _)| start + at));
            return Ok(count);
        }
        let mut before = self.before;
        for (at, byte) in (start + 1..).zip(&out[..count]) {
            match before.take() {
                None => before = Some(*byte),
                Some(first) => {
                    let (meant, other) = if self.unit.1 == 0 { (first, *byte) } else { (*byte, first) };
                    if other == 0 && self.is_end(meant) {
                        ends.places.push_back(at);
                    }
                }
            }
        }
        drop(ends);
        self.before = before;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_where_they_end_whatever_the_reads() {
        let wide = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
        let big = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_be_bytes).collect() };
        // U+0A0D, U+0D0A and U+2028 end nothing.
        let text = "a\u{a0d}\n\u{d0a}\u{2028}b\r\n";
        for (bytes, encoding, returns, expected) in [
            (wide(text), UTF_16LE, false, vec![6, 16]),
            (big(text), UTF_16BE, false, vec![6, 16]),
            (big("a\rb\r"), UTF_16BE, true, vec![4, 8]),
            (big("a\rb\r"), UTF_16BE, false, vec![]),
            (b"a\n\x83\x5c\n".to_vec(), encoding_rs::SHIFT_JIS, false, vec![2, 5]),
        ] {
            for size in 1..5 {
                let (mut reader, ends) = LineEnds::new(&bytes[..], encoding, returns);
                let mut buffer = vec![0; size];
                while reader.read(&mut buffer).expect("memory") > 0 {}
                assert_eq!(ends.borrow().places, expected, "{encoding:?} by {size}");
                assert_eq!(ends.borrow().read, bytes.len() as u64);
            }
        }
    }
}

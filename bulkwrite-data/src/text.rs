//! The encoding of a file: what it is taken for, its text, and the way back to its bytes.

use std::borrow::Cow;
use std::io::{self, Read};

use encoding_rs::{
    BIG5, Decoder, Encoding, GB18030, GBK, ISO_2022_JP, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252,
};

/// How the bytes of a file become text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Coding {
    pub(crate) encoding: &'static Encoding,
    /// Whether the text is decoded before it is split into cells: where a quote or line end may be a part of another character.
    pub(crate) first: bool,
}

/// What the beginning of a file tells of its encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    None,
    Utf8,
    Utf16(&'static Encoding),
    /// No mark, and every other byte is zero.
    Wide(&'static Encoding),
}

impl Mark {
    pub(crate) fn of(head: &[u8]) -> Self {
        match head {
            [0xEF, 0xBB, 0xBF, ..] => return Self::Utf8,
            [0xFF, 0xFE, ..] => return Self::Utf16(UTF_16LE),
            [0xFE, 0xFF, ..] => return Self::Utf16(UTF_16BE),
            _ => {}
        }
        let sample = &head[..head.len().min(256)];
        let zeros = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
        let half = sample.len() / 2;
        match (zeros(0), zeros(1)) {
            (0, odd) if half > 1 && odd * 2 > half => Self::Wide(UTF_16LE),
            (even, 0) if half > 1 && even * 2 > half => Self::Wide(UTF_16BE),
            _ => Self::None,
        }
    }

    /// How many bytes it takes.
    pub(crate) const fn len(self) -> usize {
        match self {
            Self::Utf8 => 3,
            Self::Utf16(_) => 2,
            Self::None | Self::Wide(_) => 0,
        }
    }
}

impl Coding {
    pub(crate) fn of(mark: Mark, declared: Option<&'static Encoding>) -> Self {
        let encoding = match mark {
            Mark::Utf8 => UTF_8,
            Mark::Utf16(encoding) | Mark::Wide(encoding) => encoding,
            Mark::None => match declared {
                // Zeros would have told.
                Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => UTF_8,
                Some(encoding) => encoding,
                None => UTF_8,
            },
        };
        let first = [UTF_16LE, UTF_16BE, SHIFT_JIS, GBK, GB18030, BIG5, ISO_2022_JP].contains(&encoding);
        Self { encoding, first }
    }

    /// Bytes of a cell as text; what is none becomes U+FFFD, and what is not UTF-8 although it should be is taken for windows-1252.
    pub(crate) fn text<'b>(&self, bytes: &'b [u8]) -> Cow<'b, str> {
        if self.first || self.encoding == UTF_8 {
            return match std::str::from_utf8(bytes) {
                Ok(text) => Cow::Borrowed(text),
                Err(_) if self.first => String::from_utf8_lossy(bytes),
                Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
            };
        }
        self.encoding.decode_without_bom_handling(bytes).0
    }

    /// Whether a part of the file is what its encoding allows.
    pub(crate) fn fits(&self, bytes: &[u8]) -> bool {
        if self.first {
            return memchr::memmem::find(bytes, "\u{fffd}".as_bytes()).is_none();
        }
        if self.encoding == UTF_8 {
            return std::str::from_utf8(bytes).is_ok();
        }
        bytes.is_ascii() || self.encoding.decode_without_bom_handling_and_without_replacement(bytes).is_some()
    }

    /// How many bytes of the file a part of the text takes.
    pub(crate) fn raw_len(&self, text: &[u8]) -> u64 {
        if !self.first {
            return text.len() as u64;
        }
        let text = String::from_utf8_lossy(text);
        if self.encoding == UTF_16LE || self.encoding == UTF_16BE {
            return text.chars().map(|c| c.len_utf16() as u64 * 2).sum();
        }
        if text.is_ascii() {
            return text.len() as u64;
        }
        self.encoding.encode(&text).0.len() as u64
    }
}

/// Decodes what it reads into UTF-8.
pub(crate) struct Decoding<R> {
    source: R,
    decoder: Decoder,
    bytes: Box<[u8]>,
    /// What of `bytes` is left to decode.
    rest: std::ops::Range<usize>,
    text: Box<[u8]>,
    /// What of `text` is left to hand out.
    ready: std::ops::Range<usize>,
    ended: bool,
    done: bool,
}

impl<R: Read> Decoding<R> {
    pub(crate) fn new(source: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_without_bom_handling();
        let room = |size: usize| vec![0; size].into_boxed_slice();
        Self {
            source,
            decoder,
            bytes: room(32 * 1024),
            rest: 0..0,
            text: room(64 * 1024),
            ready: 0..0,
            ended: false,
            done: false,
        }
    }
}

impl<R: Read> Read for Decoding<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.ready.is_empty() && !self.done {
            if self.rest.is_empty() && !self.ended {
                let count = self.source.read(&mut self.bytes)?;
                self.ended = count == 0;
                self.rest = 0..count;
            }
            let (result, read, written, _) =
                self.decoder.decode_to_utf8(&self.bytes[self.rest.clone()], &mut self.text, self.ended);
            self.rest.start += read;
            self.ready = 0..written;
            self.done = self.ended && self.rest.is_empty() && result == encoding_rs::CoderResult::InputEmpty;
        }
        let count = self.ready.len().min(out.len());
        out[..count].copy_from_slice(&self.text[self.ready.start..self.ready.start + count]);
        self.ready.start += count;
        Ok(count)
    }
}

/// What was seen of bytes that are no ASCII, to tell what a file that is not UTF-8 is encoded in.
#[derive(Debug, Default)]
pub(crate) struct Traces {
    /// Characters of several bytes that are UTF-8.
    pub(crate) is_partly_utf8: bool,
    /// Some cells that are not UTF-8.
    sample: Vec<u8>,
}

impl Traces {
    /// Keeps some of what is not UTF-8.
    pub(crate) fn add(&mut self, cell: &[u8]) {
        if self.sample.len() < 64 * 1024 {
            self.sample.extend_from_slice(cell);
            self.sample.push(b'\n');
        }
    }

    /// The one charset that fits; `None` where none does, or several do.
    pub(crate) fn charset(&self) -> Option<&'static Encoding> {
        if self.is_partly_utf8 {
            return None;
        }
        let high = |byte: u8| byte >= 0x80;
        let (mut runs, mut long, mut highs) = (0usize, 0usize, 0usize);
        for run in self.sample.split(|byte| !high(*byte)).filter(|run| !run.is_empty()) {
            runs += 1;
            highs += run.len();
            long += usize::from(run.len() > 2);
        }
        let undefined = self.sample.iter().any(|byte| matches!(byte, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D));
        let is_western = !undefined && long * 4 <= runs && highs <= runs * 2;
        if is_western {
            return Some(WINDOWS_1252);
        }
        // Text of these scripts looks like nothing else.
        let natural = |encoding: &'static Encoding, first: char, last: char| {
            let text = encoding.decode_without_bom_handling_and_without_replacement(&self.sample)?;
            let foreign = text.chars().filter(|c| !c.is_ascii());
            let (all, own) = foreign
                .fold((0usize, 0usize), |(all, own), c| (all + 1, own + usize::from((first..=last).contains(&c))));
            (own * 20 >= all * 19).then_some(encoding)
        };
        let by_script = natural(encoding_rs::WINDOWS_1251, '\u{410}', '\u{44f}');
        if let Some(encoding) = by_script.or_else(|| natural(encoding_rs::WINDOWS_1253, '\u{386}', '\u{3ce}')) {
            return Some(encoding);
        }
        let kana = |encoding: &'static Encoding| {
            let text = encoding.decode_without_bom_handling_and_without_replacement(&self.sample)?;
            let foreign = text.chars().filter(|c| !c.is_ascii());
            let is_kana = |c: char| ('\u{3040}'..='\u{30ff}').contains(&c);
            let (all, own) = foreign.fold((0usize, 0usize), |(all, own), c| (all + 1, own + usize::from(is_kana(c))));
            (own * 5 >= all).then_some(encoding)
        };
        match (kana(SHIFT_JIS), kana(encoding_rs::EUC_JP)) {
            (Some(encoding), None) | (None, Some(encoding)) => return Some(encoding),
            _ => {}
        }
        let candidates = [SHIFT_JIS, encoding_rs::EUC_JP, encoding_rs::EUC_KR, GB18030, BIG5];
        let mut fitting = candidates.into_iter().filter(|encoding| {
            let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(&self.sample) else {
                return false;
            };
            let foreign: Vec<char> = text.chars().filter(|c| !c.is_ascii()).collect();
            let natural = |c: char| match *encoding {
                e if e == encoding_rs::EUC_KR => matches!(c, '가'..='힣'),
                e if e == SHIFT_JIS || e == encoding_rs::EUC_JP => {
                    matches!(c, '\u{3000}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ff5e}')
                }
                _ => matches!(c, '\u{3000}'..='\u{303f}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ff5e}'),
            };
            foreign.iter().filter(|c| natural(**c)).count() * 10 >= foreign.len() * 9
        });
        let first = fitting.next()?;
        fitting.next().is_none().then_some(first)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn marks_are_told() {
        for (head, expected) in [
            (&b"\xEF\xBB\xBFa"[..], Mark::Utf8),
            (b"\xFF\xFEa\0", Mark::Utf16(UTF_16LE)),
            (b"\xFE\xFF\0a", Mark::Utf16(UTF_16BE)),
            (b"a\0b\0c\0d\0", Mark::Wide(UTF_16LE)),
            (b"\0a\0b\0c\0d", Mark::Wide(UTF_16BE)),
            (b"a,b\n", Mark::None),
            (b"", Mark::None),
        ] {
            assert_eq!(Mark::of(head), expected, "{head:?}");
        }
    }

    #[test]
    fn text_is_decoded_whatever_the_reads() {
        let text = "n,c\nMüller,東京\n".repeat(50);
        for encoding in [UTF_16LE, SHIFT_JIS] {
            let bytes: Vec<u8> = if encoding == UTF_16LE {
                text.encode_utf16().flat_map(u16::to_le_bytes).collect()
            } else {
                encoding.encode(&text.replace('ü', "u")).0.into_owned()
            };
            let mut out = String::new();
            Decoding::new(&bytes[..], encoding).read_to_string(&mut out).unwrap();
            assert_eq!(out.replace('ü', "u"), text.replace('ü', "u"));
            let coding = Coding { encoding, first: true };
            assert_eq!(coding.raw_len(out.as_bytes()), bytes.len() as u64);
        }
    }

    #[test]
    fn a_charset_is_told_where_one_fits() {
        let of = |bytes: &[u8]| {
            let mut traces = Traces::default();
            traces.add(bytes);
            traces.charset()
        };
        assert_eq!(of(b"M\xFCller"), Some(WINDOWS_1252));
        assert_eq!(of(b"\x93Rome\x94"), Some(WINDOWS_1252));
        assert_eq!(of(&encoding_rs::WINDOWS_1251.encode("Привет мир").0), Some(encoding_rs::WINDOWS_1251));
        assert_eq!(of(&SHIFT_JIS.encode("こんにちは世界").0), Some(SHIFT_JIS));
        assert_eq!(of(b"\x81\x8d\xff\xfe\x90"), None);
    }
}

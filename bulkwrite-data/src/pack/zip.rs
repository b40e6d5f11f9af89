//! Writes a ZIP as plain as one can be: deflate, sizes before the content, the first day that a ZIP knows, the same bytes each time.

use std::io::{self, Write};

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

/// 1980-01-01, midnight is zero.
const DAY: u16 = 1 << 5 | 1;
/// What it takes to unpack: deflate.
const VERSION: u16 = 20;
/// The name is UTF-8.
const UTF8: u16 = 1 << 11;
const DEFLATE: u16 = 8;

/// A ZIP of these files, each at its root: the same bytes each time.
///
/// ```
/// let zip = bulkwrite_data::pack::zip([("leads.csv", &b"Last_Name\nBoyle\n"[..])])?;
/// assert!(zip.starts_with(b"PK\x03\x04"));
/// # Ok::<(), std::io::Error>(())
/// ```
// `rawzip` writes the sizes behind the content, which readers of a stream do not find.
pub fn zip<'f>(files: impl IntoIterator<Item = (&'f str, &'f [u8])>) -> io::Result<Vec<u8>> {
    let too_large = |_| io::Error::other("a ZIP holds no more than 4 GB");
    let (mut out, mut directory, mut count) = (Vec::new(), Vec::new(), 0u16);
    for (name, content) in files {
        let start = u32::try_from(out.len()).map_err(too_large)?;
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(content)?;
        let packed = encoder.finish()?;
        let mut crc = Crc::new();
        crc.update(content);
        let mut facts = Vec::with_capacity(26);
        for number in [VERSION, if name.is_ascii() { 0 } else { UTF8 }, DEFLATE, 0, DAY] {
            facts.extend(number.to_le_bytes());
        }
        for number in [
            crc.sum(),
            u32::try_from(packed.len()).map_err(too_large)?,
            u32::try_from(content.len()).map_err(too_large)?,
        ] {
            facts.extend(number.to_le_bytes());
        }
        let length = u16::try_from(name.len()).map_err(|_| io::Error::other("the name of a file is too long"))?;
        facts.extend(length.to_le_bytes());
        facts.extend([0; 2]); // no extra fields
        out.extend(b"PK\x03\x04");
        out.extend(&facts);
        out.extend(name.as_bytes());
        out.extend(packed);
        directory.extend(b"PK\x01\x02");
        directory.extend(VERSION.to_le_bytes());
        directory.extend(&facts);
        directory.extend([0; 10]); // no comment, the first disk, no attributes
        directory.extend(start.to_le_bytes());
        directory.extend(name.as_bytes());
        count += 1;
    }
    let start = u32::try_from(out.len()).map_err(too_large)?;
    let length = u32::try_from(directory.len()).map_err(too_large)?;
    out.extend(directory);
    out.extend(b"PK\x05\x06");
    out.extend([0; 4]);
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(length.to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0; 2]);
    Ok(out)
}

/// The most that a ZIP of so many bytes in so many files can take, whatever they are: deflate stores what it cannot pack.
pub(super) const fn most(bytes: u64, files: u64) -> u64 {
    bytes + bytes / 8_000 + files * 700 + 64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::Archive;

    #[test]
    fn what_is_zipped_is_unzipped_and_says_its_sizes_first() {
        let rows = "a,b\n1,2\n".repeat(1_000);
        // What no method packs.
        let mut state = 7u64;
        let noise: Vec<u8> = (0..100_000)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                state.to_be_bytes()[0]
            })
            .collect();
        let files = [("leads.csv", rows.as_bytes()), ("ü.csv", &noise[..]), ("empty.csv", b"")];
        let bytes = zip(files).expect("it is small");
        assert_eq!(zip(files).expect("it is small"), bytes);
        assert!(bytes.len() as u64 <= most(rows.len() as u64 + 100_000, 3));
        let archive = Archive::open(&bytes).expect("it is a ZIP");
        assert_eq!(archive.entries.len(), 3);
        for (entry, (name, content)) in archive.entries.iter().zip(files) {
            assert_eq!((&*entry.name, entry.size), (name, content.len() as u64));
            assert_eq!(archive.unpack(entry, u64::MAX).as_deref(), Ok(content));
        }
        // Flags without a data descriptor, deflate, 00:00:00 of 1980-01-01, and the size.
        assert_eq!(bytes[6..14], [0, 0, 8, 0, 0, 0, 0x21, 0]);
        assert_eq!(bytes[22..26], u32::try_from(rows.len()).expect("it is small").to_le_bytes());
    }
}

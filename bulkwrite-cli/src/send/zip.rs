//! ZIPs: making one of CSVs, and reading what is in one.

use std::io::Read;

use flate2::read::DeflateDecoder;
use rawzip::{CompressionMethod, ZipArchive};

/// What the CRM takes at most, in one file; "25 MB" is taken for the smaller of its two meanings.
pub(crate) const MAX_SIZE: usize = 25_000_000;
/// What is unpacked at most of one entry: a result is larger than what was sent, and a bomb is larger still.
const MAX_UNPACKED: u64 = 256 << 20;

/// A file in a ZIP.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// The files in a ZIP, without folders and what macOS adds; or what is wrong with it, in words.
pub(crate) fn unpack(zip: &[u8]) -> Result<Vec<Entry>, String> {
    let broken = |error: rawzip::Error| format!("it is no whole ZIP: {error}");
    let archive = ZipArchive::from_slice(zip).map_err(broken)?;
    let mut entries = archive.entries();
    let mut files = Vec::new();
    while let Some(header) = entries.next_entry().map_err(broken)? {
        let name = String::from_utf8_lossy(header.file_path().as_bytes()).into_owned();
        if header.is_dir()
            || name.starts_with("__MACOSX/")
            || name.rsplit('/').next().is_some_and(|n| n.starts_with('.'))
        {
            continue;
        }
        let entry = archive.get_entry(header.wayfinder()).map_err(broken)?;
        let mut bytes = Vec::new();
        let read = match header.compression_method() {
            CompressionMethod::STORE => {
                entry.verifying_reader(entry.data()).take(MAX_UNPACKED + 1).read_to_end(&mut bytes)
            }
            CompressionMethod::DEFLATE => {
                entry.verifying_reader(DeflateDecoder::new(entry.data())).take(MAX_UNPACKED + 1).read_to_end(&mut bytes)
            }
            method => return Err(format!("`{name}` in it is compressed by {method:?}: only deflate can be read")),
        };
        read.map_err(|error| format!("`{name}` in it is damaged: {error}"))?;
        if bytes.len() as u64 > MAX_UNPACKED {
            return Err(format!("`{name}` in it is larger than {} MB", MAX_UNPACKED >> 20));
        }
        files.push(Entry { name, bytes });
    }
    Ok(files)
}

/// Whether the bytes begin as a ZIP does.
pub(crate) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

#[cfg(test)]
mod tests {
    use bulkwrite_data::pack::zip as pack;

    use super::*;

    #[test]
    fn what_is_packed_is_unpacked() {
        let rows = "a,b\n1,2\n".repeat(1_000);
        let files = [("leads.csv", rows.as_bytes()), ("ü.csv", b"x\n")];
        let zip = pack(files).expect("it can be packed");
        assert!(is_zip(&zip) && zip.len() < rows.len() / 10);
        assert_eq!(pack(files).expect("it can be packed"), zip);
        let read = unpack(&zip).expect("it can be read");
        assert_eq!(read.len(), 2);
        for (entry, (name, bytes)) in read.iter().zip(files) {
            assert_eq!((entry.name.as_str(), entry.bytes.as_slice()), (name, bytes));
        }
    }

    #[test]
    fn a_damaged_zip_is_told() {
        let zip = pack([("a.csv", &b"a,b\n1,2\n"[..])]).expect("it can be packed");
        for cut in 0..zip.len() {
            assert!(unpack(&zip[..cut]).is_err(), "{cut}");
        }
        let mut flipped = zip.clone();
        flipped[40] ^= 1;
        assert!(unpack(&flipped).is_err());
    }
}

//! Looks into uploaded ZIPs, and packs results.

use std::io::{self, BufRead, BufReader, Read, Write};

use flate2::Compression;
use flate2::bufread::DeflateDecoder;
use flate2::write::DeflateEncoder;
use rawzip::{CompressionMethod, ZipArchive, ZipArchiveWriter, ZipSliceArchive};

/// What an upload may be at most, and what a CSV in it may be: 25 MB. The documentation does not say which.
pub(crate) const MAX_SIZE: usize = 25 * 1024 * 1024;
/// How many files may be in a ZIP.
const MAX_ENTRIES: usize = 100;
/// How many times larger than the ZIP its content may be; above a megabyte that is a bomb, not a CSV.
const MAX_RATIO: u64 = 500;

/// Why a ZIP is of no use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unusable {
    /// Its content is too large.
    TooLarge(String),
    /// It is broken, or cannot be read for another reason.
    Broken(String),
}

impl Unusable {
    pub(crate) fn why(&self) -> &str {
        match self {
            Self::TooLarge(why) | Self::Broken(why) => why,
        }
    }

    fn broken(error: impl std::fmt::Display) -> Self {
        Self::Broken(format!("the ZIP is broken: {error}"))
    }
}

/// Whether bytes begin as a ZIP does: with a file in it, or with the end of an empty one.
pub(crate) fn has_signature(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// A ZIP that is looked into.
pub(crate) struct Zip<'z> {
    archive: ZipSliceArchive<&'z [u8]>,
    /// The files in it that are data, in the order of its directory.
    pub(crate) files: Vec<ZipFile>,
}

/// A file in a ZIP.
pub(crate) struct ZipFile {
    /// Its name, folders included.
    pub(crate) name: String,
    method: CompressionMethod,
    size: u64,
    place: rawzip::ZipArchiveEntryWayfinder,
}

impl<'z> Zip<'z> {
    /// Reads the directory; nothing is unpacked yet.
    pub(crate) fn open(bytes: &'z [u8]) -> Result<Self, Unusable> {
        let archive = ZipArchive::from_slice(bytes).map_err(Unusable::broken)?;
        let (mut files, mut total, mut count) = (Vec::new(), 0u64, 0);
        let mut entries = archive.entries();
        while let Some(entry) = entries.next_entry().map_err(Unusable::broken)? {
            count += 1;
            if count > MAX_ENTRIES {
                return Err(Unusable::TooLarge(format!("the ZIP has more than {MAX_ENTRIES} files")));
            }
            let name = String::from_utf8_lossy(entry.file_path().as_bytes()).into_owned();
            let size = entry.uncompressed_size_hint();
            if size > MAX_SIZE as u64 {
                return Err(Unusable::TooLarge(format!("`{}` in the ZIP is larger than 25 MB", name.escape_debug())));
            }
            total = total.saturating_add(size);
            // What an operating system adds is no data.
            let is_stray = name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX");
            if entry.is_dir() || is_stray {
                continue;
            }
            if entry.flags().is_encrypted() {
                return Err(Unusable::Broken(format!("`{}` in the ZIP is encrypted", name.escape_debug())));
            }
            files.push(ZipFile { name, method: entry.compression_method(), size, place: entry.wayfinder() });
        }
        if total > 1024 * 1024 && total / MAX_RATIO > bytes.len() as u64 {
            return Err(Unusable::TooLarge(format!("the ZIP unpacks to more than {MAX_RATIO} times its size")));
        }
        Ok(Self { archive, files })
    }

    /// The rows of a file.
    pub(crate) fn rows(&self, file: &ZipFile) -> Result<Rows<'_>, Unusable> {
        let entry = self.archive.get_entry(file.place).map_err(Unusable::broken)?;
        let content: Box<dyn Read + '_> = match file.method {
            CompressionMethod::STORE => Box::new(entry.data()),
            CompressionMethod::DEFLATE => Box::new(DeflateDecoder::new(entry.data())),
            method => {
                let name = file.name.escape_debug();
                return Err(Unusable::Broken(format!(
                    "`{name}` in the ZIP is compressed by method {}",
                    method.as_u16()
                )));
            }
        };
        // The directory was believed so far; what unpacks to more than it says is cut off and found out by its sum.
        Rows::read(entry.verifying_reader(content.take(file.size + 1)))
    }
}

/// The rows of a CSV, one after the other.
pub(crate) struct Rows<'z> {
    reader: csv::Reader<Box<dyn BufRead + 'z>>,
    /// The first row.
    pub(crate) header: Vec<String>,
}

/// The characters that may stand between columns.
const DELIMITERS: [u8; 4] = *b",;:|";

impl<'z> Rows<'z> {
    fn read(content: impl Read + 'z) -> Result<Self, Unusable> {
        let mut content: Box<dyn BufRead + 'z> = Box::new(BufReader::with_capacity(64 * 1024, content));
        let start = content.fill_buf().map_err(Unusable::broken)?;
        let mark = if start.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        let delimiter = delimiter(&start[mark..]);
        content.consume(mark);
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(content);
        let mut record = csv::ByteRecord::new();
        reader.read_byte_record(&mut record).map_err(Unusable::broken)?;
        Ok(Self { reader, header: texts(&record) })
    }

    /// The next row.
    pub(crate) fn next(&mut self) -> Result<Option<Vec<String>>, Unusable> {
        let mut record = csv::ByteRecord::new();
        let found = self.reader.read_byte_record(&mut record).map_err(Unusable::broken)?;
        Ok(found.then(|| texts(&record)))
    }

    /// How many rows are left.
    pub(crate) fn count(mut self) -> Result<u64, Unusable> {
        let (mut record, mut count) = (csv::ByteRecord::new(), 0);
        while self.reader.read_byte_record(&mut record).map_err(Unusable::broken)? {
            count += 1;
        }
        Ok(count)
    }
}

fn texts(record: &csv::ByteRecord) -> Vec<String> {
    record.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect()
}

/// The delimiter that the first line has most of, outside of quotes.
fn delimiter(text: &[u8]) -> u8 {
    let (mut counts, mut is_quoted) = ([0usize; 4], false);
    for byte in text {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' | b'\r' if !is_quoted => break,
            _ if !is_quoted => {
                if let Some(at) = DELIMITERS.iter().position(|delimiter| delimiter == byte) {
                    counts[at] += 1;
                }
            }
            _ => {}
        }
    }
    // Of those that are equally many the first counts.
    let most = (0..4).rev().max_by_key(|at| counts[*at]).unwrap_or(0);
    DELIMITERS[most]
}

/// Packs files into a ZIP.
pub(crate) fn pack(files: &[(String, Vec<u8>)]) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    let mut archive = ZipArchiveWriter::new(&mut out);
    for (name, content) in files {
        let (mut entry, config) = archive
            .new_file(name.as_str())
            .compression_method(CompressionMethod::DEFLATE)
            .start()
            .map_err(io::Error::other)?;
        let mut writer = config.wrap(DeflateEncoder::new(&mut entry, Compression::fast()));
        writer.write_all(content)?;
        let (encoder, descriptor) = writer.finish().map_err(io::Error::other)?;
        encoder.finish()?;
        entry.finish(descriptor).map_err(io::Error::other)?;
    }
    archive.finish().map_err(io::Error::other)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(files: &[(&str, &str)]) -> Vec<u8> {
        let files: Vec<_> = files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
        pack(&files).unwrap()
    }

    fn rows(zip: &[u8]) -> Result<Vec<Vec<String>>, Unusable> {
        let zip = Zip::open(zip)?;
        let mut rows = zip.rows(&zip.files[0])?;
        let mut all = vec![rows.header.clone()];
        while let Some(row) = rows.next()? {
            all.push(row);
        }
        Ok(all)
    }

    #[test]
    fn rows_are_read_whatever_stands_between_columns() {
        for (text, expected) in [
            ("A,B\n1,2\n", vec![vec!["A", "B"], vec!["1", "2"]]),
            ("A;B\r\n1;\"2\n;\"\r\n", vec![vec!["A", "B"], vec!["1", "2\n;"]]),
            ("\u{feff}A|B\n1|2,3", vec![vec!["A", "B"], vec!["1", "2,3"]]),
            ("\"A,,\":B:C\n1:2", vec![vec!["A,,", "B", "C"], vec!["1", "2"]]),
            ("A\n1\n", vec![vec!["A"], vec!["1"]]),
            ("", vec![vec![]]),
        ] {
            assert_eq!(rows(&files(&[("leads.csv", text)])).unwrap(), expected, "{text:?}");
        }
    }

    #[test]
    fn what_is_no_data_is_passed_over() {
        let zip = files(&[("__MACOSX/._a.csv", "x"), (".DS_Store", "x"), ("folder/a.csv", "A"), ("b.csv", "B")]);
        let names: Vec<_> = Zip::open(&zip).unwrap().files.into_iter().map(|file| file.name).collect();
        assert_eq!(names, ["folder/a.csv", "b.csv"]);
    }

    /// A ZIP with a file whose size its directory tells otherwise.
    fn claiming(text: &str, size: usize) -> Vec<u8> {
        let mut zip = files(&[("a.csv", text)]);
        let directory = memchr::memmem::find(&zip, b"PK\x01\x02").unwrap();
        zip[directory + 24..directory + 28].copy_from_slice(&u32::try_from(size).unwrap().to_le_bytes());
        zip
    }

    #[test]
    fn bombs_are_refused() {
        for (zip, expected) in [
            (claiming("A", MAX_SIZE + 1), "`a.csv` in the ZIP is larger than 25 MB"),
            (claiming("A", MAX_SIZE), "the ZIP unpacks to more than 500 times its size"),
            (files(&[("a.csv", ""); 101]), "the ZIP has more than 100 files"),
        ] {
            assert_eq!(Zip::open(&zip).err(), Some(Unusable::TooLarge(expected.to_owned())));
        }
        // A directory that says less than there is.
        assert!(matches!(rows(&claiming(&"A,B\n".repeat(1000), 8)), Err(Unusable::Broken(_))));
    }

    #[test]
    fn no_zip_makes_it_panic() {
        let whole = files(&[("a.csv", "A,B\n1,2\n"), ("b.csv", "C\n3\n")]);
        for at in 0..whole.len() {
            let _ = rows(&whole[..at]);
            for byte in [0, 0xFF, whole[at] ^ 1] {
                let mut zip = whole.clone();
                zip[at] = byte;
                if Zip::open(&zip).is_ok_and(|zip| !zip.files.is_empty()) {
                    let _ = rows(&zip);
                }
            }
        }
        assert!(has_signature(&whole) && has_signature(&files(&[])) && !has_signature(b"Last_Name\n"));
    }
}

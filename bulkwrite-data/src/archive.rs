//! ZIPs, by their directory: what is in them, and the content of a file in bounded memory.

use std::io::Read;

use flate2::bufread::DeflateDecoder;
use rawzip::{CompressionMethod, ZipArchive, ZipSliceArchive};

/// The most that is unpacked of a ZIP, whatever the CRM takes: a larger CSV is given as it is.
pub(crate) const MOST_UNPACKED: u64 = 500_000_000;
/// A directory with more entries is not read to its end.
const MAX_ENTRIES: usize = 10_000;

/// A ZIP whose directory has been read.
pub(crate) struct Archive<'z> {
    archive: ZipSliceArchive<&'z [u8]>,
    pub(crate) entries: Vec<Entry>,
}

/// What the directory says of a file.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) size: u64,
    pub(crate) is_folder: bool,
    pub(crate) is_encrypted: bool,
    method: CompressionMethod,
    place: rawzip::ZipArchiveEntryWayfinder,
}

/// Why a file of a ZIP cannot be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The ZIP is broken, or of a kind that the CRM does not read.
    NotAZip(String),
    TooLarge(String),
}

/// Whether bytes begin as a ZIP does.
pub(crate) fn has_signature(bytes: &[u8]) -> bool {
    [&b"PK\x03\x04"[..], b"PK\x05\x06", b"PK\x07\x08"].iter().any(|signature| bytes.starts_with(signature))
}

impl<'z> Archive<'z> {
    /// Reads the directory; nothing is unpacked yet.
    pub(crate) fn open(bytes: &'z [u8]) -> Result<Self, String> {
        let archive = ZipArchive::from_slice(bytes).map_err(|error| {
            if has_signature(bytes) {
                format!("it is cut off or damaged ({error})")
            } else {
                "it does not begin as a ZIP does".to_owned()
            }
        })?;
        let mut entries = Vec::new();
        let mut directory = archive.entries();
        while let Some(entry) = directory.next_entry().map_err(|error| format!("its directory is damaged ({error})"))? {
            if entries.len() == MAX_ENTRIES {
                return Err(format!("it has more than {MAX_ENTRIES} files"));
            }
            entries.push(Entry {
                name: String::from_utf8_lossy(entry.file_path().as_bytes()).into_owned(),
                size: entry.uncompressed_size_hint(),
                is_folder: entry.is_dir(),
                is_encrypted: entry.flags().is_encrypted(),
                method: entry.compression_method(),
                place: entry.wayfinder(),
            });
        }
        Ok(Self { archive, entries })
    }

    /// The content of a file, its checksum verified; never more than is allowed, nor than the directory says.
    pub(crate) fn unpack(&self, entry: &Entry, most: u64) -> Result<Vec<u8>, Fault> {
        let damaged = |error: &dyn std::fmt::Display| {
            Fault::NotAZip(format!("`{}` in it is damaged ({error})", entry.name.escape_debug()))
        };
        if entry.is_encrypted {
            return Err(Fault::NotAZip(format!("`{}` in it is encrypted", entry.name.escape_debug())));
        }
        let found = self.archive.get_entry(entry.place).map_err(|error| damaged(&error))?;
        let content: Box<dyn Read + '_> = match entry.method {
            CompressionMethod::STORE => Box::new(found.data()),
            CompressionMethod::DEFLATE => Box::new(DeflateDecoder::new(found.data())),
            method => {
                let name = entry.name.escape_debug();
                return Err(Fault::NotAZip(format!(
                    "`{name}` in it is compressed by {}, not by deflate",
                    method_name(method.as_u16())
                )));
            }
        };
        let most = most.min(MOST_UNPACKED);
        if entry.size > most {
            return Err(Fault::TooLarge(format!("`{}` in it has {} bytes", entry.name.escape_debug(), entry.size)));
        }
        // The directory is not believed: it may say more than there is, or less.
        let mut out = Vec::with_capacity(usize::try_from(entry.size.min(1 << 24)).unwrap_or(0));
        let read = found.verifying_reader(content.take(most + 1)).read_to_end(&mut out);
        if out.len() as u64 > most {
            return Err(Fault::TooLarge(format!(
                "`{}` in it unpacks to more than its directory says",
                entry.name.escape_debug()
            )));
        }
        read.map_err(|error| damaged(&error))?;
        Ok(out)
    }
}

fn method_name(method: u16) -> String {
    match method {
        9 => "deflate64".to_owned(),
        12 => "bzip2".to_owned(),
        14 => "LZMA".to_owned(),
        93 => "zstd".to_owned(),
        95 => "xz".to_owned(),
        method => format!("method {method}"),
    }
}

/// What a file is by its first bytes, where that is certainly no CSV.
pub(crate) fn other_kind(head: &[u8]) -> Option<&'static str> {
    const KINDS: [(&[u8], &str); 18] = [
        (b"PK\x03\x04", "a ZIP or a workbook"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "a workbook of an old Excel"),
        (b"\x89PNG\r\n\x1A\n", "an image"),
        (b"\xFF\xD8\xFF", "an image"),
        (b"GIF8", "an image"),
        (b"BM\0\0", "an image"),
        (b"%PDF-", "a PDF"),
        (b"\x1F\x8B", "a gzip archive"),
        (b"BZh", "a bzip2 archive"),
        (b"7z\xBC\xAF\x27\x1C", "a 7z archive"),
        (b"Rar!\x1A\x07", "a RAR archive"),
        (b"\xFD7zXZ", "an xz archive"),
        (b"\x28\xB5\x2F\xFD", "a zstd archive"),
        (b"PAR1", "a Parquet file"),
        (b"SQLite format 3\0", "a database"),
        (b"\x7FELF", "a program"),
        (b"{\\rtf", "a document"),
        (b"RIFF", "an image"),
    ];
    if let Some((_, kind)) = KINDS.iter().find(|(signature, _)| head.starts_with(signature)) {
        return Some(kind);
    }
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    let is_word = |word: &str| text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()));
    if is_word("<!doctype") || is_word("<html") {
        return Some("a web page");
    }
    if is_word("<?xml") {
        return Some("XML");
    }
    let after = |text: &[u8]| text.get(1..).unwrap_or_default().trim_ascii_start().first().copied();
    match (text.first(), after(text)) {
        (Some(b'{'), Some(b'"' | b'}')) | (Some(b'['), Some(b'{' | b'[' | b'"' | b']')) => Some("JSON"),
        _ => None,
    }
}

/// Whether a ZIP with these files is a workbook or document.
pub(crate) fn is_workbook(entries: &[Entry]) -> bool {
    entries.iter().any(|entry| {
        matches!(&*entry.name, "[Content_Types].xml" | "mimetype" | "META-INF/manifest.xml")
            || entry.name.starts_with("xl/")
            || entry.name.starts_with("Index/Document.iwa")
    })
}

/// Whether a file is one that systems and people leave in archives.
pub(crate) fn is_stray(name: &str) -> bool {
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
    name.split(['/', '\\']).any(|part| part == "__MACOSX" || part.starts_with('.'))
        || ["Thumbs.db", "desktop.ini"].iter().any(|stray| base.eq_ignore_ascii_case(stray))
}

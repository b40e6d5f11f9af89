//! `plan.json`: what was packed, for people and for the programs that send it.

use bulkwrite_core::json::{self, Options};
use bulkwrite_data::pack::{Pack, Part};
use bulkwrite_render::Object;

use crate::hash::sha256;
use crate::rust;

/// A file of the data.
pub(super) struct Source {
    /// Its path, as it was given.
    pub(super) shown: String,
    pub(super) name: String,
    pub(super) bytes: u64,
    pub(super) sha256: String,
}

/// What is known of a part once it is packed.
#[derive(Clone, Debug)]
pub(super) struct Zipped {
    pub(super) bytes: u64,
    pub(super) sha256: String,
    /// The hash of each file in it.
    pub(super) files: Vec<String>,
}

impl Zipped {
    pub(super) fn new(packed: &bulkwrite_data::pack::Packed) -> Self {
        Self {
            bytes: packed.zip.len() as u64,
            sha256: sha256(&packed.zip),
            files: packed.files.iter().map(|(_, bytes)| sha256(bytes)).collect(),
        }
    }
}

/// The plan as JSON in one line; of parts that are not packed sizes and hashes are not known.
pub(super) fn line(job: &str, sources: &[Source], pack: &Pack<'_>, zipped: &[Zipped]) -> String {
    let parts = pack.parts();
    let mut plan = Object::new();
    plan.number("version", 1)
        .string("job", job)
        .list(
            "data",
            sources.iter().map(|source| {
                let mut object = Object::new();
                object.string("file", &source.name).number("bytes", source.bytes).string("sha256", &source.sha256);
                object.close()
            }),
        )
        .number("rows", parts.iter().map(Part::rows).sum::<u64>())
        .number("left_out", pack.left_out())
        .number("jobs", parts.len())
        .number("credits", pack.credits())
        .list("parts", parts.iter().enumerate().map(|(at, part)| self::part(at, part, zipped.get(at), sources)));
    plan.close()
}

fn part(at: usize, part: &Part, zipped: Option<&Zipped>, sources: &[Source]) -> String {
    // The plan is the same wherever the files are.
    let without_folders = |shown: &str| -> String {
        let source = sources.iter().find_map(|source| Some((&source.name, shown.strip_prefix(&*source.shown)?)));
        source.map_or_else(|| shown.to_owned(), |(name, rest)| format!("{name}{rest}"))
    };
    let mut object = Object::new();
    object
        .number("part", at + 1)
        .string("zip", &format!("{}.zip", part.name))
        .string("job", &format!("{}.json", part.name))
        .number("rows", part.rows());
    if let Some(zipped) = zipped {
        object.number("bytes", zipped.bytes).string("sha256", &zipped.sha256);
    }
    object.list("after", part.after.iter().map(|before| (before + 1).to_string()));
    object.list(
        "files",
        part.files.iter().enumerate().map(|(at, file)| {
            let mut object = Object::new();
            object
                .string("name", &file.name)
                .string("source", &without_folders(&file.source))
                .optional("module", file.module.as_deref())
                .number("rows", file.rows)
                .number("first_row", file.span.0)
                .number("last_row", file.span.1)
                .number("bytes", file.bytes);
            if let Some(sha256) = zipped.and_then(|zipped| zipped.files.get(at)) {
                object.string("sha256", sha256);
            }
            object.close()
        }),
    );
    object.close()
}

/// JSON over several lines, as people read it.
pub(super) fn pretty(line: &str) -> String {
    let parsed = json::parse(line.as_bytes(), &Options::default());
    parsed.root.map_or_else(|| line.to_owned(), |root| rust::json(&root, &|_| "null".to_owned()))
}

//! `bulkwrite schema`

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use bulkwrite_config::Access;
use bulkwrite_core::metadata::Metadata;
use bulkwrite_render::escaped;

use super::Exit;
use crate::cli::Schema;
use crate::input::problem;
use crate::schema::schema;
use crate::terminal::Terminal;

pub(crate) fn run(args: &Schema, terminal: &Terminal, access: Access) -> io::Result<Exit> {
    let metadata = match args.metadata.as_deref().map(|folder| read(folder, access)).transpose() {
        Ok(metadata) => metadata,
        Err(message) => {
            terminal.complain(escaped(&message));
            return Ok(Exit::Failed);
        }
    };
    let mut out = Terminal::plain();
    let schema = serde_json::to_string_pretty(&schema(args.api_version, metadata.as_ref()))?;
    writeln!(out, "{schema}")?;
    out.flush()?;
    Ok(Exit::Clean)
}

/// Every `X.json` of a folder as the fields of module `X`.
fn read(folder: &Path, access: Access) -> Result<Metadata, String> {
    let shown = |path: &Path| path.display().to_string();
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let mut paths: Vec<_> = entries
        .map_err(|error| problem(&shown(folder), &error))?
        .into_iter()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
        .collect();
    paths.sort();
    let mut metadata = Metadata::in_folder(&shown(folder));
    for path in &paths {
        let Some(module) = path.file_stem().and_then(|stem| stem.to_str()) else { continue };
        let json = access.read(path).map_err(|error| problem(&shown(path), &error))?;
        metadata.read(module, &json).map_err(|error| format!("`{}`: {error}", shown(path)))?;
    }
    if metadata.is_empty() {
        return Err(format!("`{}` has no metadata; `bulkwrite explain metadata` says how it is saved", shown(folder)));
    }
    Ok(metadata)
}

//! `bulkwrite init`

use std::io::{self, Write};
use std::path::Path;

use bulkwrite_config::{Access, Loaded};
use bulkwrite_render::escaped;

use super::Exit;
use crate::cli::Init;
use crate::configs;
use crate::init::{Wish, draft};
use crate::input;
use crate::terminal::Terminal;

pub(crate) fn run(args: &Init, terminal: &Terminal, access: Access) -> io::Result<Exit> {
    let name = args.csv.display().to_string();
    let csv = match access.read(&args.csv) {
        Ok(csv) => csv,
        Err(error) => {
            terminal.complain(escaped(&input::problem(&name, &error)));
            return Ok(Exit::Failed);
        }
    };
    let folder = args.csv.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    let loaded = args
        .metadata
        .as_ref()
        .map_or_else(|| Loaded::discover_with(folder, access), |folder| Loaded::with_metadata(folder, access));
    for problem in configs::problems(&loaded) {
        terminal.complain(escaped(&problem));
    }
    if !loaded.errors().is_empty() {
        return Ok(Exit::Failed);
    }
    let options = loaded.options(&args.csv);
    let Some(metadata) = &options.metadata else {
        terminal.complain("there is no field metadata: name its folder with `--metadata`, or in `bulkwrite.toml`");
        terminal.note("`bulkwrite explain metadata` tells how to get it");
        return Ok(Exit::Failed);
    };
    let wish = Wish {
        module: args.module.clone(),
        operation: args.operation.clone(),
        find_by: args.find_by.clone(),
        file_id: args.file_id.clone(),
        version: args.api_version.or(options.version),
        rust: args.rust,
    };
    let draft = match draft(&csv, metadata, &wish) {
        Ok(draft) => draft,
        Err(error) => {
            terminal.complain(format_args!("{}: {}", escaped(&name), escaped(&error)));
            return Ok(Exit::Failed);
        }
    };
    let mut out = Terminal::plain();
    out.write_all(draft.text.as_bytes())?;
    out.flush()?;
    for note in &draft.notes {
        terminal.note(escaped(note));
    }
    if args.file_id.is_none() && !args.rust {
        terminal.note("write the id of the upload for `{{file_id}}`, or check with `--allow-placeholders`");
    }
    // What is not in the job stands last, where nobody overlooks it.
    for question in draft.questions.iter().chain(&draft.left_out) {
        terminal.warn(escaped(question));
    }
    Ok(if draft.is_complete() { Exit::Clean } else { Exit::Findings })
}

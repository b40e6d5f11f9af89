//! Plans the parts: whose each file is, what travels together, where it is cut.

use std::collections::HashMap;
use std::io::{self, Cursor, Read};
use std::ops::{ControlFlow, Range};

use super::job::{self, Files};
use super::names;
use super::table::Table;
use super::units::{Child, Family, Found, Id, Member, TooLarge};
use super::{Content, PackError, Packer, Part, PartFile, Source, cut, zip};
use crate::archive::{Archive, MOST_UNPACKED};
use crate::check::Progress;
use crate::check::report::{DataReport, Summary};
use crate::column::Hashes;
use crate::plan::{JobPlan, ResourcePlan};

type Watch<'w> = &'w dyn Fn(Progress<'_>) -> ControlFlow<()>;

/// A CSV, as it is and as it was read.
struct File<'r> {
    summary: &'r Summary,
    table: Table,
    /// What it is called in the ZIP; `None`: as the part.
    name: Option<String>,
}

/// Records, by resource and in the order of the files.
type Records = Vec<(usize, Vec<Id>)>;

pub(super) fn plan(
    packer: &Packer,
    job: &JobPlan,
    report: &DataReport,
    sources: &mut [Source<'_>],
    watch: Watch<'_>,
) -> Result<(Vec<Content>, Vec<Part>, u64), PackError> {
    let mut summaries: Vec<&Summary> = report.files().iter().collect();
    summaries.sort_by_key(|summary| summary.resource);
    let mut contents = contents(&summaries, sources)?;
    let names = file_names(job, &summaries)?;
    let hashes = Hashes::new();
    let mut files = Vec::new();
    for ((summary, content), name) in summaries.iter().zip(&mut contents).zip(names) {
        let table = read(job, summary, content, sources, &hashes, watch)?;
        files.push(File { summary, table, name });
    }
    let tables: Vec<&Table> = files.iter().map(|file| &file.table).collect();
    let (families, left_out) = families(packer, job, &files)?;
    let mut parts: Vec<(Records, u64)> = Vec::new();
    let size = |records: &Records| -> (u64, u64) {
        let of_file = |ids: &[Id]| {
            let (mut bytes, mut count, mut last) = (0, 0, None);
            for (file, row) in ids {
                let table = tables[*file as usize];
                if last != Some(*file) {
                    (bytes, count, last) = (bytes + table.head(), count + 1, Some(*file));
                }
                bytes += table.bytes(*row as usize);
            }
            (bytes, count)
        };
        records.iter().map(|(_, ids)| of_file(ids)).fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1))
    };
    for family in &families {
        let cuts = family.cut(&tables, packer.limits).map_err(|error| too_large(&error, packer, &files))?;
        let mut cuts: Vec<Range<usize>> = cuts.into_iter().rev().collect();
        let mut at = 0;
        while let Some(units) = cuts.pop() {
            let records = family.records(&units);
            let (bytes, count) = size(&records);
            // What might not fit is tried.
            if zip::most(bytes, count) > packer.limits.bytes
                && zipped(&pieces(&records, &files), &contents, sources)? > packer.limits.bytes
            {
                let middle = units.start + units.len() / 2;
                if middle == units.start {
                    let (file, row) = records[0].1[0];
                    let file = &files[file as usize].summary.name;
                    return Err(PackError::RecordTooLarge {
                        file: file.clone(),
                        row: u64::from(row) + 1,
                        bytes,
                        most: packer.limits.bytes,
                    });
                }
                cuts.extend([middle..units.end, units.start..middle]);
                continue;
            }
            // Beside those of resources that have nothing to do with these.
            let room = parts
                .get_mut(at..)
                .into_iter()
                .flatten()
                .find(|(_, other)| zip::most(other + bytes, count + 8) <= packer.limits.bytes);
            match room {
                Some((all, sum)) if !std::ptr::eq(family, &raw const families[0]) => {
                    all.extend(records);
                    *sum += bytes;
                }
                _ => parts.push((records, bytes)),
            }
            at += 1;
        }
    }
    if parts.is_empty() {
        if left_out > 0 {
            return Err(PackError::NothingLeft(left_out));
        }
        // Headers alone are data, too.
        let all: Records = Vec::new();
        parts.push((all, 0));
    }
    let is_whole = parts.len() == 1 && left_out == 0;
    let after = after(&parts, &files);
    let stem = packer.name.clone().unwrap_or_else(|| names::stem(&sources[0].name));
    let count = parts.len();
    let mut planned = Vec::new();
    for ((number, (records, _)), after) in (1..).zip(&parts).zip(after) {
        let name = names::numbered(&stem, number, count);
        let pieces = if is_whole { whole(&files) } else { pieces(records, &files) };
        let part_files: Vec<PartFile> = pieces
            .into_iter()
            .map(|Taken { file: at, pieces, rows, span }| {
                let file = &files[at];
                PartFile {
                    name: file.name.clone().unwrap_or_else(|| format!("{name}.csv")),
                    source: file.summary.name.clone(),
                    resource: file.summary.resource,
                    module: job.resources[file.summary.resource].module.clone(),
                    rows,
                    bytes: pieces.iter().map(|piece| piece.end - piece.start).sum(),
                    span,
                    content: at,
                    pieces,
                }
            })
            .collect();
        let mut of_resources: Vec<Files<'_>> = Vec::new();
        for file in &part_files {
            match of_resources.iter_mut().find(|files| files.resource == file.resource) {
                Some(files) => files.names.push(&file.name),
                None => of_resources.push(Files { resource: file.resource, names: vec![&file.name] }),
            }
        }
        let job = job::of_part(&packer.job, &of_resources, is_whole).unwrap_or_default();
        planned.push(Part { name, job, files: part_files, after });
    }
    Ok((contents, planned, left_out))
}

/// The bytes of each file.
fn contents(summaries: &[&Summary], sources: &mut [Source<'_>]) -> io::Result<Vec<Content>> {
    let mut contents = Vec::new();
    let mut room = MOST_UNPACKED;
    for summary in summaries {
        let at = summary.source as usize - 1;
        let Some(name) = &summary.entry else {
            contents.push(Content::File(at));
            continue;
        };
        let mut bytes = Vec::new();
        sources[at].content.rewind()?;
        (&mut sources[at].content).take(MOST_UNPACKED).read_to_end(&mut bytes)?;
        let archive = Archive::open(&bytes).map_err(io::Error::other)?;
        let lost = || io::Error::other(format!("`{}` was changed while it was read", sources[at].name));
        let entry = archive.entries.iter().find(|entry| entry.name == *name).ok_or_else(lost)?;
        let content = archive.unpack(entry, room).map_err(|_| {
            io::Error::other(format!(
                "the files of `{}` have more than {} MB",
                sources[at].name,
                MOST_UNPACKED / 1_000_000
            ))
        })?;
        room -= content.len() as u64;
        contents.push(Content::Unpacked(content));
    }
    Ok(contents)
}

/// What each file is called in the ZIP: as the job says, or as it is called; alone and without a name, as its part.
fn file_names(job: &JobPlan, summaries: &[&Summary]) -> Result<Vec<Option<String>>, PackError> {
    let own = |summary: &Summary| names::base(summary.entry.as_deref().unwrap_or(&summary.name)).to_owned();
    let mut all: Vec<Option<String>> = Vec::new();
    for (at, resource) in job.resources.iter().enumerate() {
        let files: Vec<&&Summary> = summaries.iter().filter(|summary| summary.resource == at).collect();
        if files.is_empty() {
            return Err(PackError::NoFile { resource: at, name: resource.file_names.first().cloned() });
        }
        let wanted: Vec<&str> = resource.file_names.iter().map(|name| names::base(name)).collect();
        if wanted.is_empty() {
            let is_alone = summaries.len() == 1;
            all.extend(files.iter().map(|summary| (!is_alone).then(|| names::csv(&own(summary)))));
            continue;
        }
        let mut left = wanted.clone();
        let mut named: Vec<Option<&str>> = vec![None; files.len()];
        for same in [|a: &str, b: &str| a == b, |a: &str, b: &str| a.eq_ignore_ascii_case(b), |_: &str, _: &str| true] {
            for (name, summary) in named.iter_mut().zip(&files).filter(|(name, _)| name.is_none()) {
                if let Some(at) = left.iter().position(|wanted| same(wanted, &own(summary))) {
                    *name = Some(left.remove(at));
                }
            }
        }
        if let Some(name) = left.first() {
            return Err(PackError::NoFile { resource: at, name: Some((*name).to_owned()) });
        }
        all.extend(
            named
                .iter()
                .zip(&files)
                .map(|(name, summary)| Some(name.map_or_else(|| names::csv(&own(summary)), str::to_owned))),
        );
    }
    for (at, name) in all.iter().enumerate() {
        if let Some(name) = name.as_ref().filter(|_| all[..at].contains(name)) {
            return Err(PackError::SameName(name.clone()));
        }
    }
    Ok(all)
}

/// The columns whose keys are wanted: first the one by which records are found, then those that link parents and children.
fn columns(resource: &ResourcePlan, header: &[String]) -> Vec<Option<usize>> {
    let key = resource.find_by.as_ref().and_then(|key| match &resource.mappings {
        Some(mappings) => mappings.iter().find(|mapping| mapping.api_name == *key)?.index,
        None => header.iter().position(|name| name == key),
    });
    let link = || {
        let mut mappings = resource.mappings.iter().flatten();
        mappings.find(|mapping| mapping.parent_column.is_some()).map(|mapping| mapping.index)
    };
    let mut columns = vec![key];
    if resource.parent.is_some() {
        columns.extend(link());
    } else {
        columns.extend(resource.link_columns.iter().map(|column| Some(*column)));
    }
    columns
}

fn read(
    job: &JobPlan,
    summary: &Summary,
    content: &Content,
    sources: &mut [Source<'_>],
    hashes: &Hashes,
    watch: Watch<'_>,
) -> Result<Table, PackError> {
    // What has no header has been reported, or the rule was silenced: it has no rows.
    let Some(layout) = &summary.layout else { return Ok(Table::default()) };
    let mut columns = |header: &[String]| columns(&job.resources[summary.resource], header);
    let mut is_stopped = false;
    let mut tell = |bytes: u64| match watch(Progress { file: &summary.name, bytes, rows: 0 }) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => {
            is_stopped = true;
            Err(io::Error::other("stopped"))
        }
    };
    let table = match content {
        Content::File(at) => {
            let source = &mut sources[*at].content;
            source.rewind()?;
            Table::read(source, layout, hashes, &mut columns, &mut tell)
        }
        Content::Unpacked(bytes) => Table::read(&bytes[..], layout, hashes, &mut columns, &mut tell),
    };
    if is_stopped {
        return Err(PackError::Stopped);
    }
    let table = table?;
    if table.rows() as u64 != summary.rows {
        return Err(PackError::Changed(summary.name.clone()));
    }
    Ok(table)
}

/// What belongs together; and how many rows are left out.
fn families(packer: &Packer, job: &JobPlan, files: &[File<'_>]) -> Result<(Vec<Family>, u64), PackError> {
    let mut left_out = 0;
    let mut member = |resource: usize| {
        let mut ids: Vec<Id> = Vec::new();
        for (at, file) in (0u32..).zip(files).filter(|(_, file)| file.summary.resource == resource) {
            for row in 0..u32::try_from(file.table.rows()).unwrap_or(u32::MAX) {
                if packer.skip_rejected && file.summary.skipped.contains(u64::from(row) + 1) {
                    left_out += 1;
                } else {
                    ids.push((at, row));
                }
            }
        }
        let plan = &job.resources[resource];
        let is_subform = plan.mappings.iter().flatten().any(|mapping| mapping.api_name == "Parent_Id");
        let most = if plan.parent.is_some() || is_subform { packer.limits.children } else { packer.limits.rows };
        Member { resource, ids, most: most.min(packer.limits.rows) }
    };
    let keys = |member: &Member, at: usize| -> Vec<Option<u64>> {
        let key = |(file, row): &Id| *files[*file as usize].table.keys.get(at)?.get(*row as usize)?;
        member.ids.iter().map(key).collect()
    };
    let mut families = Vec::new();
    let mut orphans = Vec::new();
    for (at, resource) in job.resources.iter().enumerate().filter(|(_, resource)| resource.parent.is_none()) {
        let parents = member(at);
        let own = |child: &&ResourcePlan| child.parent == Some(at);
        if !job.resources.iter().any(|child| own(&child)) {
            families.push(Family::alone(parents));
            continue;
        }
        let links: Vec<_> = (0..resource.link_columns.len()).map(|link| keys(&parents, link + 1)).collect();
        let mut children = Vec::new();
        for (at, child) in job.resources.iter().enumerate().filter(|(_, child)| own(child)) {
            let parent_column = child.mappings.iter().flatten().find_map(|mapping| mapping.parent_column);
            let column = resource.link_columns.iter().position(|column| Some(*column) == parent_column).unwrap_or(0);
            let member = member(at);
            let keys = keys(&member, 1);
            children.push(Child { member, column, keys });
        }
        let (family, without) = Family::of(&parents, &links, children);
        families.push(family);
        orphans.extend(without);
    }
    if let Some((_, (file, row))) = orphans.first().filter(|_| !packer.skip_rejected) {
        let file = files[*file as usize].summary.name.clone();
        return Err(PackError::NoParent { file, row: u64::from(*row) + 1 });
    }
    // Their parents are left out.
    Ok((families, left_out + orphans.len() as u64))
}

fn too_large(error: &TooLarge, packer: &Packer, files: &[File<'_>]) -> PackError {
    let (file, row) = (files[error.id.0 as usize].summary.name.clone(), u64::from(error.id.1) + 1);
    match error.found {
        Found::Bytes(bytes) => PackError::RecordTooLarge { file, row, bytes, most: packer.limits.bytes },
        Found::Rows(resource, rows, most) if files[error.id.0 as usize].summary.resource == resource => {
            PackError::OneKey { file, row, rows, most }
        }
        Found::Rows(resource, rows, most) => {
            let children = files.iter().find(|file| file.summary.resource == resource);
            let children = children.map(|file| file.summary.name.clone()).unwrap_or_default();
            PackError::TooManyChildren { file, row, children, rows, most }
        }
    }
}

/// What a part takes of a file.
struct Taken {
    file: usize,
    pieces: Vec<Range<u64>>,
    rows: u64,
    span: (u64, u64),
}

/// The headers and records of a part; what stands side by side is one piece.
fn pieces(records: &Records, files: &[File<'_>]) -> Vec<Taken> {
    let mut all: Vec<Taken> = Vec::new();
    for (file, row) in records.iter().flat_map(|(_, ids)| ids) {
        let (file, at) = (*file as usize, *row as usize);
        let table = &files[file].table;
        let (start, end) = (table.starts[at], table.starts[at + 1]);
        let number = u64::from(*row) + 1;
        if let Some(last) = all.last_mut().filter(|last| last.file == file) {
            last.rows += 1;
            last.span.1 = number;
            extend(&mut last.pieces, start..end);
        } else {
            let mut pieces = Vec::new();
            extend(&mut pieces, 0..table.head());
            extend(&mut pieces, start..end);
            all.push(Taken { file, pieces, rows: 1, span: (number, number) });
        }
    }
    all.sort_by_key(|pieces| pieces.file);
    all
}

/// Adds bytes to others; what is side by side becomes one.
fn extend(pieces: &mut Vec<Range<u64>>, next: Range<u64>) {
    match pieces.last_mut() {
        Some(last) if last.end == next.start => last.end = next.end,
        _ => pieces.push(next),
    }
}

/// All files as they are, those that have a header alone, too.
fn whole(files: &[File<'_>]) -> Vec<Taken> {
    let piece = |(at, file): (usize, &File<'_>)| {
        let rows = file.table.rows() as u64;
        let end = file.table.starts.last().copied().unwrap_or(0);
        Taken { file: at, pieces: std::iter::once(0..end).collect(), rows, span: (rows.min(1), rows) }
    };
    files.iter().enumerate().map(piece).collect()
}

/// How large the ZIP is.
fn zipped(pieces: &[Taken], contents: &[Content], sources: &mut [Source<'_>]) -> io::Result<u64> {
    let mut files = Vec::new();
    for part in pieces {
        files.push(match &contents[part.file] {
            Content::File(at) => cut(&mut sources[*at].content, &part.pieces)?,
            Content::Unpacked(bytes) => cut(&mut Cursor::new(bytes), &part.pieces)?,
        });
    }
    Ok(zip::zip(files.iter().map(|bytes| ("data.csv", &**bytes)))?.len() as u64 + 512 * files.len() as u64)
}

/// For each part the parts before it that hold a key of it.
fn after(parts: &[(Records, u64)], files: &[File<'_>]) -> Vec<Vec<usize>> {
    let mut last: HashMap<(usize, u64), usize> = HashMap::new();
    let mut all = Vec::new();
    for (number, (records, _)) in parts.iter().enumerate() {
        let mut after: Vec<usize> = Vec::new();
        for (resource, ids) in records {
            for (file, row) in ids {
                let keys = files[*file as usize].table.keys.first();
                let Some(key) = keys.and_then(|keys| keys.get(*row as usize).copied().flatten()) else { continue };
                if let Some(before) = last.insert((*resource, key), number).filter(|before| *before != number)
                    && !after.contains(&before)
                {
                    after.push(before);
                }
            }
        }
        after.sort_unstable();
        all.push(after);
    }
    all
}

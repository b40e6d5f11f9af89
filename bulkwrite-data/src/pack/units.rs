//! Which records must travel together, and which of them a part takes: in their order, as many as are allowed.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::table::Table;
use crate::limits::Limits;

/// A record: its file, and its place in it.
pub(super) type Id = (u32, u32);

/// The records of a resource, in all of its files.
#[derive(Debug, Default)]
pub(super) struct Member {
    pub(super) resource: usize,
    pub(super) ids: Vec<Id>,
    /// How many of them a part may have.
    pub(super) most: u64,
}

/// Parents and their children, or a resource alone.
#[derive(Debug)]
pub(super) struct Family {
    /// The parents come first.
    members: Vec<Member>,
    /// Where the records of each unit start in each member.
    starts: Vec<Vec<u32>>,
}

/// A unit that no part can hold.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooLarge {
    /// The record that is too large, or the parent of what is too much.
    pub(super) id: Id,
    pub(super) found: Found,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    Bytes(u64),
    /// The resource, how many records of it, and how many are allowed.
    Rows(usize, u64, u64),
}

/// A child, the column of the parents that it names one by, and the key of each record.
pub(super) struct Child {
    pub(super) member: Member,
    pub(super) column: usize,
    pub(super) keys: Vec<Option<u64>>,
}

impl Family {
    /// A resource without children.
    pub(super) fn alone(member: Member) -> Self {
        let starts = (0..=u32::try_from(member.ids.len()).unwrap_or(u32::MAX)).collect();
        Self { members: vec![member], starts: vec![starts] }
    }

    /// Parents with their children. `links` are the keys of the parents in each column that children name. What is returned besides are
    /// the children that have no parent, each with its resource.
    pub(super) fn of(parents: &Member, links: &[Vec<Option<u64>>], children: Vec<Child>) -> (Self, Vec<(usize, Id)>) {
        // Several parents may have one key: whoever of them is meant, they stay together.
        let named: HashSet<(usize, u64)> =
            children.iter().flat_map(|child| child.keys.iter().flatten().map(|key| (child.column, *key))).collect();
        let mut first: HashMap<(usize, u64), u32> = HashMap::new();
        let mut root: Vec<u32> = (0u32..).take(parents.ids.len()).collect();
        for (column, keys) in links.iter().enumerate() {
            for (row, key) in (0u32..).zip(keys) {
                let Some(key) = key.map(|key| (column, key)).filter(|key| named.contains(key)) else { continue };
                let other = *first.entry(key).or_insert(row);
                let (a, b) = (find(&mut root, other), find(&mut root, row));
                root[a.max(b) as usize] = a.min(b);
            }
        }
        let mut order: Vec<(u32, u32)> = (0u32..).take(root.len()).map(|row| (find(&mut root, row), row)).collect();
        order.sort_unstable();
        let mut units: Vec<u32> = order.iter().map(|(root, _)| *root).collect();
        units.dedup();
        let mut orphans = Vec::new();
        let mut starts = vec![starts(&units, &order)];
        let ids = order.iter().map(|(_, row)| parents.ids[*row as usize]).collect();
        let mut members = vec![Member { ids, resource: parents.resource, most: parents.most }];
        for Child { mut member, column, keys } in children {
            let mut order = Vec::new();
            for ((row, id), key) in (0u32..).zip(&member.ids).zip(keys) {
                match key.and_then(|key| first.get(&(column, key))) {
                    Some(parent) => order.push((find(&mut root, *parent), row)),
                    None => orphans.push((member.resource, *id)),
                }
            }
            order.sort_unstable();
            starts.push(self::starts(&units, &order));
            member.ids = order.iter().map(|(_, row)| member.ids[*row as usize]).collect();
            members.push(member);
        }
        (Self { members, starts }, orphans)
    }

    /// How many units there are.
    pub(super) fn units(&self) -> usize {
        self.starts[0].len() - 1
    }

    /// The records of some units: for each member its resource and, in the order of its files, its records.
    pub(super) fn records(&self, units: &Range<usize>) -> Vec<(usize, Vec<Id>)> {
        let members = self.members.iter().zip(&self.starts);
        let records = members.map(|(member, starts)| {
            let mut ids = member.ids[starts[units.start] as usize..starts[units.end] as usize].to_vec();
            ids.sort_unstable();
            (member.resource, ids)
        });
        records.filter(|(_, ids)| !ids.is_empty()).collect()
    }

    /// Cuts the units into parts, each as large as is allowed.
    pub(super) fn cut(&self, tables: &[&Table], limits: Limits) -> Result<Vec<Range<usize>>, TooLarge> {
        let mut parts = Vec::new();
        let mut start = 0;
        let mut now = vec![Load::default(); self.members.len()];
        for unit in 0..self.units() {
            let mut with = now.clone();
            self.add(&mut with, unit, tables);
            if self.fits(&with, limits).is_some() && unit > start {
                parts.push(start..unit);
                start = unit;
                with = vec![Load::default(); self.members.len()];
                self.add(&mut with, unit, tables);
            }
            if let Some(found) = self.fits(&with, limits) {
                let first = self.starts[0][unit] as usize;
                return Err(TooLarge { id: self.members[0].ids[first], found });
            }
            now = with;
        }
        if start < self.units() {
            parts.push(start..self.units());
        }
        Ok(parts)
    }

    fn add(&self, loads: &mut [Load], unit: usize, tables: &[&Table]) {
        for ((member, starts), load) in self.members.iter().zip(&self.starts).zip(loads) {
            for (file, row) in &member.ids[starts[unit] as usize..starts[unit + 1] as usize] {
                let table = tables[*file as usize];
                if load.file != Some(*file) {
                    load.file = Some(*file);
                    load.bytes += table.head();
                }
                load.rows += 1;
                load.bytes += table.bytes(*row as usize);
            }
        }
    }

    /// What is too much, if anything.
    fn fits(&self, loads: &[Load], limits: Limits) -> Option<Found> {
        let mut members = self.members.iter().zip(loads);
        members.find_map(|(member, load)| {
            if load.rows > member.most {
                return Some(Found::Rows(member.resource, load.rows, member.most));
            }
            (load.bytes > limits.bytes).then_some(Found::Bytes(load.bytes))
        })
    }
}

/// What a part holds of a member so far.
#[derive(Clone, Copy, Debug, Default)]
struct Load {
    rows: u64,
    bytes: u64,
    /// The file of the last record, whose header is counted.
    file: Option<u32>,
}

/// Where the records of each unit start.
fn starts(units: &[u32], order: &[(u32, u32)]) -> Vec<u32> {
    let mut starts = Vec::with_capacity(units.len() + 1);
    let mut at = 0;
    for unit in units {
        while order.get(at).is_some_and(|(root, _)| root < unit) {
            at += 1;
        }
        starts.push(u32::try_from(at).unwrap_or(u32::MAX));
    }
    starts.push(u32::try_from(order.len()).unwrap_or(u32::MAX));
    starts
}

fn find(root: &mut [u32], mut of: u32) -> u32 {
    while root[of as usize] != of {
        let up = root[root[of as usize] as usize];
        root[of as usize] = up;
        of = up;
    }
    of
}

#[cfg(test)]
#[allow(clippy::single_range_in_vec_init, reason = "a part is a range of units")]
mod tests {
    use super::*;

    fn table(sizes: &[u64]) -> Table {
        let mut starts = vec![10];
        starts.extend(sizes.iter().scan(10, |at, size| {
            *at += size;
            Some(*at)
        }));
        Table { starts, ..Table::default() }
    }

    fn member(resource: usize, file: u32, rows: u32, most: u64) -> Member {
        Member { resource, ids: (0..rows).map(|row| (file, row)).collect(), most }
    }

    #[test]
    fn records_are_cut_by_number_and_bytes() {
        let cut = |sizes: &[u64], most, bytes| {
            let table = table(sizes);
            let family = Family::alone(member(0, 0, u32::try_from(sizes.len()).expect("few"), most));
            family.cut(&[&table], Limits { bytes, ..Limits::CRM })
        };
        assert_eq!(cut(&[], 2, 100), Ok(vec![]));
        assert_eq!(cut(&[5, 5], 2, 100), Ok(vec![0..2]));
        assert_eq!(cut(&[5, 5, 5], 2, 100), Ok(vec![0..2, 2..3]));
        // The header is in every part.
        assert_eq!(cut(&[5, 5, 5], 9, 20), Ok(vec![0..2, 2..3]));
        assert_eq!(cut(&[5, 5, 5], 9, 19), Ok(vec![0..1, 1..2, 2..3]));
        assert_eq!(cut(&[5, 10, 5], 9, 19), Err(TooLarge { id: (0, 1), found: Found::Bytes(20) }));
    }

    #[test]
    fn children_go_where_their_parents_go() {
        let tables = [table(&[1; 4]), table(&[1; 5])];
        let tables: Vec<&Table> = tables.iter().collect();
        // The first and the third parent have one key; a child has none, another one that no parent has.
        let links = [vec![Some(7), Some(8), Some(7), None]];
        let child = |most| Child {
            member: Member { most, ..member(1, 1, 5, 9) },
            column: 0,
            keys: vec![Some(8), Some(7), None, Some(9), Some(7)],
        };
        let (family, orphans) = Family::of(&member(0, 0, 4, 9), &links, vec![child(2)]);
        assert_eq!(orphans, [(1, (1, 2)), (1, (1, 3))]);
        let parts = family.cut(&tables, Limits::CRM).expect("all fit");
        assert_eq!(parts, [0..1, 1..3]);
        let records: Vec<_> = parts.iter().map(|part| family.records(part)).collect();
        assert_eq!(records[0], [(0, vec![(0, 0), (0, 2)]), (1, vec![(1, 1), (1, 4)])]);
        assert_eq!(records[1], [(0, vec![(0, 1), (0, 3)]), (1, vec![(1, 0)])]);
        let (family, _) = Family::of(&member(0, 0, 4, 9), &links, vec![child(1)]);
        assert_eq!(family.cut(&tables, Limits::CRM), Err(TooLarge { id: (0, 0), found: Found::Rows(1, 2, 1) }));
    }
}

//! The ids that the stand-in gives out: the prefix of the organisation and twelve digits, as those of the CRM.

use crate::Organisation;

/// Where the sequence goes on behind the first file and the first job, which have the numbers of the recorded answers.
const BEHIND: u64 = 6_000_001;

/// Where the ids of modules that are not known by number begin.
const MODULES: u64 = 3_000_001;

/// Gives out ids.
#[derive(Debug)]
pub(crate) struct Ids {
    prefix: String,
    first_file: Option<u64>,
    first_job: Option<u64>,
    next: u64,
    /// The modules that have got an id, in the order in which they did.
    modules: Vec<String>,
}

impl Ids {
    pub(crate) fn new(organisation: &Organisation) -> Self {
        Self {
            prefix: organisation.id_prefix.clone(),
            first_file: Some(organisation.first_file),
            first_job: Some(organisation.first_job),
            next: BEHIND,
            modules: Vec::new(),
        }
    }

    /// The next id of a file.
    pub(crate) fn file(&mut self) -> String {
        let sequence = self.first_file.take().unwrap_or_else(|| self.sequence());
        self.with(sequence)
    }

    /// The next id of a job.
    pub(crate) fn job(&mut self) -> String {
        let sequence = self.first_job.take().unwrap_or_else(|| self.sequence());
        self.with(sequence)
    }

    /// The next id of a record.
    pub(crate) fn record(&mut self) -> String {
        let sequence = self.sequence();
        self.with(sequence)
    }

    /// The id of a module: the low numbers are the same in most organisations.
    pub(crate) fn module(&mut self, name: &str) -> String {
        // Sources: the ids of modules in the recorded answers and in the samples of the documentation.
        let known = ["Leads", "Accounts", "Contacts", "Deals"].iter().position(|known| *known == name);
        let sequence = known.map_or_else(
            || {
                let at = self.modules.iter().position(|known| known == name).unwrap_or_else(|| {
                    self.modules.push(name.to_owned());
                    self.modules.len() - 1
                });
                MODULES + at as u64
            },
            |at| 2175 + 2 * at as u64,
        );
        self.with(sequence)
    }

    /// Takes note of an id that was given out before, so that it is not given out again.
    pub(crate) fn taken(&mut self, id: &str) {
        let Some(sequence) = id.strip_prefix(self.prefix.as_str()).and_then(|rest| rest.parse::<u64>().ok()) else {
            return;
        };
        for first in [&mut self.first_file, &mut self.first_job] {
            first.take_if(|first| *first == sequence);
        }
        if sequence >= self.next {
            self.next = sequence + 1;
        }
    }

    fn sequence(&mut self) -> u64 {
        let sequence = self.next;
        self.next += 1;
        sequence
    }

    fn with(&self, sequence: u64) -> String {
        format!("{}{sequence:012}", self.prefix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_ids_are_those_on_record_and_none_is_given_out_twice() {
        let mut ids = Ids::new(&Organisation::default());
        assert_eq!(ids.file(), "4150868000005379001");
        assert_eq!(ids.job(), "4150868000005392002");
        assert_eq!([ids.file(), ids.job(), ids.record()].map(|id| id[17..].to_owned()), ["01", "02", "03"]);
        assert_eq!(ids.module("Leads"), "4150868000000002175");
        assert_eq!(ids.module("Deals"), "4150868000000002181");
        assert_eq!(ids.module("Boats"), ids.module("Boats"));
        assert_ne!(ids.module("Boats"), ids.module("Harbours"));

        let mut again = Ids::new(&Organisation::default());
        for id in ["4150868000005379001", "4150868000006000007", "999"] {
            again.taken(id);
        }
        assert_eq!([again.file(), again.job()], ["4150868000006000008", "4150868000005392002"]);
    }
}

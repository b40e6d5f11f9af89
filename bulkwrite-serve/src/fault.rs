//! What can be made to go wrong.

use std::str::FromStr;
use std::time::Duration;

use serde_json::{Map, Value};

use crate::options::duration;

/// A request of a client, by what it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// `POST /oauth/v2/token`
    Token,
    /// `GET /crm/{version}/users`
    Users,
    /// `GET /crm/{version}/org`
    Org,
    /// `GET /crm/{version}/settings/fields`
    Fields,
    /// `POST /crm/{version}/upload`
    Upload,
    /// `POST /crm/bulk/{version}/write`
    Create,
    /// `GET /crm/bulk/{version}/write/{job}`
    Details,
    /// `GET /{version}/crm/{org}/bulk-write/{job}/{job}.zip`
    Download,
}

impl Step {
    /// Every step.
    pub const ALL: [Self; 8] =
        [Self::Token, Self::Users, Self::Org, Self::Fields, Self::Upload, Self::Create, Self::Details, Self::Download];

    /// The name of the step.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Users => "users",
            Self::Org => "org",
            Self::Fields => "fields",
            Self::Upload => "upload",
            Self::Create => "create",
            Self::Details => "details",
            Self::Download => "download",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.as_str() == name)
    }
}

/// Which answer does not arrive, and when the connection is closed instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// Before the work is done.
    Before,
    /// After the work is done.
    After,
    /// In the middle of the answer; the work is done.
    Half,
}

/// How a job ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// `COMPLETED`.
    Completed,
    /// `FAILED`.
    Failed,
    /// `SKIPPED`.
    Skipped,
    /// Never: it stays `INPROGRESS`.
    Never,
}

/// What goes wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
#[allow(clippy::struct_excessive_bools, reason = "each is a key of a fault")]
pub struct Effect {
    /// The status of the answer, in place of the real one; 429 waits are told by `retry_after`.
    pub status: Option<u16>,
    /// The seconds that `Retry-After` tells; 1 with the status 429.
    pub retry_after: Option<u64>,
    /// Whether the answer is the page of a proxy; its status is 502 unless `status` tells another.
    pub html: bool,
    /// Whether the work is done before the wrong answer is given.
    pub after: bool,
    /// Whether the connection is closed in place of an answer.
    pub cut: Option<Cut>,
    /// How long the answer takes.
    pub delay: Option<Duration>,
    /// Whether only the first half of a file is sent, as if that were all.
    pub truncate: bool,
    /// How the job that is created will end.
    pub job: Option<End>,
    /// Whether the stand-in ends itself, as if it were killed.
    pub kill: bool,
}

/// What goes wrong, and with which requests.
///
/// ```
/// use bulkwrite_serve::{Cut, Fault, Step};
///
/// let fault: Fault = "create:drop-after,times=1".parse()?;
/// assert_eq!((fault.step, fault.effect.cut, fault.times), (Some(Step::Create), Some(Cut::After), Some(1)));
/// let fault: Fault = "GET /crm/bulk/*/write/*:503,every=3".parse()?;
/// assert_eq!((fault.effect.status, fault.every), (Some(503), Some(3)));
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fault {
    /// Only requests for this.
    pub step: Option<Step>,
    /// Only requests of this method.
    pub method: Option<String>,
    /// Only requests of this path; `*` stands for anything.
    pub path: Option<String>,
    /// How many of these requests go well before.
    pub skip: u32,
    /// Only every n-th of the others.
    pub every: Option<u32>,
    /// How often at most.
    pub times: Option<u32>,
    /// What goes wrong.
    pub effect: Effect,
}

const WORDS: &str = "`drop-before`, `drop-after`, `half`, `delay=2s`, `429`, `retry-after=5`, `500`, `500-after`, `html`, `html-after`, \
                     `truncate`, `failed`, `skipped`, `stays`, `kill` or `kill-after`";

impl Effect {
    /// Reads effects that commas separate: `delay=2s,drop-after`.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let mut effect = Self::default();
        for word in text.split(',') {
            if !effect.word(word.trim()) {
                return Err(format!("`{}` is no fault: it is {WORDS}", word.trim().escape_debug()));
            }
        }
        Ok(effect)
    }

    /// Adds what a word says; whether it is one.
    fn word(&mut self, word: &str) -> bool {
        let lower = word.to_ascii_lowercase();
        let (word, after) = match lower.strip_suffix("-after") {
            Some(word) if word != "drop" && word != "retry" => (word, true),
            _ => (lower.as_str(), false),
        };
        let (key, value) = word.split_once('=').map_or((word, None), |(key, value)| (key, Some(value)));
        match (key, value) {
            ("drop-before", None) => self.cut = Some(Cut::Before),
            ("drop-after", None) => self.cut = Some(Cut::After),
            ("half" | "drop-half", None) => self.cut = Some(Cut::Half),
            ("delay", Some(value)) => match duration(value) {
                Some(delay) => self.delay = Some(delay),
                None => return false,
            },
            ("retry-after", Some(value)) => match value.parse() {
                Ok(seconds) => self.retry_after = Some(seconds),
                Err(_) => return false,
            },
            ("html", None) => self.html = true,
            ("html" | "status", Some(value)) => {
                self.html |= key == "html";
                if !self.set_status(value) {
                    return false;
                }
            }
            ("truncate", None) => self.truncate = true,
            ("failed" | "skipped" | "stays", None) => self.job = end(key),
            ("kill", None) => self.kill = true,
            (status, None) => {
                if !self.set_status(status) {
                    return false;
                }
            }
            _ => return false,
        }
        if after {
            self.after = true;
            return self.status.is_some() || self.html || self.kill;
        }
        true
    }

    fn set_status(&mut self, text: &str) -> bool {
        self.status = text.parse().ok().filter(|status| (200..600).contains(status));
        self.status.is_some()
    }

    /// Whether nothing goes wrong.
    pub(crate) fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

fn end(word: &str) -> Option<End> {
    match word.to_ascii_lowercase().as_str() {
        "completed" => Some(End::Completed),
        "failed" => Some(End::Failed),
        "skipped" => Some(End::Skipped),
        "stays" | "inprogress" => Some(End::Never),
        _ => None,
    }
}

impl FromStr for Fault {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut fault = Self::default();
        let mut words = text;
        if let Some((which, rest)) = text.split_once(':') {
            words = rest;
            fault.step = Step::named(which.trim());
            if fault.step.is_none() {
                let (method, path) = match which.trim().split_once(' ') {
                    Some((method, path)) => (Some(method), path),
                    None => (None, which.trim()),
                };
                if !path.starts_with(['/', '*']) {
                    let known: Vec<String> = Step::ALL.iter().map(|step| format!("`{}`", step.as_str())).collect();
                    return Err(format!(
                        "`{}` is no request: it is one of {}, or a path such as `POST /crm/bulk/*/write`",
                        which.escape_debug(),
                        known.join(", ")
                    ));
                }
                fault.method = method.map(str::to_ascii_uppercase);
                fault.path = Some(path.to_owned());
            }
        }
        let mut effects = Vec::new();
        for word in words.split(',') {
            let number = word.trim().split_once('=').map(|(key, value)| (key, value.parse::<u32>().ok()));
            match number {
                Some(("times", Some(number))) => fault.times = Some(number),
                Some(("every", Some(number))) if number > 0 => fault.every = Some(number),
                Some(("skip", Some(number))) => fault.skip = number,
                Some((key @ ("times" | "every" | "skip"), _)) => {
                    return Err(format!("`{}` is no count: write it as `{key}=2`", word.escape_debug()));
                }
                _ => effects.push(word),
            }
        }
        fault.effect = Effect::read(&effects.join(","))?;
        Ok(fault)
    }
}

impl Fault {
    /// A fault of any request for a step.
    ///
    /// ```
    /// use bulkwrite_serve::{Fault, Step};
    ///
    /// assert_eq!(Fault::at(Step::Create, "500")?.effect.status, Some(500));
    /// # Ok::<(), String>(())
    /// ```
    pub fn at(step: Step, effects: &str) -> Result<Self, String> {
        Ok(Self { step: Some(step), effect: Effect::read(effects)?, ..Self::default() })
    }

    /// Reads a fault, or a list of them, as JSON.
    pub(crate) fn from_json(json: &[u8]) -> Result<Vec<Self>, String> {
        match serde_json::from_slice(json) {
            Ok(Value::Object(map)) => Ok(vec![Self::read(&map)?]),
            Ok(Value::Array(items)) => {
                let read = |item: &Value| match item {
                    Value::Object(map) => Self::read(map),
                    Value::String(text) => text.parse(),
                    _ => Err("a fault is an object, or a text such as `create:drop-after`".to_owned()),
                };
                items.iter().map(read).collect()
            }
            Ok(Value::String(text)) => Ok(vec![text.parse()?]),
            Ok(_) => Err("a fault is an object, or a text such as `create:drop-after`".to_owned()),
            Err(error) => Err(format!("this is not JSON: {error}")),
        }
    }

    fn read(map: &Map<String, Value>) -> Result<Self, String> {
        let mut fault = Self::default();
        for (key, value) in map {
            let count = || value.as_u64().and_then(|number| u32::try_from(number).ok());
            let text = value.as_str();
            let effect = &mut fault.effect;
            let understood = match key.as_str() {
                "step" => {
                    fault.step = text.and_then(Step::named);
                    fault.step.is_some()
                }
                "method" => set(&mut fault.method, text.map(str::to_ascii_uppercase)),
                "path" => set(&mut fault.path, text.map(ToOwned::to_owned)),
                "times" => set(&mut fault.times, count()),
                "every" => set(&mut fault.every, count().filter(|every| *every > 0)),
                "skip" => count().map(|skip| fault.skip = skip).is_some(),
                "status" => value.as_u64().is_some_and(|status| effect.set_status(&status.to_string())),
                "retry_after" => set(&mut effect.retry_after, value.as_u64()),
                "drop" => text.is_some_and(|text| {
                    matches!(text, "before" | "after" | "half") && effect.word(&format!("drop-{text}"))
                }),
                "delay" => {
                    let delay = text.and_then(duration).or_else(|| value.as_u64().map(Duration::from_millis));
                    set(&mut effect.delay, delay)
                }
                "job" => set(&mut effect.job, text.and_then(end)),
                "html" => value.as_bool().map(|html| effect.html = html).is_some(),
                "after" => value.as_bool().map(|after| effect.after = after).is_some(),
                "truncate" => value.as_bool().map(|truncate| effect.truncate = truncate).is_some(),
                "kill" => value.as_bool().map(|kill| effect.kill = kill).is_some(),
                _ => {
                    return Err(format!(
                        "a fault has no key `{}`: which requests is told by `step`, `method`, `path`, `skip`, `every` and `times`, \
                         what goes wrong by `status`, `retry_after`, `html`, `after`, `drop`, `delay`, `truncate`, `job` and `kill`",
                        key.escape_debug()
                    ));
                }
            };
            if !understood {
                return Err(format!("`{key}` of a fault cannot be {value}"));
            }
        }
        if fault.effect.is_nothing() {
            return Err("the fault does not say what goes wrong: add `status`, `html`, `drop`, `delay`, `truncate`, `job` or `kill`"
                .to_owned());
        }
        Ok(fault)
    }

    /// Whether a request is one of those that are meant.
    fn is_for(&self, step: Option<Step>, method: &str, path: &str) -> bool {
        // Some effects have a meaning for one step only.
        let meant = self.step.or(match &self.effect {
            effect if effect.job.is_some() => Some(Step::Create),
            effect if effect.truncate => Some(Step::Download),
            _ => None,
        });
        meant.is_none_or(|meant| step == Some(meant))
            && self.method.as_deref().is_none_or(|meant| meant == method)
            && self.path.as_deref().is_none_or(|pattern| matches_path(pattern, path))
    }

    /// The fault as JSON.
    pub(crate) fn to_json(&self) -> String {
        let effect = &self.effect;
        let mut map = Map::new();
        let mut add = |key: &str, value: Option<Value>| map.extend(value.map(|value| (key.to_owned(), value)));
        add("step", self.step.map(|step| step.as_str().into()));
        add("method", self.method.clone().map(Into::into));
        add("path", self.path.clone().map(Into::into));
        add("skip", (self.skip > 0).then(|| self.skip.into()));
        add("every", self.every.map(Into::into));
        add("times", self.times.map(Into::into));
        add("status", effect.status.map(Into::into));
        add("retry_after", effect.retry_after.map(Into::into));
        for (key, value) in
            [("html", effect.html), ("after", effect.after), ("truncate", effect.truncate), ("kill", effect.kill)]
        {
            add(key, value.then(|| true.into()));
        }
        add(
            "drop",
            effect.cut.map(|cut| match cut {
                Cut::Before => "before".into(),
                Cut::After => "after".into(),
                Cut::Half => "half".into(),
            }),
        );
        add("delay", effect.delay.map(|delay| format!("{}ms", delay.as_millis()).into()));
        add(
            "job",
            effect.job.map(|end| match end {
                End::Completed => "COMPLETED".into(),
                End::Failed => "FAILED".into(),
                End::Skipped => "SKIPPED".into(),
                End::Never => "INPROGRESS".into(),
            }),
        );
        Value::Object(map).to_string()
    }
}

fn set<T>(place: &mut Option<T>, value: Option<T>) -> bool {
    *place = value;
    place.is_some()
}

/// Whether a path is what a pattern says; `*` stands for any characters.
fn matches_path(pattern: &str, path: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = path.strip_prefix(first) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.len() >= last.len() && rest.ends_with(last)
}

/// The faults that there are, and how often each had its chance.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    all: Vec<(Fault, u32, u32)>,
    chaos: Option<(u64, u64)>,
}

impl Faults {
    pub(crate) fn new(faults: &[Fault], chaos: Option<u64>) -> Self {
        let mut all = Self { all: Vec::new(), chaos: chaos.map(|seed| (seed, 0)) };
        for fault in faults {
            all.add(fault.clone());
        }
        all
    }

    pub(crate) fn add(&mut self, fault: Fault) {
        self.all.push((fault, 0, 0));
    }

    pub(crate) fn clear(&mut self) {
        self.all.clear();
        self.chaos = None;
    }

    /// The faults as JSON.
    pub(crate) fn to_json(&self) -> String {
        crate::json::list(self.all.iter().map(|(fault, ..)| fault.to_json()))
    }

    /// What goes wrong with a request: the first fault that is for it and whose turn it is.
    pub(crate) fn draw(&mut self, step: Option<Step>, method: &str, path: &str) -> Effect {
        let mut drawn = None;
        for (fault, seen, fired) in &mut self.all {
            if !fault.is_for(step, method, path) {
                continue;
            }
            *seen += 1;
            let turn = seen.saturating_sub(fault.skip);
            let is_due = turn > 0 && fault.every.is_none_or(|every| turn % every == 0);
            if drawn.is_none() && is_due && fault.times.is_none_or(|times| *fired < times) {
                *fired += 1;
                drawn = Some(fault.effect.clone());
            }
        }
        drawn.or_else(|| self.chaos(step)).unwrap_or_default()
    }

    /// One request in three has something go wrong; which, only the seed and the number of the request decide.
    fn chaos(&mut self, step: Option<Step>) -> Option<Effect> {
        const WORDS: [&str; 12] = [
            "drop-before",
            "drop-after",
            "half",
            "429",
            "429,retry-after=2",
            "500",
            "500-after",
            "502",
            "html",
            "401",
            "delay=200ms",
            "delay=50ms",
        ];
        let (seed, number) = self.chaos.as_mut()?;
        *number += 1;
        let drawn = mixed(seed.wrapping_add(number.wrapping_mul(0x9E37_79B9_7F4A_7C15)));
        if !drawn.is_multiple_of(3) {
            return None;
        }
        let words = WORDS[usize::try_from(drawn / 3 % 12).unwrap_or_default()];
        // Half of a file arrives now and then.
        let words = if step == Some(Step::Download) && (drawn / 36).is_multiple_of(4) { "truncate" } else { words };
        Effect::read(words).ok()
    }
}

/// The finalizer of `SplitMix64`, <https://prng.di.unimi.it/splitmix64.c>.
pub(crate) const fn mixed(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(faults: &mut Faults, step: Step, times: usize) -> Vec<Option<u16>> {
        (0..times).map(|_| faults.draw(Some(step), "POST", "/crm/bulk/v2/write").status).collect()
    }

    #[test]
    fn a_fault_has_its_turn() {
        for (text, expected) in [
            ("create:500", vec![Some(500); 5]),
            ("500,times=2", vec![Some(500), Some(500), None, None, None]),
            ("create:500,skip=1,every=2", vec![None, None, Some(500), None, Some(500)]),
            ("details:500", vec![None; 5]),
            ("POST /crm/bulk/*/write:500,skip=4", vec![None, None, None, None, Some(500)]),
            ("GET /crm/bulk/*/write:500", vec![None; 5]),
            ("/crm/*:500,every=5", vec![None, None, None, None, Some(500)]),
        ] {
            let mut faults = Faults::new(&[text.parse().unwrap()], None);
            assert_eq!(drawn(&mut faults, Step::Create, 5), expected, "{text}");
        }
        // The next one counts while another has its turn.
        let mut faults = Faults::new(&["500,times=1".parse().unwrap(), "503,skip=1,times=1".parse().unwrap()], None);
        assert_eq!(drawn(&mut faults, Step::Token, 3), [Some(500), Some(503), None]);
    }

    #[test]
    fn faults_are_read_and_written() {
        for (json, expected) in [
            (r#"{"step":"create","drop":"after","times":1}"#, "create:drop-after,times=1"),
            (r#"{"method":"post","path":"/crm/*","status":429,"retry_after":5}"#, "POST /crm/*:429,retry-after=5"),
            (r#"{"html":true,"after":true,"status":504,"every":3}"#, "html=504-after,every=3"),
            (r#"{"delay":"2s","truncate":true,"skip":1}"#, "delay=2s,truncate,skip=1"),
            (r#"{"job":"FAILED"}"#, "failed"),
            (r#"{"kill":true,"after":true}"#, "kill-after"),
            (r#"["details:half"]"#, "details:half"),
        ] {
            let fault: Fault = expected.parse().unwrap();
            assert_eq!(Fault::from_json(json.as_bytes()), Ok(vec![fault.clone()]), "{json}");
            assert_eq!(Fault::from_json(fault.to_json().as_bytes()), Ok(vec![fault]), "{json}");
        }
    }

    #[test]
    fn what_is_no_fault_is_told() {
        for (text, expected) in [
            ("create:explode", "`explode` is no fault: it is `drop-before`"),
            ("create:", "`` is no fault"),
            ("700", "`700` is no fault"),
            ("delay=long", "`delay=long` is no fault"),
            ("half-after", "`half-after` is no fault"),
            ("500,every=0", "`every=0` is no count: write it as `every=2`"),
            ("make:500", "`make` is no request: it is one of `token`,"),
        ] {
            let told = text.parse::<Fault>().unwrap_err();
            assert!(told.starts_with(expected), "{told}");
        }
        for (json, expected) in [
            ("{", "this is not JSON: "),
            ("7", "a fault is an object"),
            ("[7]", "a fault is an object"),
            ("{}", "the fault does not say what goes wrong"),
            (r#"{"stauts":500}"#, "a fault has no key `stauts`"),
            (r#"{"status":"500"}"#, "`status` of a fault cannot be \"500\""),
            (r#"{"drop":"later"}"#, "`drop` of a fault cannot be \"later\""),
        ] {
            let told = Fault::from_json(json.as_bytes()).unwrap_err();
            assert!(told.starts_with(expected), "{told}");
        }
    }

    #[test]
    fn chaos_is_the_same_for_the_same_seed() {
        let run = |seed| {
            let mut faults = Faults::new(&[], Some(seed));
            (0..300).map(|_| faults.draw(Some(Step::Create), "POST", "/")).collect::<Vec<_>>()
        };
        assert_eq!(run(7), run(7));
        assert_ne!(run(7), run(8));
        let wrong = run(7).iter().filter(|effect| !effect.is_nothing()).count();
        assert!((50..150).contains(&wrong), "{wrong}");
    }
}

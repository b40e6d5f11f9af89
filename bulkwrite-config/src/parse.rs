//! From the text of a configuration to what it says, with every mistake at its place.

use std::ops::Range;
use std::path::PathBuf;

use bulkwrite_core::callback::{AllowError, AllowList};
use bulkwrite_core::json::LineIndex;
use bulkwrite_core::suggest::near_miss;
use bulkwrite_core::{ApiVersion, Level, Levels, Rule, Text, UnknownVersion, VERSIONS, quoted, rules, sort};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Config, ConfigError, ConfigErrors, Override, Settings};

const TOP: &[&str] = &["version", "metadata", "callback", "rules", "overrides"];
const OVERRIDE: &[&str] = &["files", "version", "metadata", "callback", "rules"];
const CALLBACK: &[&str] = &["allow", "dns64"];

pub(super) fn parse(text: &str) -> Result<Config, ConfigErrors> {
    let mut reader = Reader { lines: LineIndex::new(text.as_bytes()), errors: Vec::new() };
    let config = match DeTable::parse(text) {
        Ok(table) => reader.config(table.get_ref()),
        Err(error) => {
            let help = "correct the TOML: texts stand in quotes, tables begin with `[name]`";
            reader.error(error.span().unwrap_or_default(), error.message().to_owned(), help);
            Config::default()
        }
    };
    if reader.errors.is_empty() {
        return Ok(config);
    }
    // A table may come in several parts: the reader goes by names.
    sort::by_key(&mut reader.errors, |error| error.range.start);
    Err(ConfigErrors(reader.errors))
}

struct Reader<'t> {
    lines: LineIndex<'t>,
    errors: Vec<ConfigError>,
}

type Value<'v> = Spanned<DeValue<'v>>;

impl Reader<'_> {
    fn config(&mut self, table: &DeTable<'_>) -> Config {
        let base = self.settings(table, TOP, "");
        let mut overrides = Vec::new();
        if let Some(list) = table.get("overrides") {
            match list.get_ref() {
                DeValue::Array(items) => overrides.extend(items.iter().filter_map(|item| self.file_override(item))),
                other => {
                    let message = format!("`overrides` is a list of tables, and this is {}", describe(other));
                    self.error(list.span(), message, "write `[[overrides]]` above the keys of each");
                }
            }
        }
        Config { base, overrides }
    }

    fn file_override(&mut self, item: &Value<'_>) -> Option<Override> {
        let DeValue::Table(table) = item.get_ref() else {
            let message = format!("an override is a table, and this is {}", describe(item.get_ref()));
            self.error(item.span(), message, "write `[[overrides]]` above the keys of each");
            return None;
        };
        let settings = self.settings(table, OVERRIDE, "an override");
        let help = "write the files that it is for: `files = [\"imports/legacy/*.json\"]`";
        let Some(value) = table.get("files") else {
            self.error(item.span(), "an override has no `files`", help);
            return None;
        };
        let files = self.texts("files", value);
        if files.is_empty() && matches!(value.get_ref(), DeValue::Array(items) if items.is_empty()) {
            self.error(value.span(), "`files` is empty: the override is for no file", help);
        }
        Some(Override { files: files.into_iter().map(|(file, _)| file.replace('\\', "/")).collect(), settings })
    }

    /// The keys that the whole file and an override share.
    fn settings(&mut self, table: &DeTable<'_>, keys: &[&'static str], owner: &str) -> Settings {
        let mut settings = Settings::default();
        for (key, value) in table {
            match &**key.get_ref() {
                name if !keys.contains(&name) => self.unknown(name, key.span(), keys, owner),
                "version" => settings.version = self.version(value),
                "metadata" => settings.metadata = self.folder(value),
                "callback" => self.callback(value, &mut settings),
                "rules" => self.rules(value, &mut settings),
                _ => {}
            }
        }
        settings
    }

    fn version(&mut self, value: &Value<'_>) -> Option<ApiVersion> {
        let DeValue::String(text) = value.get_ref() else {
            let help = format!("write `version = \"{}\"`, or another version in quotes", ApiVersion::DEFAULT);
            self.wrong_type("version", "a text", value, help);
            return None;
        };
        text.parse()
            .map_err(|error: UnknownVersion| {
                let digits = text.trim_start_matches(['v', 'V']);
                let meant = VERSIONS.iter().find(|facts| facts.segment.trim_start_matches('v') == digits);
                let help = meant.map_or("write one of them".to_owned(), |facts| format!("write `{}`", facts.segment));
                self.error(value.span(), error.to_string(), help);
            })
            .ok()
    }

    fn folder(&mut self, value: &Value<'_>) -> Option<PathBuf> {
        let help = "write the folder with the saved answers, such as `metadata = \"crm/\"`";
        match value.get_ref() {
            DeValue::String(text) if text.trim().is_empty() => {
                self.error(value.span(), "`metadata` is empty", help);
                None
            }
            DeValue::String(text) => Some(PathBuf::from(&**text)),
            _ => {
                self.wrong_type("metadata", "a text", value, help);
                None
            }
        }
    }

    fn callback(&mut self, value: &Value<'_>, settings: &mut Settings) {
        let DeValue::Table(table) = value.get_ref() else {
            return self.wrong_type("callback", "a table", value, "write `[callback]` above its keys");
        };
        for (key, value) in table {
            match (&**key.get_ref(), value.get_ref()) {
                ("allow", _) => {
                    let mut list = AllowList::new();
                    for (entry, range) in self.texts("allow", value) {
                        match list.push(&entry) {
                            Ok(()) => settings.allow.push(entry),
                            Err(error) => self.allow_error(range, &error),
                        }
                    }
                }
                ("dns64", DeValue::Boolean(on)) => settings.dns64 = Some(*on),
                ("dns64", _) => self.wrong_type("dns64", "true or false", value, "write `dns64 = true`, or remove it"),
                (name, _) => self.unknown(name, key.span(), CALLBACK, "`[callback]`"),
            }
        }
    }

    /// The text of such an error is the entry, what is wrong with it, a colon, and what to do; the entry may have colons, too.
    fn allow_error(&mut self, range: Range<usize>, error: &AllowError) {
        let (entry, text) = (quoted(error.entry()), error.to_string());
        let (entry, rest) = text.strip_prefix(&*entry).map_or(("", text.as_str()), |rest| (&*entry, rest));
        let (what, help) = rest.split_once(": ").unwrap_or((rest, "correct the entry"));
        self.error(range, format!("{entry}{what}"), help.to_owned());
    }

    fn rules(&mut self, value: &Value<'_>, settings: &mut Settings) {
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong_type(
                "rules",
                "a table",
                value,
                "write `[rules]` above lines such as `callback-port = \"allow\"`",
            );
            return;
        };
        for (key, value) in table {
            let name: &str = key.get_ref();
            if rules::ELSEWHERE.contains(&name) {
                settings.others.extend(self.level(name, value).map(|level| (name.to_owned(), level)));
            } else {
                settings.rules.extend(self.rule(name, key.span(), value));
            }
        }
    }

    fn rule(&mut self, name: &str, at: Range<usize>, value: &Value<'_>) -> Option<(&'static Rule, Option<Level>)> {
        let Some(rule) = rules::find(name) else {
            let meant =
                near_miss(name, rules::RULES.iter().map(|rule| rule.name).chain(rules::ELSEWHERE.iter().copied()));
            let help =
                meant.map_or("look the name up with `bulkwrite rules`".to_owned(), |name| format!("write `{name}`"));
            self.error(at, format!("there is no rule {}", quoted(name)), help);
            return None;
        };
        let level = self.level(name, value)?;
        if let Err(error) = Levels::default().set(rule, level) {
            self.error(at, error.message(), error.fixed().cure);
            return None;
        }
        Some((rule, level))
    }

    /// A level as it is written.
    fn level(&mut self, name: &str, value: &Value<'_>) -> Option<Option<Level>> {
        let DeValue::String(word) = value.get_ref() else {
            self.wrong_type(name, "a text", value, "write `\"error\"`, `\"warn\"` or `\"allow\"`");
            return None;
        };
        let level = match &**word {
            "error" => Some(Level::Error),
            "warn" => Some(Level::Warning),
            "allow" => None,
            other => {
                let help = meant_level(other)
                    .map_or("write `\"error\"`, `\"warn\"` or `\"allow\"`".to_owned(), |word| {
                        format!("write `\"{word}\"`")
                    });
                self.error(value.span(), format!("there is no level {}", quoted(other)), help);
                return None;
            }
        };
        Some(level)
    }

    /// The texts of a list; a single one may stand without brackets.
    fn texts(&mut self, key: &str, value: &Value<'_>) -> Vec<(String, Range<usize>)> {
        let items = match value.get_ref() {
            DeValue::Array(items) => &items[..],
            DeValue::String(_) => std::slice::from_ref(value),
            _ => {
                self.wrong_type(key, "a list of texts", value, format!("write `{key} = [\"…\"]`"));
                return Vec::new();
            }
        };
        let mut texts = Vec::new();
        for item in items {
            match item.get_ref() {
                DeValue::String(text) => texts.push((text.clone().into_owned(), item.span())),
                other => {
                    let message = format!("an element of `{key}` is a text, and this is {}", describe(other));
                    self.error(item.span(), message, "put it in quotes");
                }
            }
        }
        texts
    }

    fn unknown(&mut self, name: &str, at: Range<usize>, keys: &[&'static str], owner: &str) {
        let message = match owner {
            "" => format!("unknown key {}", quoted(name)),
            owner => format!("unknown key {} in {owner}", quoted(name)),
        };
        let help = if CALLBACK.contains(&name) {
            format!("move `{name}` below `[callback]`")
        } else if rules::find(name).is_some() {
            format!("move `{name}` below `[rules]`")
        } else if let Some(meant) = near_miss(name, keys.iter().copied()) {
            format!("write `{meant}`")
        } else {
            let keys: Vec<String> = keys.iter().map(|key| quoted(key)).collect();
            format!("remove it, or write one of {}", keys.join(", "))
        };
        self.error(at, message, help);
    }

    fn wrong_type(&mut self, key: &str, expected: &str, value: &Value<'_>, help: impl Into<Text>) {
        let message = format!("`{key}` is {expected}, and this is {}", describe(value.get_ref()));
        self.error(value.span(), message, help);
    }

    fn error(&mut self, range: Range<usize>, message: impl Into<Text>, help: impl Into<Text>) {
        let (line, column) = self.lines.line_col(u32::try_from(range.start).unwrap_or(u32::MAX));
        self.errors.push(ConfigError { range, line, column, message: message.into(), help: help.into() });
    }
}

/// The level that other tools call by this word.
fn meant_level(word: &str) -> Option<&'static str> {
    const LEVELS: [&str; 3] = ["error", "warn", "allow"];
    let word = word.to_ascii_lowercase();
    match word.as_str() {
        "warning" | "warnings" | "info" | "hint" => Some("warn"),
        "off" | "ignore" | "none" | "false" | "disable" | "disabled" => Some("allow"),
        "deny" | "forbid" | "fatal" | "err" => Some("error"),
        _ => LEVELS.into_iter().find(|level| *level == word).or_else(|| near_miss(&word, LEVELS)),
    }
}

fn describe(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

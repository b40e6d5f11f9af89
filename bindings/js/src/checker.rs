//! How jobs are checked.

use bulkwrite_core::callback::inspect_with;
use bulkwrite_core::metadata::Metadata;
use bulkwrite_core::{self as core, Level, Options, Rule, rules};
use bulkwrite_render::{Look, Object, concise, human, json, url};
use serde_json::{Map, Value};
use wasm_bindgen::prelude::*;

/// Checks jobs under the same settings.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Checker(pub(crate) core::Checker);

#[wasm_bindgen]
impl Checker {
    /// A checker for settings as JSON: `version`, `metadata` (from the name of a module to the text of the answer),
    /// `placeholders`, `rules`, `allow`.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: &str) -> Result<Self, JsError> {
        let mut options = Options::default();
        let settings: Map<String, Value> = serde_json::from_str(settings).map_err(|_| JsError::new("no settings"))?;
        for (key, value) in &settings {
            set(&mut options, key, value).map_err(|message| JsError::new(&message))?;
        }
        Ok(Self(core::Checker::new(options)))
    }

    /// The report on a job as a line of JSON.
    pub fn check(&self, text: &[u8], name: &str) -> String {
        json::report(name, text, &self.0.check_json(text))
    }

    /// The report on a job as a person reads it.
    pub fn show(&self, text: &[u8], name: &str, concise: bool, colors: bool, width: usize) -> String {
        let report = self.0.check_json(text);
        if concise {
            return concise::lines(&bulkwrite_render::View::new(name, text, &report));
        }
        human::report(name, text, &report, Look { colors, width, ..Look::PLAIN })
    }

    /// A job, mended as far as it can be.
    pub fn fix(&self, text: &[u8], also_unsafe: bool) -> Mended {
        let fixed = self.0.fix_json(text, also_unsafe);
        let applied = fixed
            .applied
            .iter()
            .map(|applied| Object::new().string("rule", applied.rule.name).string("title", &applied.title).close());
        let applied = format!("[{}]", applied.collect::<Vec<_>>().join(","));
        Mended { text: fixed.text, applied }
    }

    /// What the callback check says of a URL: the line of JSON that `bulkwrite url --format json` prints.
    pub fn check_url(&self, url: &str) -> String {
        url::json(url, &inspect_with(url, &self.0.options().callback), None)
    }

    /// The same as a person reads it.
    pub fn show_url(&self, url: &str, colors: bool, width: usize) -> String {
        url::human(url, &inspect_with(url, &self.0.options().callback), &[], Look { colors, width, ..Look::PLAIN })
    }
}

fn set(options: &mut Options, key: &str, value: &Value) -> Result<(), String> {
    match (key, value) {
        ("version", Value::String(version)) => {
            options.version = Some(version.parse().map_err(|error| format!("{error}"))?);
        }
        ("placeholders", Value::Bool(placeholders)) => options.placeholders = *placeholders,
        ("rules", Value::Object(levels)) => {
            for (name, level) in levels {
                let level = self::level(name, level)?;
                if let Some(rule) = find(name)? {
                    options.levels.set(rule, level).map_err(|error| error.to_string())?;
                }
            }
        }
        ("allow", Value::Array(entries)) => {
            for entry in entries.iter().filter_map(Value::as_str) {
                options.callback.allow.push(entry).map_err(|error| format!("allow: {error}"))?;
            }
        }
        ("metadata", Value::Object(modules)) => {
            let mut metadata = Metadata::new();
            for (module, answer) in modules {
                let text = answer.as_str().unwrap_or_default();
                metadata.read(module, text.as_bytes()).map_err(|error| format!("metadata of {module}: {error}"))?;
            }
            options.metadata = Some(metadata);
        }
        _ => return Err(format!("there is no setting `{key}` of that type")),
    }
    Ok(())
}

/// The rule of that name; none for one that only other parts of bulkwrite have.
fn find(name: &str) -> Result<Option<&'static Rule>, String> {
    let found = rules::find(name);
    #[cfg(feature = "data")]
    let found = found.or_else(|| bulkwrite_data::rules::find(name));
    if found.is_none() && !rules::ELSEWHERE.contains(&name) {
        return Err(format!("there is no rule `{name}`"));
    }
    Ok(found)
}

fn level(name: &str, level: &Value) -> Result<Option<Level>, String> {
    match level.as_str() {
        Some("error") => Ok(Some(Level::Error)),
        Some("warn") => Ok(Some(Level::Warning)),
        Some("allow") => Ok(None),
        _ => Err(format!("the level of `{name}` is `error`, `warn` or `allow`")),
    }
}

/// A job that was mended.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Mended {
    text: Vec<u8>,
    applied: String,
}

#[wasm_bindgen]
impl Mended {
    /// The text, byte for byte.
    #[wasm_bindgen(getter)]
    pub fn text(&self) -> Vec<u8> {
        self.text.clone()
    }

    /// What was done, as JSON: objects with `rule` and `title`.
    #[wasm_bindgen(getter)]
    pub fn applied(&self) -> String {
        self.applied.clone()
    }
}

//! JSON objects whose keys stand in the order of the CRM's own answers.

use serde_json::Value;

/// An object that is being written.
pub(crate) struct Object(String);

impl Object {
    pub(crate) fn new() -> Self {
        Self("{".to_owned())
    }

    /// Adds a value that is JSON already.
    pub(crate) fn raw(mut self, key: &str, json: &str) -> Self {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        self.0.push_str(&quoted(key));
        self.0.push(':');
        self.0.push_str(json);
        self
    }

    /// Adds a text.
    pub(crate) fn text(self, key: &str, text: &str) -> Self {
        self.raw(key, &quoted(text))
    }

    /// Adds a text, or null.
    pub(crate) fn nullable(self, key: &str, text: Option<&str>) -> Self {
        match text {
            Some(text) => self.text(key, text),
            None => self.raw(key, "null"),
        }
    }

    /// Adds a number or a boolean.
    pub(crate) fn plain(self, key: &str, value: impl std::fmt::Display) -> Self {
        self.raw(key, &value.to_string())
    }

    /// Adds what `add` adds, if there is a value.
    pub(crate) fn with<T>(self, value: Option<T>, add: impl FnOnce(Self, T) -> Self) -> Self {
        match value {
            Some(value) => add(self, value),
            None => self,
        }
    }

    /// The object.
    pub(crate) fn end(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

/// A text between quotes.
pub(crate) fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// A list of what is JSON already.
pub(crate) fn list(items: impl IntoIterator<Item = String>) -> String {
    let items: Vec<String> = items.into_iter().collect();
    format!("[{}]", items.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_stay_in_order() {
        let inner = Object::new().end();
        let object = Object::new().text("b", "\"\n").raw("a", &inner).nullable("c", None).plain("d", 7);
        assert_eq!(object.end(), r#"{"b":"\"\n","a":{},"c":null,"d":7}"#);
        assert_eq!(list(["1".to_owned(), "2".to_owned()]), "[1,2]");
    }
}

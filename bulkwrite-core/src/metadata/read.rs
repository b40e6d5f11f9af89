//! Reads the few things that matter out of a large answer.
//!
//! A field of the metadata has sixty keys, of which a dozen matter. A macro runs this without optimisation in every
//! build, so what is not asked for is passed over without a look at its structure, in plain loops, which are fast
//! without optimisation, too; what is wrong with a text is explained elsewhere, by the real parser.

use std::borrow::Cow;

use super::{DataType, Field, PicklistValue};

/// The text is not what the reader took it for.
#[derive(Debug)]
pub(super) struct Broken;

type Read<T> = Result<T, Broken>;

/// Every field of an answer, in its order; those without an API name are left out.
pub(super) fn fields(text: &str) -> Read<Vec<Field>> {
    let mut reader = Reader { text, bytes: text.as_bytes(), at: 0 };
    let mut fields = None;
    reader.object(|reader, key| {
        if key != "fields" {
            return reader.skip();
        }
        let list = fields.insert(Vec::new());
        reader.list(|reader| {
            let field = reader.field()?;
            if !field.api_name.is_empty() {
                list.push(field);
            }
            Ok(())
        })
    })?;
    if reader.peek() == 0 { fields.ok_or(Broken) } else { Err(Broken) }
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn field(&mut self) -> Read<Field> {
        let mut field = Field::default();
        let mut display_label = None;
        self.object(|reader, key| {
            match key {
                "api_name" => field.api_name = reader.text()?.unwrap_or_default().into(),
                "field_label" => field.label = reader.text()?.unwrap_or_default().into(),
                "display_label" => display_label = reader.text()?,
                "data_type" => field.data_type = DataType::from(&*reader.text()?.unwrap_or_default()),
                "json_type" => field.json_type = reader.text()?.unwrap_or_default().into(),
                "length" => field.length = reader.number()?,
                "decimal_place" => field.decimal_place = reader.number()?,
                "system_mandatory" => field.system_mandatory = reader.boolean()? == Some(true),
                "operation_type" => reader.object_or_skip(|reader, key| {
                    match key {
                        "api_create" => field.creatable = reader.boolean()?,
                        "api_update" => field.updatable = reader.boolean()?,
                        _ => reader.skip()?,
                    }
                    Ok(())
                })?,
                "unique" => field.unique = Some(reader.says_something()?),
                "external" => field.external = reader.says_something()?,
                "pick_list_values" => reader.list_or_skip(|reader| {
                    field.picklist.extend(reader.picklist_value()?);
                    Ok(())
                })?,
                // Each is `{}` or null unless the field is of that kind.
                "lookup" | "subform" | "associated_module" => reader.related(&mut field.related, "module")?,
                "multiselectlookup" | "multiuserlookup" => reader.multi_lookup(&mut field)?,
                _ => reader.skip()?,
            }
            Ok(())
        })?;
        if field.label.is_empty() {
            field.label = display_label.unwrap_or_default().into();
        }
        Ok(field)
    }

    fn picklist_value(&mut self) -> Read<Option<PicklistValue>> {
        let (mut display, mut actual) = (None, None);
        self.object_or_skip(|reader, key| {
            match key {
                "display_value" => display = reader.text()?,
                "actual_value" => actual = reader.text()?,
                _ => reader.skip()?,
            }
            Ok(())
        })?;
        let Some(name) = display.clone().or_else(|| actual.clone()) else { return Ok(None) };
        Ok(Some(PicklistValue {
            display: name.clone().into(),
            actual: actual.filter(|actual| *actual != name).map(Into::into),
        }))
    }

    /// The modules of a lookup of several records: until v7 `linking_module`, from v8 on one in `linking_details` and the other in
    /// `connected_details` (source: an organisation's answer, and the SDK for v8).
    fn multi_lookup(&mut self, field: &mut Field) -> Read<()> {
        self.object_or_skip(|reader, key| match key {
            "linking_module" => reader.module_name(&mut field.related),
            "linking_details" => reader.related(&mut field.related, "module"),
            "connected_module" => reader.module_name(&mut field.connected),
            "connected_details" => reader.related(&mut field.connected, "module"),
            _ => reader.skip(),
        })
    }

    /// The API name of the module under `wanted`.
    fn related(&mut self, related: &mut Option<Box<str>>, wanted: &str) -> Read<()> {
        self.object_or_skip(|reader, key| if key == wanted { reader.module_name(related) } else { reader.skip() })
    }

    /// The API name of a module, which early versions write as a text.
    fn module_name(&mut self, related: &mut Option<Box<str>>) -> Read<()> {
        let mut name = None;
        if self.peek() == b'"' {
            name = self.text()?;
        } else {
            self.object_or_skip(
                |reader, key| {
                    if key == "api_name" { reader.text().map(|text| name = text) } else { reader.skip() }
                },
            )?;
        }
        if let Some(name) = name.filter(|name| !name.is_empty()) {
            *related = Some(name.into());
        }
        Ok(())
    }

    /// The byte at the next token, or 0 at the end.
    fn peek(&mut self) -> u8 {
        let (bytes, mut at) = (self.bytes, self.at);
        while at < bytes.len() && bytes[at] <= b' ' {
            at += 1;
        }
        self.at = at;
        if at < bytes.len() { bytes[at] } else { 0 }
    }

    fn expect(&mut self, byte: u8) -> Read<()> {
        let found = self.peek() == byte;
        self.at += usize::from(found);
        if found { Ok(()) } else { Err(Broken) }
    }

    /// Reads an object; `entry` reads or skips each value.
    fn object(&mut self, mut entry: impl FnMut(&mut Self, &str) -> Read<()>) -> Read<()> {
        self.expect(b'{')?;
        if self.peek() != b'}' {
            loop {
                let key = self.string()?;
                self.expect(b':')?;
                entry(self, &key)?;
                if self.peek() != b',' {
                    break;
                }
                self.at += 1;
            }
        }
        self.expect(b'}')
    }

    fn object_or_skip(&mut self, entry: impl FnMut(&mut Self, &str) -> Read<()>) -> Read<()> {
        if self.peek() == b'{' { self.object(entry) } else { self.skip() }
    }

    /// Reads a list; `item` reads or skips each element.
    fn list(&mut self, mut item: impl FnMut(&mut Self) -> Read<()>) -> Read<()> {
        self.expect(b'[')?;
        if self.peek() != b']' {
            loop {
                item(self)?;
                if self.peek() != b',' {
                    break;
                }
                self.at += 1;
            }
        }
        self.expect(b']')
    }

    fn list_or_skip(&mut self, item: impl FnMut(&mut Self) -> Read<()>) -> Read<()> {
        if self.peek() == b'[' { self.list(item) } else { self.skip() }
    }

    fn string(&mut self) -> Read<Cow<'a, str>> {
        self.expect(b'"')?;
        let start = self.at;
        let (end, escapes) = string_end(self.bytes, start)?;
        self.at = end + 1;
        if escapes {
            let text = serde_json::from_str(&self.text[start - 1..=end]).map_err(|_| Broken)?;
            return Ok(Cow::Owned(text));
        }
        Ok(Cow::Borrowed(&self.text[start..end]))
    }

    /// A string; `None` for anything else.
    fn text(&mut self) -> Read<Option<Cow<'a, str>>> {
        if self.peek() == b'"' { self.string().map(Some) } else { self.skip().map(|()| None) }
    }

    /// A number that counts something, also in quotes; `None` for anything else.
    fn number(&mut self) -> Read<Option<u32>> {
        self.scalar().map(|text| text.trim_matches('"').parse().ok())
    }

    fn boolean(&mut self) -> Read<Option<bool>> {
        self.scalar().map(|text| text.trim_matches('"').parse().ok())
    }

    /// Whether a value is more than null, false or an empty object: the metadata writes "no" in all three ways.
    fn says_something(&mut self) -> Read<bool> {
        let text = self.scalar()?;
        Ok(match text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            Some(inner) => !inner.trim().is_empty(),
            None => !matches!(text, "null" | "false" | "\"\"" | "[]"),
        })
    }

    /// A value as it is written.
    fn scalar(&mut self) -> Read<&'a str> {
        self.peek();
        let start = self.at;
        self.skip()?;
        Ok(self.text[start..self.at].trim_end())
    }

    /// Passes over a value.
    fn skip(&mut self) -> Read<()> {
        self.peek();
        let (bytes, start, mut at, mut depth) = (self.bytes, self.at, self.at, 0_usize);
        while at < bytes.len() {
            match bytes[at] {
                b'"' => {
                    at = string_end(bytes, at + 1)?.0 + 1;
                    if depth == 0 {
                        break;
                    }
                }
                b'{' | b'[' => {
                    depth += 1;
                    at += 1;
                }
                b'}' | b']' if depth > 0 => {
                    depth -= 1;
                    at += 1;
                    if depth == 0 {
                        break;
                    }
                }
                b',' | b'}' | b']' | b'\n' if depth == 0 => break,
                _ => at += 1,
            }
        }
        self.at = at;
        if at > start && depth == 0 { Ok(()) } else { Err(Broken) }
    }
}

/// Where the string ends whose text starts at `at`, and whether it has escapes.
fn string_end(bytes: &[u8], mut at: usize) -> Read<(usize, bool)> {
    let mut escapes = false;
    while at < bytes.len() {
        match bytes[at] {
            b'"' => return Ok((at, escapes)),
            b'\\' => {
                escapes = true;
                at += 2;
            }
            _ => at += 1,
        }
    }
    Err(Broken)
}

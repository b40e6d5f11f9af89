//! Field metadata: what is read from the API's answers, and what is said of anything else.

use bulkwrite_core::metadata::{DataType, Metadata, MetadataError, ModuleFields};

/// The fields of a real organisation, answered by v7; of most fields only the keys that matter are kept.
const LEADS: &[u8] = include_bytes!("../data/leads-v7.json");

fn leads() -> ModuleFields {
    ModuleFields::from_json(LEADS).expect("the fixture is valid")
}

#[test]
fn a_real_answer_is_read() {
    let leads = leads();
    assert_eq!(leads.len(), 87);
    let required: Vec<&str> = leads.required().map(|field| &*field.api_name).collect();
    assert_eq!(required, ["Last_Name"]);

    let field = |name| leads.get(name).unwrap();
    let last_name = field("Last_Name");
    assert_eq!((&*last_name.label, &last_name.data_type, last_name.length), ("Last Name", &DataType::Text, Some(80)));
    assert_eq!((last_name.creatable, last_name.updatable), (Some(true), Some(true)));
    assert_eq!((last_name.unique, last_name.external), (Some(false), false));
    assert_eq!(field("Email").unique, Some(true));
    assert_eq!(field("Created_By").creatable, Some(false));
    assert_eq!(field("Annual_Revenue").decimal_place, Some(2));
    assert_eq!(field("Project_Details").length, None);
    assert!(field("Lead_Source").has_value("Houston Showroom"));

    assert!(!leads.is_empty() && ModuleFields::from(Vec::new()).is_empty());

    let related = |name| field(name).related.as_deref();
    assert_eq!(related("Contact_Lookup"), Some("A"));
    assert_eq!(related("Products"), Some("LeadsXProducts"));
    assert_eq!(related("Project_Details"), Some("Project_Details"));
    assert_eq!(related("Owner"), None);
}

#[test]
fn every_way_to_write_a_field_is_understood() {
    type Holds = fn(&ModuleFields) -> bool;
    let table: [(&str, Holds); 14] = [
        (r#"{"api_name":"A"}"#, |all| all.get("A").unwrap().unique.is_none()),
        (r#"{"api_name":"A","length":"80"}"#, |all| all.get("A").unwrap().length == Some(80)),
        (r#"{"api_name":"A","length":-1,"unique":null}"#, |all| all.get("A").unwrap().length.is_none()),
        (r#"{"api_name":"A","unique":{"case_sensitive":true}}"#, |all| all.get("A").unwrap().unique == Some(true)),
        (r#"{"api_name":"A","unique":{ }}"#, |all| all.get("A").unwrap().unique == Some(false)),
        (r#"{"api_name":"A","external":{"type":"org"}}"#, |all| all.get("A").unwrap().external),
        (r#"{"api_name":"A","data_type":"hologram"}"#, |all| {
            all.get("A").unwrap().data_type == DataType::Other("hologram".into())
        }),
        (r#"{"api_name":"A","data_type":7,"field_label":null,"display_label":"B"}"#, |all| {
            &*all.get("A").unwrap().label == "B"
        }),
        (r#"{"api_name":"A\u005fB","x":"\"}{\\","y":[[{"z":"]"}],1e5,true]}"#, |all| all.get("A_B").is_some()),
        (r#"{"api_name":"A","lookup":{"module":"Accounts"}}"#, |all| {
            all.get("A").unwrap().related.as_deref() == Some("Accounts")
        }),
        (r#"{"api_name":"A","lookup":{"module":{"id":"1","api_name":"Accounts"}}}"#, |all| {
            all.get("A").unwrap().related.as_deref() == Some("Accounts")
        }),
        (
            r#"{"api_name":"A","pick_list_values":[{"display_value":"x","actual_value":"y"},{},null,{"actual_value":"z"}]}"#,
            |all| {
                let a = all.get("A").unwrap();
                a.picklist.len() == 2 && a.has_value("x") && a.has_value("y") && a.has_value("z") && !a.has_value("")
            },
        ),
        (r#"{"id":"1"},{"api_name":"A"},{"api_name":"A","length":1}"#, |all| {
            all.len() == 1 && all.get("A").unwrap().length.is_none()
        }),
        (r#"{"api_name":"A","operation_type":null,"system_mandatory":"true"}"#, |all| {
            all.required().count() == 1 && all.get("A").unwrap().creatable.is_none()
        }),
    ];
    for (field, holds) in table {
        for text in [
            format!("{{\"fields\":[{field}]}}"),
            format!("\u{feff} {{\n\"info\": {{}} ,\n\"fields\": [ {field} ]\n}}\n"),
        ] {
            let fields = ModuleFields::from_json(text.as_bytes()).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert!(holds(&fields), "{text}\n{fields:?}");
        }
    }
}

#[test]
fn a_field_says_what_it_is() {
    for (field, said) in [
        (r#""data_type":"text","length":80"#, "text of up to 80 characters"),
        (r#""data_type":"textarea","length":80"#, "multi-line text of up to 80 characters"),
        (r#""data_type":"text""#, "text"),
        (r#""data_type":"email","length":80"#, "an email address"),
        (r#""data_type":"lookup","lookup":{"module":"Accounts"}"#, "a lookup of `Accounts`"),
        (r#""data_type":"lookup""#, "a lookup"),
        (r#""data_type":"hologram""#, "of type `hologram`"),
        (r#""data_type":"""#, "of a type that its metadata does not tell"),
        ("\"length\":80", "of a type that its metadata does not tell"),
    ] {
        let fields = format!(r#"{{"fields":[{{"api_name":"A",{field}}}]}}"#);
        let fields = ModuleFields::from_json(fields.as_bytes()).expect(field);
        assert_eq!(fields.get("A").map(ToString::to_string).as_deref(), Some(said), "{field}");
    }
}

#[test]
fn anything_else_is_refused_with_place_and_cure() {
    let save = "save the answer of `GET /crm/v8/settings/fields?module=…` as it comes";
    let table: &[(&[u8], &str, &str)] = &[
        (b" \n", "line 1, column 1: the file is empty", "no such module"),
        (b"<!DOCTYPE html><html>", "line 1, column 1: ", save),
        (b"{\"fields\": [\n {\"api_name\": \"A\"},\n {\"api_name\": ", "line 3, column ", save),
        (b"{\"fields\": [{\"api_name\": \"A\"},]}", "line 1, column 30: ", save),
        (
            b"[{\"api_name\": \"A\"}]",
            "line 1, column 1: an object with `fields` belongs here, and this is an array",
            save,
        ),
        (b"\xff\xfe{\0}\0", "line 1, column 1: ", "curl -o Leads.json"),
        (b"{}", "line 1, column 1: the object has no `fields`", save),
        (b"{\"fields\": null}", "line 1, column 12: `fields` is a list in the API's answer, and this is null", save),
        (b"{\"fields\": []}", "line 1, column 12: `fields` is empty: no module is without fields", save),
        (
            b"{\"fields\": [{}, 1]}",
            "line 1, column 17: a field is an object in the API's answer, and this is a number",
            save,
        ),
        (b"{\"fields\": [{\"api_name\": \"\"}]}", "line 1, column 12: no field has an `api_name`", save),
        (
            b"{\"code\":\"INVALID_TOKEN\",\"details\":{},\"message\":\"invalid oauth token\",\"status\":\"error\"}",
            "line 1, column 1: this is an error answer of the CRM, `INVALID_TOKEN`",
            "get a new access token",
        ),
        (
            b"{\"code\":\"OAUTH_SCOPE_MISMATCH\",\"status\":\"error\"}",
            "line 1, column 1: this is an error answer of the CRM, `OAUTH_SCOPE_MISMATCH`",
            "get a token with the scope `ZohoCRM.settings.fields.READ`",
        ),
        (
            b"{\"code\":\"INVALID_MODULE\",\"status\":\"error\"}",
            "line 1, column 1: this is an error answer of the CRM, `INVALID_MODULE`",
            "name the module by its API name",
        ),
        (b"{\"code\":\"X\"}", "line 1, column 1: this is an error answer of the CRM, `X`", save),
        (b"{\"modules\": []}", "line 1, column 1: this is the list of modules, not the fields of a module", save),
        (b"{\"layouts\": [{\"sections\": []}]}", "line 1, column 1: this is the layouts of a module, not", save),
    ];
    for (text, message, help) in table {
        let error = ModuleFields::from_json(text).expect_err(&String::from_utf8_lossy(text));
        assert!(error.to_string().starts_with(message), "{}: {error}", String::from_utf8_lossy(text));
        assert!(error.help.contains(help), "{}: {}", String::from_utf8_lossy(text), error.help);
        assert!(!error.message.ends_with('.') && !error.message.is_empty());
    }
}

#[test]
fn what_is_skipped_has_to_be_json_all_the_same() {
    for value in ["1", "\"x\"", "[]", "{}", "[[1],{\"a\":\"]\"}]", "null"] {
        let text = format!("{{\"x\":{value},\"fields\":[{{\"y\":{value},\"api_name\":\"A\"}}]}}");
        assert!(ModuleFields::from_json(text.as_bytes()).is_ok(), "{text}");
    }
    for value in ["", "[", "{", "]", "[[]", "\"x"] {
        let text = format!("{{\"fields\":[{{\"api_name\":\"A\",\"y\":{value}}}]}}");
        assert!(ModuleFields::from_json(text.as_bytes()).is_err(), "{text}");
    }
}

#[test]
fn no_cut_and_no_change_of_a_byte_makes_it_panic() {
    for end in (0..LEADS.len()).step_by(997) {
        assert!(ModuleFields::from_json(&LEADS[..end]).is_err());
    }
    for at in (0..2_000).step_by(7) {
        for byte in [b'"', b'\\', b'{', b'}', b'[', b',', 0, 0xff] {
            let mut text = LEADS[..2_500].to_vec();
            text[at] = byte;
            let _ = ModuleFields::from_json(&text);
        }
    }
    assert!(ModuleFields::from_json("[".repeat(100_000).as_bytes()).is_err());
    assert!(ModuleFields::from_json(format!("{{\"a\":{}", "[".repeat(100_000)).as_bytes()).is_err());
}

#[test]
fn the_fields_of_another_standard_module_are_refused() {
    let mut metadata = Metadata::new();
    let error: MetadataError = metadata.read("Deals", LEADS).unwrap_err();
    assert_eq!(error.to_string(), "line 1, column 1: these are the fields of `Leads`, not of `Deals`");
    assert!(metadata.is_empty());
    assert_eq!(metadata.len(), 0);
    for module in ["Leads", "Boats", "leads"] {
        metadata.read(module, LEADS).unwrap();
    }
    assert_eq!(metadata.modules().map(|(name, _)| name).collect::<Vec<_>>(), ["Boats", "Leads", "leads"]);
    assert_eq!(metadata.len(), 3);
    assert!(!metadata.is_empty());
}

#[test]
fn a_lookup_of_several_records_names_its_modules_before_v8_and_since() {
    for (text, related, connected) in [
        (
            r#""linking_module": { "api_name": "Leads_X_Tags", "id": "1" }, "connected_module": "Tags""#,
            "Leads_X_Tags",
            Some("Tags"),
        ),
        (r#""linking_module": "Leads_X_Tags""#, "Leads_X_Tags", None),
        (
            r#""linking_details": { "module": { "api_name": "Leads_X_Tags", "id": "1" } },
               "connected_details": { "field": { "api_name": "Leads" }, "module": { "api_name": "Tags" } },
               "lookup_field": { "api_name": "Lead" }, "connected_lookup_field": { "api_name": "Tag" }"#,
            "Leads_X_Tags",
            Some("Tags"),
        ),
    ] {
        let text = format!(
            r#"{{ "fields": [{{ "api_name": "Tags", "data_type": "multiselectlookup", "multiselectlookup": {{ {text} }} }}] }}"#
        );
        let fields = ModuleFields::from_json(text.as_bytes()).expect("metadata");
        let field = fields.get("Tags").expect("a field");
        assert_eq!((field.related.as_deref(), field.connected.as_deref()), (Some(related), connected), "{text}");
    }
}

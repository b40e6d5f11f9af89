//! No message of the macro shows a secret, nor a character that does not show as itself.

use bulkwrite_core::is_deceptive;

use super::expanded;

const SECRETS: [&str; 4] = ["hunter2", "s3cr3t", "aaaa1111bbbb2222", "ghp_Zz9"];

/// A job in which a place of the others has this text.
fn jobs(text: &str) -> Vec<String> {
    let text = format!("{text:?}");
    let good = r#"version: v2, operation: insert, callback: { url: "https://acme.io/", method: post },
        resource: [{ type: data, module: Leads, file_id: "4150868000005379001", field_mappings: [{ api_name: Email, index: 0 }] }]"#;
    let mut all = vec![good.replace("{ url: \"https://acme.io/\", method: post }", &text)];
    for place in [
        "\"https://acme.io/\"",
        "post",
        "insert",
        "data",
        "Leads",
        "\"4150868000005379001\"",
        "Email",
        "{ api_name: Email, index: 0 }",
    ] {
        all.push(good.replacen(place, &text, 1));
    }
    for key in ["operation", "method", "file_id", "index"] {
        all.push(good.replacen(&format!("{key}:"), &format!("{text}:"), 1));
    }
    all.push(format!("{good}, headers: {{ Authorization: {text}, {text}: {text} }}"));
    all.push(format!("{good} {text}"));
    all.push(good.replacen("{ api_name: Email, index: 0 }", &format!("({text}, 2)"), 1));
    all.push(good.replacen("Leads", &format!("Some({text})"), 1));
    all
}

/// The messages of an expansion: texts of `compile_error!` and of notes.
fn messages(expansion: &str) -> Vec<String> {
    let mut rest = expansion;
    let mut all = Vec::new();
    while let Some(at) =
        ["compile_error ! {", "note = "].iter().filter_map(|sign| rest.find(sign).map(|at| at + sign.len())).min()
    {
        rest = rest[at..].trim_start();
        let Some(literal) = literal_at(rest) else { continue };
        if let Ok(literal) = syn::parse_str::<syn::LitStr>(literal) {
            all.push(literal.value());
        }
    }
    all
}

/// The literal that a text begins with.
fn literal_at(text: &str) -> Option<&str> {
    let quoted = text.strip_prefix('"')?;
    let mut escaped = false;
    let end = quoted.find(|c: char| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    })?;
    Some(&text[..end + 2])
}

#[test]
fn no_message_shows_a_secret_or_what_does_not_show() {
    let mut seen = 0;
    for text in [
        "https://me:hunter2@10.0.0.1/?token=s3cr3t",
        "http://me:hunter2@acme.io/?s3cr3t#hunter2",
        r"https://h\@u:hunter2@x/",
        "https://h;token=s3cr3t",
        "https:hunter2@acme.io",
        "htps://me:hunter2@acme.io/?s3cr3t",
        "https//me:hunter2@acme.io/?s3cr3t",
        "me:hunter2@acme.io/?s3cr3t",
        "Zoho-oauthtoken 1000.aaaa1111bbbb2222.cccc3333",
        "Bearer 1000.aaaa1111bbbb2222.cccc3333",
        "ghp_Zz9aaaabbbbccccddddeeeeffff00001111",
        "client_secret=hunter2",
        "https://acme.io/\u{202e}\u{1b}[31m?k=s3cr3t",
        "\u{202e}\u{2028}x",
    ] {
        for job in jobs(text) {
            for message in messages(&expanded(&job)) {
                seen += 1;
                assert!(!SECRETS.iter().any(|secret| message.contains(secret)), "{job}: {message}");
                assert!(!message.contains(|c| c != '\n' && is_deceptive(c)), "{job}: {}", message.escape_debug());
            }
        }
    }
    assert!(seen > 150, "{seen} messages");
}

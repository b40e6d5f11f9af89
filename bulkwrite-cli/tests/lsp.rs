//! The language server, as a client without an editor sees it: over standard input and output.
#![cfg(feature = "lsp")]
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

struct Client {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
    next: u64,
}

const URI: &str = "file:///no/such/folder/leads.json";

impl Client {
    fn start() -> Self {
        let mut client = Self::bare();
        let answer = client.ask("initialize", &json!({ "capabilities": {} }));
        assert_eq!(answer["serverInfo"]["name"], "bulkwrite");
        client.tell("initialized", &json!({}));
        client
    }

    fn bare() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_bulkwrite"))
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let (stdin, stdout) = (child.stdin.take().expect("piped"), BufReader::new(child.stdout.take().expect("piped")));
        Self { child, stdin, stdout, next: 0 }
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        write!(self.stdin, "Content-Length: {}\r\n\r\n{body}", body.len()).expect("it reads");
        self.stdin.flush().expect("it reads");
    }

    fn tell(&mut self, method: &str, params: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn ask(&mut self, method: &str, params: &Value) -> Value {
        let answer = self.answer(method, params);
        assert!(answer.get("error").is_none(), "{answer}");
        answer["result"].clone()
    }

    fn answer(&mut self, method: &str, params: &Value) -> Value {
        self.next += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.next, "method": method, "params": params }));
        self.receive()
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(self.stdout.read_line(&mut line).expect("it writes") > 0, "it ended");
            if let Some(number) = line.strip_prefix("Content-Length: ") {
                length = number.trim().parse().expect("a number");
            }
            if line == "\r\n" {
                break;
            }
        }
        let mut body = vec![0; length];
        self.stdout.read_exact(&mut body).expect("it writes");
        serde_json::from_slice(&body).expect("it is JSON")
    }

    /// Opens a text, and tells what is found in it.
    fn open(&mut self, text: &str) -> Value {
        self.tell(
            "textDocument/didOpen",
            &json!({ "textDocument": { "uri": URI, "languageId": "json", "version": 1, "text": text } }),
        );
        self.receive()["params"]["diagnostics"].clone()
    }

    fn change(&mut self, text: &str) -> Value {
        let changes = json!([{ "text": text }]);
        self.tell(
            "textDocument/didChange",
            &json!({ "textDocument": { "uri": URI, "version": 2 }, "contentChanges": changes }),
        );
        self.receive()["params"]["diagnostics"].clone()
    }

    fn ask_at(&mut self, method: &str, line: u32, character: u32) -> Value {
        let position = json!({ "line": line, "character": character });
        self.ask(method, &json!({ "textDocument": { "uri": URI }, "position": position }))
    }

    /// Says goodbye; its exit status, and what it complained of.
    fn leave(mut self) -> (Option<i32>, String) {
        let _ = self.ask("shutdown", &Value::Null);
        self.tell("exit", &Value::Null);
        self.end()
    }

    fn end(mut self) -> (Option<i32>, String) {
        drop(self.stdin);
        let status = self.child.wait().expect("it ends");
        let mut complaint = String::new();
        self.child.stderr.take().expect("piped").read_to_string(&mut complaint).expect("it is text");
        (status.code(), complaint)
    }
}

const WRONG: &str = r#"{
    "operation": "insert",
    "resource": [{ "type": "data", "module": { "api_name": "Leads" }, "file_id": "4150868000005379001",
        "field_mappings": [{ "api_name": "Straße 😀", "index": 0 }, { "api_name": "Email", "index": "1" }] }]
}
"#;

#[test]
fn a_mistake_is_told_and_mended() {
    let mut client = Client::start();
    let found = client.open(WRONG);
    let codes: Vec<&str> = found.as_array().unwrap().iter().map(|found| found["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["malformed-field-name", "wrong-type"]);
    // Units of UTF-16: the smiley is two.
    let range = json!({ "start": { "line": 3, "character": 100 }, "end": { "line": 3, "character": 103 } });
    assert_eq!(found[1]["range"], range, "{found}");
    assert_eq!(found[1]["severity"], 1);
    assert_eq!(
        found[1]["message"],
        "`index` takes an integer, and this is the string `1`\nhelp: write the number without quotes: `1`"
    );
    let params = json!({ "textDocument": { "uri": URI }, "range": range, "context": { "diagnostics": [found[1]] } });
    let actions = client.ask("textDocument/codeAction", &params);
    let titles: Vec<&str> =
        actions.as_array().unwrap().iter().map(|action| action["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["write `1`", "Mend all that is safe to mend"]);
    assert_eq!(actions[0]["edit"]["changes"][URI], json!([{ "range": range, "newText": "1" }]));
    let mended = client.change(&WRONG.replace("\"1\"", "1").replace("Straße 😀", "Last_Name"));
    assert_eq!(mended, json!([]));
    assert_eq!(client.leave(), (Some(0), String::new()));
}

#[test]
fn keys_and_values_are_completed_in_broken_text() {
    let mut client = Client::start();
    client.open("{\n  \"operation\": \"\",\n  \"resource\": [{ \"module\": { \"api_name\": \"Leads\" },  }]\n");
    let labels = |items: &Value| -> Vec<String> {
        items.as_array().unwrap().iter().map(|item| item["label"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(labels(&client.ask_at("textDocument/completion", 1, 16)), ["insert", "update", "upsert"]);
    let keys = labels(&client.ask_at("textDocument/completion", 2, 52));
    assert!(keys.contains(&"file_id".to_owned()) && !keys.contains(&"module".to_owned()), "{keys:?}");
    let hover = client.ask_at("textDocument/hover", 1, 5);
    assert!(hover["contents"]["value"].as_str().unwrap().contains("`insert` makes new records"), "{hover}");
    let symbols = client.ask("textDocument/documentSymbol", &json!({ "textDocument": { "uri": URI } }));
    assert_eq!(symbols[0]["name"], "Leads");
    assert_eq!(client.leave(), (Some(0), String::new()));
}

#[test]
fn other_json_is_left_alone() {
    let mut client = Client::start();
    assert_eq!(client.open(r#"{ "name": "left-pad", "version": "1.0.0" }"#), json!([]));
    assert_eq!(client.ask_at("textDocument/hover", 0, 4), Value::Null);
    assert_eq!(client.leave().0, Some(0));
}

#[test]
fn what_is_asked_wrongly_is_refused() {
    let mut client = Client::start();
    let of = |answer: Value| answer["error"]["code"].as_i64();
    assert_eq!(of(client.answer("textDocument/rename", &json!({}))), Some(-32601));
    assert_eq!(
        of(client.answer("textDocument/hover", &json!({ "textDocument": { "uri": "file:///x" } }))),
        Some(-32602)
    );
    client.open(WRONG);
    let far = json!({ "textDocument": { "uri": URI }, "position": { "line": 4_000_000_000_u32, "character": 4_294_967_295_u32 } });
    assert_eq!(client.ask("textDocument/hover", &far), Value::Null);
    client.tell("textDocument/didChange", &json!({ "textDocument": { "uri": URI }, "contentChanges": 7 }));
    assert_eq!(client.receive()["method"], "textDocument/publishDiagnostics");
    assert_eq!(client.leave().0, Some(0));

    let mut client = Client::bare();
    client.stdin.write_all(b"Content-Length: 9\r\n\r\nnot JSON!").unwrap();
    let (code, complaint) = client.end();
    assert_eq!(code, Some(2));
    assert!(complaint.starts_with("error: "), "{complaint}");
}

#[test]
fn many_edits_are_taken() {
    let mut client = Client::start();
    client.open(WRONG);
    for number in 0..300 {
        client.change(&WRONG.replace("\"Email\"", &format!("\"Email_{number}\"")));
    }
    assert_eq!(client.leave().0, Some(0));
}

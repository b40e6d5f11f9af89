//! `bulkwrite lsp`: the checks while a job is written, over the language server protocol.
//!
//! The protocol's types are JSON here: a crate of them is larger than what is used of it.

mod actions;
mod completion;
mod document;
mod hover;
mod spot;
mod symbols;

use std::collections::HashMap;

use bulkwrite_config::Access;
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use serde_json::{Value, json};

use self::document::Document;
use crate::cli::Checking;

/// What this server can do, as it tells the client.
fn capabilities() -> Value {
    json!({
        "textDocumentSync": { "openClose": true, "change": 1, "save": true },
        "codeActionProvider": { "codeActionKinds": ["quickfix", actions::FIX_ALL] },
        "completionProvider": { "triggerCharacters": ["\"", "{", ":", " "] },
        "hoverProvider": true,
        "documentSymbolProvider": true,
    })
}

/// Talks to a client until it says goodbye; what went wrong otherwise.
pub(crate) fn serve(connection: &Connection, checking: &Checking, access: Access) -> Result<(), String> {
    let info = json!({ "name": "bulkwrite", "version": env!("CARGO_PKG_VERSION") });
    let (id, _) = connection.initialize_start().map_err(|error| error.to_string())?;
    let result = json!({ "capabilities": capabilities(), "serverInfo": info });
    connection.initialize_finish(id, result).map_err(|error| error.to_string())?;
    let mut server = Server { checking, access, documents: HashMap::new() };
    for message in &connection.receiver {
        let answers = match message {
            Message::Request(request) => {
                if connection.handle_shutdown(&request).map_err(|error| error.to_string())? {
                    return Ok(());
                }
                vec![Message::Response(server.answer(request))]
            }
            Message::Notification(told) => server.told(&told),
            Message::Response(_) => Vec::new(),
        };
        for answer in answers {
            connection.sender.send(answer).map_err(|error| error.to_string())?;
        }
    }
    Err("the client left without saying goodbye".to_owned())
}

struct Server<'s> {
    checking: &'s Checking,
    access: Access,
    /// The texts that are open, by their URIs.
    documents: HashMap<String, Document>,
}

impl Server<'_> {
    fn answer(&self, request: Request) -> Response {
        let params = &request.params;
        let uri = params.pointer("/textDocument/uri").and_then(Value::as_str).unwrap_or_default();
        let known =
            ["textDocument/codeAction", "textDocument/completion", "textDocument/hover", "textDocument/documentSymbol"];
        if !known.contains(&request.method.as_str()) {
            let message = format!("`{}` is not supported", request.method);
            return Response::new_err(request.id, ErrorCode::MethodNotFound as i32, message);
        }
        let Some(document) = self.documents.get(uri) else {
            let message = format!("no text is open at `{uri}`");
            return Response::new_err(request.id, ErrorCode::InvalidParams as i32, message);
        };
        let result = match request.method.as_str() {
            "textDocument/codeAction" => actions::of(document, params),
            "textDocument/completion" => document.offset(params).map_or(Value::Null, |at| completion::at(document, at)),
            "textDocument/hover" => document.offset(params).map_or(Value::Null, |at| hover::at(document, at)),
            _ => symbols::of(document),
        };
        Response::new_ok(request.id, result)
    }

    /// Takes a notification, and says what is to be told of it.
    fn told(&mut self, told: &Notification) -> Vec<Message> {
        let params = &told.params;
        let Some(uri) = params.pointer("/textDocument/uri").and_then(Value::as_str) else { return Vec::new() };
        let text = |path: &str| params.pointer(path).and_then(Value::as_str).map(str::to_owned);
        match told.method.as_str() {
            "textDocument/didOpen" => {
                let text = text("/textDocument/text").unwrap_or_default();
                let document = Document::new(uri, text, self.checking, self.access);
                vec![self.publish(uri, document)]
            }
            "textDocument/didChange" => {
                let last = params.get("contentChanges").and_then(Value::as_array).and_then(|all| all.last());
                let text = last.and_then(|change| change.get("text")).and_then(Value::as_str);
                match (self.documents.remove(uri), text) {
                    (Some(document), Some(text)) => vec![self.publish(uri, document.with(text.to_owned()))],
                    (Some(document), None) => vec![self.publish(uri, document)],
                    (None, _) => Vec::new(),
                }
            }
            // What is saved may be the configuration or the metadata of any of them.
            "textDocument/didSave" => {
                let all: Vec<(String, Document)> = self.documents.drain().collect();
                all.into_iter()
                    .map(|(uri, document)| {
                        let document = Document::new(&uri, document.into_text(), self.checking, self.access);
                        self.publish(&uri, document)
                    })
                    .collect()
            }
            "textDocument/didClose" => {
                self.documents.remove(uri);
                vec![diagnostics(uri, &Value::Array(Vec::new()))]
            }
            _ => Vec::new(),
        }
    }

    fn publish(&mut self, uri: &str, document: Document) -> Message {
        let message = diagnostics(uri, &document.diagnostics(uri));
        self.documents.insert(uri.to_owned(), document);
        message
    }
}

fn diagnostics(uri: &str, diagnostics: &Value) -> Message {
    let params = json!({ "uri": uri, "diagnostics": diagnostics });
    Message::Notification(Notification::new("textDocument/publishDiagnostics".to_owned(), params))
}

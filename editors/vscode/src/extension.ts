// Starts `bulkwrite lsp` and hands the rest to it. While it does not run, a JSON Schema stands in: never both, or every mistake would
// be told twice.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { LanguageClient, State } from "vscode-languageclient/node";

/** The scheme of the schema that `package.json` contributes: its text depends on whether the server runs. */
const SCHEME = "bulkwrite-schema";
const SCHEMA = vscode.Uri.parse(`${SCHEME}:/job.schema.json`);

let client: LanguageClient | undefined;
/** Starting and stopping take their time: one after the other. */
let last: Promise<void> = Promise.resolve();
const changed = new vscode.EventEmitter<vscode.Uri>();

function running(): boolean {
  return client?.state === State.Running;
}

async function start(): Promise<void> {
  const settings = vscode.workspace.getConfiguration("bulkwrite");
  if (!settings.get("enable", true)) return;
  const command = settings.get("path", "bulkwrite");
  const args = ["lsp", ...settings.get<string[]>("arguments", [])];
  const documentSelector = ["json", "jsonc"].map((language) => ({ scheme: "file", language }));
  const started = new LanguageClient("bulkwrite", "bulkwrite", { command, args }, { documentSelector });
  client = started;
  started.onDidChangeState(() => changed.fire(SCHEMA));
  await started.start().catch(() => undefined); // the client has told why
}

async function stop(): Promise<void> {
  const stopped = client;
  client = undefined;
  if (stopped?.state === State.Running) await stopped.stop();
  await stopped?.dispose().catch(() => undefined); // it never ran
  changed.fire(SCHEMA);
}

function restart(): Promise<void> {
  last = last.then(stop).then(start);
  return last;
}

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const schema = readFileSync(join(context.extensionPath, "dist", "job.schema.json"), "utf8");
  context.subscriptions.push(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: changed.event,
      provideTextDocumentContent: () => (running() ? "{}" : schema),
    }),
    vscode.commands.registerCommand("bulkwrite.restart", restart),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("bulkwrite")) void restart();
    }),
  );
  await restart();
}

export function deactivate(): Promise<void> {
  return last.then(stop);
}

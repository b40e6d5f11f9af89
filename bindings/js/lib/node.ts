// Node and Deno read the module from the package's own folder: there is nothing to wait for.
import { readFileSync } from "node:fs";
import { initSync } from "./wasm/bulkwrite.js";

initSync({ module: readFileSync(new URL("./wasm/bulkwrite_bg.wasm", import.meta.url)) });

/** Loads the module: done here when the package is imported, so that code for browsers runs in Node, too. */
export default function init(): Promise<void> {
  return Promise.resolve();
}

export * from "./exports.js";

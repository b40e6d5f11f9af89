import load from "./wasm/bulkwrite.js";

/** Loads the module, from the package's own folder or from where it is said to be; call it once, before all else. */
export default async function init(module?: URL | Request | BufferSource | WebAssembly.Module): Promise<void> {
  await load(module === undefined ? undefined : { module_or_path: module });
}

export * from "./exports.js";

// Node and Deno read the module from the package's own folder, when the first data is checked.
import { readFile } from "node:fs/promises";
import { loadBy, loaded } from "./data.js";
import load from "./wasm/data.js";

loadBy(async () => load({ module_or_path: await readFile(new URL("./wasm/data_bg.wasm", import.meta.url)) }));

/** Loads the module, which the first call of `checkData` does otherwise. */
export default function init(): Promise<void> {
  return loaded();
}

export {
  checkData,
  DataReport,
  type ColumnSummary,
  type Content,
  type Data,
  type DataFile,
  type DataSettings,
  type FileSummary,
} from "./data.js";

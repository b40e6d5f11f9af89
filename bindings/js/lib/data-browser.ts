import { loadBy, loaded } from "./data.js";
import load from "./wasm/data.js";

loadBy(() => load());

/** Loads the module, from the package's own folder or from where it is said to be; the first call of `checkData` does so otherwise. */
export default async function init(module?: URL | Request | BufferSource | WebAssembly.Module): Promise<void> {
  if (module !== undefined) loadBy(() => load({ module_or_path: module }));
  await loaded();
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

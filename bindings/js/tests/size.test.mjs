// The modules stay as small as the README says.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

for (const [name, gzip, brotli] of [
  ["bulkwrite", 350_000, 283_000],
  ["data", 650_000, 525_000],
]) {
  test(`the module ${name} is small`, (context) => {
    const module = readFileSync(fileURLToPath(import.meta.resolve(`bulkwrite/${name}_bg.wasm`)));
    const sizes = [gzipSync(module, { level: 9 }).length, brotliCompressSync(module).length];
    context.diagnostic(`${name}: ${module.length} bytes, ${sizes[0]} with gzip, ${sizes[1]} with brotli`);
    assert.ok(sizes[0] <= gzip && sizes[1] <= brotli, String(sizes));
    // No path of the machine that built it.
    assert.ok(!module.includes("/.cargo/registry"));
  });
}

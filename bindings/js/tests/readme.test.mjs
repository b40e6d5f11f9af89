// The examples of the README run, and print what they say.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const README = readFileSync(process.env.BULKWRITE_README, "utf8");

test("the examples print what stands behind them", async () => {
  const examples = [...README.matchAll(/^```js\n(.*?)^```$/gms)].map(([, code]) => code);
  assert.ok(examples.length > 0);
  for (const code of examples) {
    const printed = [];
    const { log } = console;
    console.log = (...values) => printed.push(values.join(" "));
    try {
      const module = code.replaceAll(/from "(bulkwrite[^"]*)"/g, (_, name) => `from ${JSON.stringify(import.meta.resolve(name))}`);
      await import(`data:text/javascript,${encodeURIComponent(module)}`);
    } finally {
      console.log = log;
    }
    const expected = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, text]) => text);
    assert.deepEqual(printed.slice(0, 2), expected.slice(0, 2));
    assert.match(printed[2], /\^/);
  }
});

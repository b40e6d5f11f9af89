"""How long a check takes beside JSON Schema validators for Python, on the same job and the same schema.

    pip install . fastjsonschema jsonschema jsonschema-rs && python bench.py

Prints a table: the least of many rounds that take turns, and its ratio to `json.loads`.
"""

# mypy: ignore-errors
# pyright: basic, reportMissingImports=false, reportMissingModuleSource=false
import json
import time
from collections.abc import Callable
from pathlib import Path

import fastjsonschema
import jsonschema
import jsonschema_rs

import bulkwrite

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "benches/schema.json").read_text("utf-8"))
RECORDED = ROOT / "bulkwrite-core/tests/data/jobs/002-postman-v2-success.json"


def mapped(count: int) -> bytes:
    mappings = [{"api_name": f"Field_{i}", "index": i} for i in range(count)]
    resource = {"type": "data", "module": "Leads", "file_id": "4150868000005379001", "field_mappings": mappings}
    return json.dumps({"operation": "insert", "resource": [resource]}).encode()


def least(work: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The least time of each, in seconds; a slow one runs less often."""
    times = dict.fromkeys(work, float("inf"))
    for name, call in work.items():
        start = time.perf_counter()
        call()
        repeats = max(1, int(0.002 / max(time.perf_counter() - start, 1e-7)))
        for _ in range(rounds):
            start = time.perf_counter()
            for _ in range(repeats):
                call()
            times[name] = min(times[name], (time.perf_counter() - start) / repeats)
    return times


def table(title: str, data: bytes) -> None:
    job, checker = json.loads(data), bulkwrite.Checker(version="v2")
    rust, fast = jsonschema_rs.validator_for(SCHEMA), fastjsonschema.compile(SCHEMA | {"$schema": DRAFT_7})
    slow = jsonschema.Draft202012Validator(SCHEMA)
    work: dict[str, Callable[[], object]] = {
        "`json.loads`": lambda: json.loads(data),
        "**`bulkwrite.check`**, bytes": lambda: bulkwrite.check(data),
        "**`bulkwrite.check`**, dict": lambda: bulkwrite.check(job),
        "`Checker.check`, bytes": lambda: checker.check(data),
        "`json.loads`, then `jsonschema-rs`": lambda: rust.is_valid(json.loads(data)),
        "`json.loads`, then `fastjsonschema`": lambda: fast(json.loads(data)),
        "`json.loads`, then `jsonschema`": lambda: slow.is_valid(json.loads(data)),
    }
    times = least(work, 40)
    base = times["`json.loads`"]
    print(f"### {title}, {len(data):,} bytes\n\n|  | time | ratio |\n|---|--:|--:|")
    for name, seconds in times.items():
        print(f"| {name} | {seconds * 1e6:,.1f} µs | {seconds / base:,.2f} |")
    print()


DRAFT_7 = "http://json-schema.org/draft-07/schema#"

table("The recorded request", RECORDED.read_bytes())
table("200 mappings", mapped(200))

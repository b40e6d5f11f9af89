"""The JSON Schema of jobs: it takes what the check takes, and refuses what a schema can see."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import bulkwrite
from conftest import ROOT

SCHEMA: Any = jsonschema.Draft7Validator(json.loads((ROOT / "docs/job.schema.json").read_text(encoding="utf-8")))
LINES = (ROOT / "bulkwrite-cli/tests/schema/jobs.jsonl").read_text(encoding="utf-8").splitlines()
CASES = [json.loads(line) for line in LINES]
FOLDERS = ("bulkwrite-core/tests/data/jobs", "examples/jobs")
JOBS = [path for folder in FOLDERS for path in sorted((ROOT / folder).glob("*.json"))]


@pytest.mark.parametrize("path", JOBS, ids=lambda path: path.name)
def test_what_is_accepted_is_valid(path: Path) -> None:
    if bulkwrite.check(path).verdict == "accept":
        errors = [error.message for error in SCHEMA.iter_errors(json.loads(path.read_bytes()))]
        assert errors == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_a_schema_sees_what_it_can_see(case: dict[str, Any]) -> None:
    report = bulkwrite.check(case["job"], version="v8")
    assert (report.verdict == "accept") == (case["expected"] == "valid"), str(report)
    assert SCHEMA.is_valid(case["job"]) == (case["expected"] != "seen")

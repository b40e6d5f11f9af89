"""One rule set: every fixture of the project gets the findings that the command prints."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

import bulkwrite
from conftest import JOBS, ROOT

FOLDERS = [
    "benches",
    "bulkwrite-cli/tests",
    "bulkwrite-core/tests/data",
    "docs",
    "examples",
    "fuzz/seeds",
]
URLS = ROOT / "bulkwrite-core/tests/data/callback_urls.tsv"
RESPONSES = ROOT / "bulkwrite-core/tests/data/responses"


def run(command: str, *args: str, stdin: str | None = None) -> list[dict[str, Any]]:
    done = subprocess.run([command, *args], cwd=ROOT, capture_output=True, input=stdin, encoding="utf-8", check=False)
    assert done.returncode in (0, 1), done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def files() -> list[str]:
    """Every file that is JSON, or tries to be: what is no job gets findings, too."""
    found = (path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*")))
    kept = (path for path in found if path.suffix in {".json", ".txt", ".csv"} and path.stat().st_size < 1_000_000)
    return [str(path.relative_to(ROOT)) for path in kept]


def test_every_file_gets_the_findings_of_the_command(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    compared = 0
    for expected in run(command, "check", "--format", "json", *files()):
        if "request" in expected:
            continue  # a request of a Postman collection: only the command reads these
        path = Path(expected["file"])
        report = bulkwrite.Checker.from_config(path.parent).check(path)
        assert report.to_dict() == expected, path
        assert report.verdict == expected["verdict"]
        assert [as_json(d) for d in report] == [without_places(d) for d in expected["diagnostics"]], path
        # The configuration of a folder may hold for some of its files only: a text has no place in it.
        if not (path.parent / "bulkwrite.toml").exists():
            text = bulkwrite.Checker.from_config(path.parent).check(path.read_bytes(), name=str(path))
            assert text.to_dict() == expected, path
        compared += 1
    assert compared > 60


def as_json(found: bulkwrite.Diagnostic) -> dict[str, Any]:
    fix, predicts = found.fix, found.predicts
    return {
        "rule": found.rule,
        "level": found.level,
        "url": found.url,
        "path": found.path,
        "start": {"line": found.line, "column": found.column, "offset": found.offset},
        "end": {"line": found.end_line, "column": found.end_column, "offset": found.end_offset},
        "message": found.message,
        "help": found.help,
        "related": [
            {
                "start": {"line": related.line, "column": related.column, "offset": related.offset},
                "end": {"line": related.end_line, "column": related.end_column, "offset": related.end_offset},
                "label": related.label,
            }
            for related in found.related
        ],
        "code": predicts and predicts.code,
        "fix": fix
        and {
            "title": fix.title,
            "safe": fix.safe,
            "edits": [{"start": edit.start, "end": edit.end, "text": edit.text} for edit in fix.edits],
            "masked": fix.masked,
        },
    }


def without_places(found: dict[str, Any]) -> dict[str, Any]:
    """A finding of the command; what it says of long answers is cut."""
    predicts = found["predicts"]
    return {**{key: found[key] for key in found if key != "predicts"}, "code": predicts and predicts["code"]}


@pytest.mark.parametrize("version", ["v2", "v2.1", "v3", "v4", "v5", "v6", "v7", "v8"])
def test_every_recorded_job_is_checked_for_every_version(command: str, version: str) -> None:
    paths = sorted(str(path) for path in JOBS.glob("*.*"))
    checker = bulkwrite.Checker(version=version, placeholders=True)
    args = ["--api-version", version, "--allow-placeholders"]
    for expected in run(command, "check", "--format", "json", *args, *paths):
        assert checker.check(Path(expected["file"])).to_dict() == expected


def test_a_dict_gets_the_findings_of_its_text() -> None:
    compared = 0
    for path in map(Path, files()):
        try:
            job: Any = json.loads((ROOT / path).read_bytes().decode("utf-8-sig"))
        except ValueError:
            continue
        if type(job) is dict:
            report = bulkwrite.check(job)  # pyright: ignore
            assert json.loads(report.text) == job
            assert report.to_dict() == bulkwrite.check(report.text).to_dict()
            compared += 1
    assert compared > 60


def test_metadata_is_taken_from_answers_and_folders(command: str, tmp_path: Path) -> None:
    (tmp_path / "crm").mkdir()
    answer = (ROOT / "bulkwrite-core/tests/data/leads-v7.json").read_bytes()
    (tmp_path / "crm/Leads.json").write_bytes(answer)
    config = tmp_path / "bulkwrite.toml"
    config.write_text("metadata = 'crm'")
    paths = [str(path) for path in sorted([*JOBS.glob("*.*"), *(ROOT / "examples").rglob("*.json")])]
    lines = run(command, "check", "--format", "json", "--config", str(config), *paths)
    settings: list[dict[str, Any]] = [
        {"metadata": {"Leads": json.loads(answer)}},
        {"metadata": {"Leads": answer}},
        {"metadata": {"Leads": tmp_path / "crm/Leads.json"}},
        {"metadata": tmp_path / "crm"},
        {"metadata": str(tmp_path / "crm")},
    ]
    checkers = [bulkwrite.Checker(**setting) for setting in settings] + [bulkwrite.Checker.from_config(config)]
    assert any(found["rule"] == "unknown-field" for line in lines for found in line["diagnostics"])
    for expected in map(without_folder, lines):
        for checker in checkers:
            assert without_folder(checker.check(Path(expected["file"])).to_dict()) == expected


def without_folder(line: dict[str, Any]) -> dict[str, Any]:
    """A message names the folder of the metadata, if there is one, as it was written."""
    text: dict[str, Any] = json.loads(re.sub(r"(there is no metadata of `\w+`) in `.*?`", r"\1", json.dumps(line)))
    return text


def test_every_url_gets_the_findings_of_the_command(command: str) -> None:
    rows = [line.split("\t") for line in URLS.read_text("utf-8").splitlines() if not line.startswith("#")][1:]
    urls = [json.loads(f'"{url}"') for _, _, _, url in rows]
    lines = run(command, "url", "--format", "json", "-", stdin="\n".join(map(json.dumps, urls)))
    assert len(lines) == len(urls) > 2000
    for (level, *_), url, expected in zip(rows, urls, lines, strict=True):
        report = bulkwrite.check_url(url)
        assert report.to_dict() == expected, url
        assert report.verdict == {"ok": "accept", "warn": "warn", "error": "reject"}[level], url
        assert list(report.reasons) == expected["reasons"]
        for found, place in zip(report, expected["findings"], strict=True):
            encoded = url.encode()
            assert url[found.start : found.end].encode() == encoded[place["start"] : place["end"]]


def test_every_answer_is_read() -> None:
    kinds: dict[str, list[str]] = {}
    for path in sorted(RESPONSES.iterdir()):
        answer = bulkwrite.parse_response(path)
        assert answer == bulkwrite.parse_response(path.read_bytes())
        assert answer == bulkwrite.parse_response(json.loads(path.read_bytes()))
        kinds.setdefault(type(answer).__name__, []).append(path.name[:3])
    assert kinds == {
        "Created": ["001", "007", "013"],
        "ApiError": ["002", "003", "004", "014", "017", "018", "019", "020", "021"],
        "JobDetails": ["008", "009", "010", "011", "015", "016"],
        "Uploaded": ["012"],
    }

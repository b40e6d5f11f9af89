"""What a report offers, and what may be checked."""

from __future__ import annotations

import copy
import datetime
import enum
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

import bulkwrite
from conftest import JOBS, ROOT

ACCEPTED = JOBS / "002-postman-v2-success.json"
UNSAFE = ROOT / "examples/mistakes/unknown-operation.json"
WRONG: dict[str, Any] = {"operation": "insert", "resource": [{"type": "data", "module": {"api_name": "Leads"}}]}
CLEAN: dict[str, Any] = {
    "operation": "insert",
    "resource": [{"type": "data", "module": {"api_name": "Leads"}, "file_id": "4150868000005379001"}],
}
WARNED: dict[str, Any] = {**CLEAN, "callBack": {"url": "https://hooks.zylker.com/bulk", "method": "post"}}


def test_a_report_is_true_where_nothing_was_found() -> None:
    for job, ok, verdict in [(CLEAN, True, "accept"), (WARNED, True, "warn"), (WRONG, False, "reject")]:
        report = bulkwrite.check(job)
        assert (report.ok, report.verdict, bool(report)) == (ok, verdict, verdict == "accept")
        assert not hasattr(report, "__len__")
        assert report.errors + report.warnings == len(report.diagnostics) == len(list(report))
        assert not report.truncated


def test_errors_are_raised_with_the_human_output() -> None:
    for job in (CLEAN, WARNED):
        bulkwrite.check(job).raise_for_errors()
    report = bulkwrite.check(WRONG, name="job.json")
    with pytest.raises(bulkwrite.JobError) as caught:
        report.raise_for_errors()
    assert caught.value.report is report
    assert str(caught.value) == str(report)
    assert "error[missing-key]: a resource has no `file_id`\n --> job.json:4:5\n" in str(report)
    assert isinstance(caught.value, ValueError)


def test_a_report_is_shown_as_text_and_in_notebooks() -> None:
    report = bulkwrite.check(WRONG)
    assert "\x1b" not in str(report)
    assert "<span style=" in report._repr_html_() and "\x1b" not in report._repr_html_()
    assert repr(report) == "<Report reject: 1 error, 0 warnings>"
    assert str(bulkwrite.check(CLEAN, name="a.json")) == "nothing found in a.json"
    shown = bulkwrite.check({"operation": "<script>"})._repr_html_()
    assert "<script>" not in shown and "&lt;script&gt;" in shown


def test_every_format_of_the_command_is_there() -> None:
    report = bulkwrite.check(WRONG, name="job.json")
    assert report.render("json") == report.to_json() + "\n"
    assert report.render("concise").startswith("job.json:4:5: error[missing-key]: ")
    assert report.render("github").startswith("::error file=job.json,line=4,")
    assert '"version":"2.1.0"' in report.render("sarif")
    assert "\x1b[" in report.render("human", color=True) and "\x1b[" not in report.render("human")
    assert max(map(len, bulkwrite.check({"x" * 500: 1}).render("human", width=60).splitlines()[:7])) < 400
    with pytest.raises(ValueError, match="there is no format `xml`: it is `human`"):
        report.render("xml")  # type: ignore[arg-type] # pyright: ignore


def test_a_predicted_answer_is_the_envelope_of_the_crm() -> None:
    predicted = bulkwrite.check(JOBS / "003-postman-v2-missing-file-id.json").predicted
    assert predicted is not None
    assert list(predicted) == ["status", "code", "message", "details"]
    assert bulkwrite.check(CLEAN).predicted is None


def test_a_job_may_be_text_bytes_or_a_path() -> None:
    data = ACCEPTED.read_bytes()
    jobs: list[Any] = [data, data.decode(), ACCEPTED, bytearray(data), memoryview(data)]
    for job in jobs:
        report = bulkwrite.check(job)
        assert report and report.text == data.decode()
    assert bulkwrite.check(ACCEPTED).name == str(ACCEPTED)
    assert bulkwrite.check(data, name="x").name == "x"
    # A text is never a path.
    assert [d.rule for d in bulkwrite.check(str(ACCEPTED))] == ["invalid-json"]
    with pytest.raises(FileNotFoundError, match=r"no-such-file\.json"):
        bulkwrite.check(Path("no-such-file.json"))
    with pytest.raises(IsADirectoryError):
        bulkwrite.check(JOBS)


def test_bytes_that_are_no_utf_8_are_a_finding() -> None:
    report = bulkwrite.check(b'{"operation": "\xff"}')
    assert report.text == '{"operation": "\ufffd"}'
    assert "invalid-json" in [d.rule for d in report]


class Operation(enum.Enum):
    INSERT = "insert"


class TextOperation(str, enum.Enum):
    INSERT = "insert"


class Index(enum.IntEnum):
    FIRST = 0


@dataclass
class Job:
    operation: str = "insert"


class Text(str):
    def __str__(self) -> str:
        return "something else"


class Number(int):
    def __repr__(self) -> str:
        return "something else"


def nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


def cycle() -> dict[str, Any]:
    value: dict[str, Any] = {"resource": []}
    value["resource"].append(value)
    return value


NO_JOBS: list[tuple[Any, str]] = [
    (1, "a job is a `dict`, JSON as `str` or `bytes`, or an `os.PathLike`, not `int`"),
    (None, "not `NoneType`"),
    ([], "not `list`: check its items one by one"),
    (Job(), "not `Job`: use `dataclasses.asdict`"),
    (MappingProxyType({}), "not `mappingproxy`: make it a `dict`"),
    ("\ud800", "the text has a lone surrogate"),
    ({"operation": "\udfff"}, "`operation` has a lone surrogate"),
    ({"\ud800": 1}, "the job has a lone surrogate"),
    ({"resource": [{"module": {1, 2}}]}, r"`resource\[0\].module` is of type `set`, which JSON has no form for: "),
    (
        {"operation": Operation.INSERT},
        "`operation` is of type `Operation`, which JSON has no form for: use its `.value`",
    ),
    ({"a b": Job()}, r"`\[.a b.\]` is of type `Job`, .*: use `dataclasses.asdict`"),
    ({"operation": b"insert"}, "`operation` is of type `bytes`, .*: decode it to a `str`"),
    ({"a": datetime.date(2026, 1, 1)}, "`a` is of type `date`, .* as text"),
    ({"a": MappingProxyType({})}, "`a` is of type `mappingproxy`, .*: make it a `dict`"),
    ({"a": object()}, "`a` is of type `object`, .*: use `dict`, `list`"),
    ({(1, 2): 3}, "the job has a key of type `tuple`: the keys of JSON are strings"),
    ({"a": 10**5000}, "`a` is an integer of more digits than Python writes"),
    ({"a": nested(300)}, "nested more than 200 deep: it contains itself, or is no job"),
    (cycle(), r"`resource\[0\].resource\[0\]\S* … is nested more than 200 deep"),
]


@pytest.mark.parametrize(("job", "message"), NO_JOBS)
def test_what_is_no_job_is_a_type_error(job: Any, message: str) -> None:
    for call in (bulkwrite.check, bulkwrite.fix, bulkwrite.Checker().check):
        with pytest.raises(TypeError, match=message):
            call(job)


VALUES: list[tuple[Any, str]] = [
    (2**70, "1180591620717411303424"),
    (-(2**63), "-9223372036854775808"),
    (float("nan"), "NaN"),
    (float("-inf"), "-Infinity"),
    (1.5, "1.5"),
    (True, "true"),
    (None, "null"),
    (Index.FIRST, "0"),
    (Number(7), "7"),
    (TextOperation.INSERT, '"insert"'),
    (Text('é\n"\\\x00😀'), '"é\\n\\"\\\\\\u0000😀"'),
    ((), "[]"),
    ({}, "{}"),
    (OrderedDict(a=[1]), '{\n    "a": [\n      1\n    ]\n  }'),
]


@pytest.mark.parametrize(("value", "text"), VALUES)
def test_a_value_is_written_as_json_writes_it(value: Any, text: str) -> None:
    assert bulkwrite.check({"a": value}).text == f'{{\n  "a": {text}\n}}'


def test_odd_keys_are_written_as_json_writes_them() -> None:
    report = bulkwrite.check({1: 1, False: 2, None: 3, 1.5: 4})  # type: ignore[dict-item] # pyright: ignore
    keys = [line.split(":")[0].strip() for line in report.text.splitlines()[1:-1]]
    assert keys == ['"1"', '"false"', '"null"', '"1.5"']
    twice = bulkwrite.check({1: 1, "1": 2})  # type: ignore[dict-item] # pyright: ignore
    assert "duplicate-key" in [d.rule for d in twice]


def test_a_job_that_changes_while_it_is_written_crashes_nothing() -> None:
    job: dict[Any, Any] = {}

    class Sly(enum.IntEnum):
        BIG = 2**70

        def __repr__(self) -> str:
            job.clear()
            return "x"

    job.update({str(i): Sly.BIG for i in range(100)})
    assert bulkwrite.check(job).text.count("1180591620717411303424") == 100


def test_settings_are_checked() -> None:
    for settings, error, message in list[tuple[dict[str, Any], type[Exception], str]](
        [
            ({"version": "v0"}, ValueError, "v0"),
            ({"version": 8}, TypeError, '`version` is a `str` such as "v8", not `int`'),
            (
                {"rules": {"mising-key": "warn"}},
                ValueError,
                "there is no rule `mising-key`; did you mean `missing-key`",
            ),
            ({"rules": {"missing-key": "loud"}}, ValueError, "`loud` is no level: it is `error`, `warn` or `allow`"),
            ({"rules": {"callback-private-address": "allow"}}, ValueError, "guards private networks"),
            ({"rules": ["missing-key"]}, TypeError, "`rules` is a `dict` from names to levels, not `list`"),
            ({"rules": {"missing-key": None}}, TypeError, "both of them `str`"),
            ({"allow": "crm.corp"}, TypeError, "put it in brackets"),
            ({"allow": [1]}, TypeError, "an entry of `allow` is a `str`, not `int`"),
            ({"allow": ["10.0.0.0/99"]}, bulkwrite.ConfigError, "10.0.0.0/99"),
            ({"metadata": 1}, TypeError, "`metadata` is a folder, or a `dict` from modules to answers, not `int`"),
            ({"metadata": {1: "{}"}}, TypeError, "a key of `metadata` is the name of a module, not `int`"),
            (
                {"metadata": {"Leads": '{"code": "INVALID_TOKEN"}'}},
                bulkwrite.ConfigError,
                "metadata of `Leads`: line 1",
            ),
            ({"metadata": "no-such-folder"}, bulkwrite.ConfigError, "no-such-folder"),
            ({"colour": 1}, TypeError, "colour"),
        ]
    ):
        with pytest.raises(error, match=message):
            bulkwrite.check(CLEAN, **settings)
        with pytest.raises(error, match=message):
            bulkwrite.Checker(**settings)


def test_settings_count() -> None:
    private = {**CLEAN, "callback": {"url": "https://crm.corp/x", "method": "post"}}
    assert not bulkwrite.check(private).ok
    assert bulkwrite.check(private, allow=["crm.corp"])
    assert [d.level for d in bulkwrite.check(WARNED, rules={"unknown-key": "error"})] == ["error"]
    assert bulkwrite.check(WARNED, rules={"unknown-key": "allow"})
    hole = (
        '{"operation": "insert", "resource": [{"type": "data", "module": {"api_name": "Leads"}, "file_id": "{{id}}"}]}'
    )
    assert not bulkwrite.check(hole) and bulkwrite.check(hole, placeholders=True)


def test_mistakes_of_a_configuration_are_told_all(tmp_path: Path) -> None:
    config = tmp_path / "bulkwrite.toml"
    config.write_text("verson = 'v8'\n[rules]\nmising-key = 'allow'\n")
    for path in (config, str(config), tmp_path):
        with pytest.raises(bulkwrite.ConfigError) as caught:
            bulkwrite.Checker.from_config(path)
        assert "bulkwrite.toml:1:1: " in str(caught.value) and "bulkwrite.toml:3:1: " in str(caught.value)
    with pytest.raises(bulkwrite.ConfigError, match="cannot be read"):
        bulkwrite.Checker.from_config(tmp_path / "no.toml")


def test_the_configuration_holds_for_files_by_their_path(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "bulkwrite.toml").write_text("version = 'v8'\n[[overrides]]\nfiles = ['old/*.json']\nversion = 'v2'\n")
    checker = bulkwrite.Checker.from_config(tmp_path / "bulkwrite.toml")
    for name, version in [("a.json", "v8"), ("old/a.json", "v2")]:
        (tmp_path / name).write_text('{"operation": "insert", "resource": []}')
        assert checker.check(tmp_path / name).version == version
    assert checker.check('{"operation": "insert", "resource": []}').version == "v8"


def test_mending() -> None:
    fixed = bulkwrite.fix(WARNED)
    assert fixed.fixed[0].rule == "unknown-key" and str(fixed.fixed[0]) == "rename the key to `callback`"
    assert "callback" in fixed.job and fixed.report and fixed.raw == fixed.text.encode()
    assert repr(fixed) == "<Fixed 1 fix, <Report accept: 0 errors, 0 warnings>>"
    data = b"\xef\xbb\xbf" + ACCEPTED.read_bytes()
    assert bulkwrite.fix(data).raw == data[3:]
    assert bulkwrite.fix(UNSAFE).text == UNSAFE.read_text("utf-8")
    assert not bulkwrite.fix(UNSAFE).report and bulkwrite.fix(UNSAFE, unsafe=True).report
    with pytest.raises(ValueError, match="Expecting"):
        print(bulkwrite.fix("nothing").job)


def test_urls() -> None:
    for call in (bulkwrite.check_url, bulkwrite.Checker().check_url):
        report = call("https://10.0.0.7/é?key=secret")
        assert not report.ok and not report and "secret" not in str(report) + repr(report) + report._repr_html_()
        with pytest.raises(TypeError, match="a URL is a `str`, not `bytes`"):
            call(b"https://a.io")  # type: ignore[arg-type] # pyright: ignore
        with pytest.raises(TypeError, match="lone surrogate"):
            call("https://\ud800.io")
    assert bulkwrite.check_url("https://10.0.0.7/hook", allow=["10.0.0.0/8"]).ok
    assert bulkwrite.check_url("https://hooks.zylker.com/").addresses is None
    looked_up = bulkwrite.check_url("https://localhost/", resolve=True)
    assert not looked_up.ok


def test_answers() -> None:
    done = bulkwrite.parse_response(JOBS.parent / "responses/011-docs-v7-job-details-completed.json")
    assert isinstance(done, bulkwrite.JobDetails)
    assert done.is_finished and done.status == "COMPLETED" and done.outcome == "nothing-written"
    assert done.totals.skipped == done.totals.total > 0
    assert done.resources[0].file is not None and done.resources[0].module == "Deals"
    refused = bulkwrite.parse_response('{"status": "error", "code": "X", "message": "m", "details": {"a": 1}}')
    assert refused == bulkwrite.ApiError("X", "m", {"a": 1}, "X: m")
    assert str(refused) == "X: m"
    for body, message in [
        ("", "an empty body"),
        ("<html><title>Sign in</title></html>", "an HTML page"),
        ('{"a": 1}', "expected job details"),
        ("[1]", "an array"),
    ]:
        with pytest.raises(bulkwrite.ResponseError, match=message):
            bulkwrite.parse_response(body)
    with pytest.raises(TypeError):
        bulkwrite.parse_response(1)  # type: ignore[arg-type] # pyright: ignore


def test_a_report_cannot_be_changed_and_its_parts_say_what_they_are() -> None:
    found = bulkwrite.check(WRONG).diagnostics[0]
    with pytest.raises(AttributeError):
        found.rule = "x"  # type: ignore[misc] # pyright: ignore
    assert repr(found) == "<Diagnostic error[missing-key] at resource[0].file_id: a resource has no `file_id`>"
    assert found.url.endswith("missing_key/") or "missing_key" in found.url
    assert found.predicts is not None and repr(found.predicts).startswith("<Prediction MISSING_REQUIRED_KEY 'required")
    assert found.predicts.details == {"json_path": "$.resource[0].file_id"}
    fix = bulkwrite.check(WARNED).diagnostics[0].fix
    assert fix is not None and repr(fix) == "<Fix safe: rename the key to `callback`>"
    assert repr(fix.edits[0]).startswith("<Edit ") and copy.copy(fix.edits) == fix.edits


def test_checking_lets_other_threads_run() -> None:
    job = b'{"operation": "insert", "resource": [' + b'{"type": "data"},' * 200_000 + b"{}]}"

    def ticks_while(work: Callable[[], object]) -> int:
        worker, ticks = threading.Thread(target=work), 0
        worker.start()
        while worker.is_alive():
            ticks += 1
            time.sleep(0.0005)
        return ticks

    # Were the lock held, the loop would run a few times before and after.
    assert ticks_while(lambda: bulkwrite.check(job)) > 20


def test_one_checker_serves_many_threads() -> None:
    checker, wrong = bulkwrite.Checker(version="v8"), list[str]()

    def work() -> None:
        for _ in range(200):
            if checker.check(WRONG).errors != 1 or not checker.check(CLEAN):
                wrong.append("x")

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong

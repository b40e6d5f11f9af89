"""The data of a job."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

import bulkwrite

JOB: dict[str, Any] = {
    "operation": "insert",
    "resource": [
        {
            "type": "data",
            "module": {"api_name": "Leads"},
            "file_id": "4150868000005379001",
            "field_mappings": [{"api_name": "Last_Name", "index": 0}, {"api_name": "Email", "index": 1}],
        }
    ],
}
LEADS = {
    "Leads": {
        "fields": [
            {"api_name": "Last_Name", "data_type": "text", "length": 80},
            {"api_name": "Email", "data_type": "email", "length": 100},
        ]
    }
}
RIGHT = b"name,mail\nKim,kim@zylker.com\n"
WRONG = b"name,mail\nKim,kim@zylker.com\nBoyle,boyle@zylker\nJones,jones@zylker\n"


class PandasLike:
    def to_csv(self, *, index: bool) -> str:
        assert not index
        return WRONG.decode()


class PolarsLike:
    def write_csv(self) -> str:
        return WRONG.decode()


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("leads.csv", WRONG)
    return out.getvalue()


def test_every_form_of_data_gets_the_same_findings(tmp_path: Path) -> None:
    path, archive = tmp_path / "leads.csv", tmp_path / "leads.zip"
    path.write_bytes(WRONG)
    archive.write_bytes(zipped())
    forms: list[Any] = [path, str(path), WRONG, archive, zipped(), PandasLike(), PolarsLike(), [path], (WRONG,)]
    for data in forms:
        report = bulkwrite.check_data(JOB, data, metadata=LEADS)
        [found] = report
        assert found.data is not None and found.rule == "malformed-email"
        assert (found.data.row, found.data.rows, found.data.count) == (2, (2, 3), 2)
        assert (found.data.header, found.data.field_index) == ("mail", 1)
        assert (found.line, found.column) == (3, 7)
        assert (report.ok, report.verdict, bool(report), report.errors) == (False, "reject", False, 1)
        assert (report.rows, report.skipped, report.clearing) == (3, 2, 0)
        assert "malformed-email" in str(report) and str(report).endswith(report.summary)
        with pytest.raises(bulkwrite.JobError, match="malformed-email"):
            report.raise_for_errors()


def test_good_data_passes_and_the_job_is_checked_too() -> None:
    report = bulkwrite.check_data(JOB, RIGHT, metadata=LEADS)
    assert report and report.ok and not report.diagnostics
    report.raise_for_errors()
    assert report.files[0]["rows"] == 1 and report.files[0]["columns"][1]["api_name"] == "Email"
    assert repr(report) == "<DataReport accept: 0 errors, 0 warnings>"
    private = {**JOB, "callback": {"url": "https://10.0.0.7/x", "method": "post"}}
    both = bulkwrite.check_data(private, WRONG, metadata=LEADS)
    assert [d.rule for d in both] == ["callback-private-address", "malformed-email"]
    assert both.job.errors == 1 and both.errors == 2 and "10.0.0.7" in str(both)


def test_rules_and_values_are_settings() -> None:
    assert bulkwrite.check_data(JOB, WRONG, metadata=LEADS, rules={"malformed-email": "allow"})
    shown = bulkwrite.check_data(JOB, WRONG, metadata=LEADS)
    hidden = bulkwrite.check_data(JOB, WRONG, metadata=LEADS, values=False)
    assert "boyle@zylker" in str(shown) and "boyle@zylker" not in str(hidden)


def test_what_is_no_data_is_told(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match=r"data is the path of a CSV or ZIP, its `bytes`, a frame, .* not `int`"):
        bulkwrite.check_data(JOB, 1)  # type: ignore[arg-type] # pyright: ignore
    with pytest.raises(FileNotFoundError):
        bulkwrite.check_data(JOB, tmp_path / "no.csv")
    with pytest.raises(TypeError, match="a job is a `dict`"):
        bulkwrite.check_data(1, RIGHT)  # type: ignore[arg-type] # pyright: ignore

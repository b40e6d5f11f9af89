"""The command that the wheel carries, and the plugin for pytest."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import bulkwrite
from conftest import JOBS

MODULE = [sys.executable, "-m", "bulkwrite"]


def run(*args: str, command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*command, *args], capture_output=True, encoding="utf-8", check=False)


@pytest.mark.parametrize("command", [MODULE, [str(Path(sys.executable).with_name("bulkwrite"))]])
def test_the_command_is_in_the_wheel(command: list[str]) -> None:
    for name, status in [
        ("002-postman-v2-success.json", 0),
        ("003-postman-v2-missing-file-id.json", 1),
        ("no.json", 2),
    ]:
        assert run("check", str(JOBS / name), command=command).returncode == status
    done = run(
        "check", "--format", "concise", "--quiet", str(JOBS / "003-postman-v2-missing-file-id.json"), command=command
    )
    assert "error[missing-key]" in done.stdout
    assert run("--version", command=command).stdout == f"bulkwrite {bulkwrite.__version__}\n"
    usage = run("chek", command=command)
    assert usage.returncode == 2 and "check" in usage.stderr and usage.stdout == ""


def test_names_of_files_that_are_no_text_are_taken(tmp_path: Path) -> None:
    name = str(tmp_path).encode() + b"/\xff.json"
    try:
        Path(name.decode(errors="surrogateescape")).write_text("{}")
    except OSError:
        pytest.skip("the file system takes only text")
    done = subprocess.run([*MODULE, "check", name], capture_output=True, check=False)
    assert done.returncode == 1, done.stderr
    report = bulkwrite.check(Path(name.decode(errors="surrogateescape")))
    assert report.name.endswith("\ufffd.json")


CONFTEST = """
    JOB = {"operation": "insert", "callback": {"url": "https://crm.corp/x", "method": "post"}, "resource": [
        {"type": "data", "module": {"api_name": "Leads"}, "file_id": "4150868000005379001"}]}
"""


def test_the_fixture_checks_as_the_project_says(pytester: pytest.Pytester) -> None:
    pytester.makefile(".toml", bulkwrite="[callback]\nallow = ['crm.corp']")
    pytester.makepyfile(
        CONFTEST
        + """
    import bulkwrite, pytest

    def test_by_configuration(assert_valid_job):
        assert assert_valid_job(JOB).ok

    def test_by_default():
        with pytest.raises(AssertionError):
            bulkwrite.assert_valid_job(JOB)

    def test_that_fails(assert_valid_job):
        assert_valid_job({"operation": "insert", "resource": []}, name="nightly")

    def test_warnings(assert_valid_job):
        job = {**JOB, "extra": 1}
        assert_valid_job(job)
        with pytest.raises(AssertionError, match="the job has warnings"):
            assert_valid_job(job, warnings=True)
    """
    )
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=3, failed=1)
    result.stdout.fnmatch_lines(
        ["E*AssertionError: the job would be refused", "E*error*empty-resource*", "E*nightly:3:15*"]
    )
    # The failure is shown at the line of the test.
    assert "_testing.py" not in result.stdout.str()

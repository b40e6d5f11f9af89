"""What the tests share: the fixtures of the project, and its command."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
JOBS = ROOT / "bulkwrite-core/tests/data/jobs"

pytest_plugins = ["pytester"]


@pytest.fixture(scope="session")
def command() -> str:
    """The command that other front ends are compared with: `BULKWRITE`, or that of the wheel."""
    path = os.environ.get("BULKWRITE") or shutil.which("bulkwrite")
    assert path, "set BULKWRITE to the path of the command"
    return path

"""A plugin for pytest: the fixture `assert_valid_job` checks as the project's `bulkwrite.toml` says."""

from collections.abc import Callable
from typing import Any

import pytest

from bulkwrite._bulkwrite import Checker, Report
from bulkwrite._testing import assert_valid_job as assert_valid


@pytest.fixture(scope="session")
def bulkwrite_checker(pytestconfig: pytest.Config) -> Checker:
    """A checker for the nearest `bulkwrite.toml` in the root folder of the tests or above it; override it at will."""
    return Checker.from_config(pytestconfig.rootpath)


@pytest.fixture
def assert_valid_job(bulkwrite_checker: Checker) -> Callable[..., Report]:
    """Asserts that a job has no errors, checked as the project's `bulkwrite.toml` says."""

    def check(job: Any, *, warnings: bool = False, **settings: Any) -> Report:
        __tracebackhide__ = True
        return assert_valid(job, warnings=warnings, checker=bulkwrite_checker, **settings)

    return check

"""For tests: an assertion that shows what is wrong with a job."""

from typing import Any

from bulkwrite._bulkwrite import Checker, Report, check


def assert_valid_job(job: Any, *, warnings: bool = False, checker: Checker | None = None, **settings: Any) -> Report:
    """Asserts that a job has no errors, and returns its report.

    Args:
        job: The job, as `check` takes it.
        warnings: Whether warnings fail, too.
        checker: What to check it with; or else
        settings: what `check` takes.

    Raises:
        AssertionError: The job has errors; its text shows them with carets.

    >>> import bulkwrite
    >>> bulkwrite.assert_valid_job({"operation": "insert", "resource": []}, name="job.json")
    Traceback (most recent call last):
        ...
    AssertionError: the job would be refused
    error[empty-resource]: `resource` is empty
     --> job.json:3:15
    ...
    """
    __tracebackhide__ = True
    report = check(job, **settings) if checker is None else checker.check(job, **settings)
    if not report.ok:
        raise AssertionError(f"the job would be refused\n{report}")
    if warnings and not report:
        raise AssertionError(f"the job has warnings\n{report}")
    return report

"""The typed answers of the CRM."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from os import PathLike
from typing import Any, Literal, TypeAlias

from bulkwrite._bulkwrite import read_response


class ResponseError(ValueError):
    """A body that is no answer of the CRM: empty, an HTML page, no JSON, or something else."""


@dataclass(frozen=True)
class User:
    """A user of the CRM."""

    id: str | None = None
    name: str | None = None


@dataclass(frozen=True)
class Created:
    """The job was taken. What becomes of its rows, `JobDetails` tells."""

    id: str | None = None
    created_by: User | None = None


@dataclass(frozen=True)
class Uploaded:
    """The file was taken."""

    file_id: str | None = None
    created_time: str | None = None


@dataclass(frozen=True)
class ApiError:
    """The CRM, or a host in front of it, refused."""

    code: str
    message: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict[str, Any])
    text: str = field(default="", repr=False)

    def __str__(self) -> str:
        return self.text or self.code


@dataclass(frozen=True)
class Totals:
    """Counts of rows, summed over the files of a job."""

    added: int
    skipped: int
    updated: int
    total: int


@dataclass(frozen=True)
class FileProgress:
    """A CSV and what became of its rows. The counts may be missing, above all before the end."""

    status: str | None = None
    name: str | None = None
    added_count: int | None = None
    skipped_count: int | None = None
    updated_count: int | None = None
    total_count: int | None = None


@dataclass(frozen=True)
class ResourceProgress:
    """A resource of a job. `raw` has all that the CRM says of it."""

    status: str | None
    code: str | None
    module: str | None
    file_id: str | None
    find_by: str | None
    file: FileProgress | None
    raw: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True)
class JobDetails:
    """A job as the CRM tells it. `raw` has all of it.

    `status` is `"ADDED"`, `"INPROGRESS"`, `"COMPLETED"`, `"SKIPPED"`, `"FAILED"` or another word. A job that is
    completed need not have written a single row: `outcome` says what became of it, and `is_finished` whether to ask
    again.
    """

    id: str | None
    status: str | None
    operation: str | None
    is_finished: bool
    outcome: Literal["running", "written", "partly-written", "nothing-written", "failed", "unclear"]
    totals: Totals
    resources: tuple[ResourceProgress, ...]
    result: str | None
    created_time: str | None
    raw: Mapping[str, Any] = field(repr=False)

    def download_url(self, host: str) -> str | None:
        """The URL of the result, if there is one: as it is if absolute, else under `host`.

        >>> import bulkwrite
        >>> done = bulkwrite.parse_response({"id": "1", "status": "COMPLETED", "result": {"download_url": "/v8/x.zip"}})
        >>> done.download_url("https://download-accl.zoho.com")
        'https://download-accl.zoho.com/v8/x.zip'
        """
        if self.result is None or self.result.lower().startswith(("http://", "https://")):
            return self.result
        return f"{host.rstrip('/')}/{self.result.lstrip('/')}"


Response: TypeAlias = Created | Uploaded | JobDetails | ApiError


def parse_response(body: str | bytes | dict[str, Any] | PathLike[str]) -> Response:
    """Reads the body of an answer, whatever its HTTP status: to creating a job, to uploading a file, or job details.

    Keys that are missing or of another type than foreseen are `None`; ids are text however they come.

    Raises:
        ResponseError: The body is no such answer.

    >>> import bulkwrite
    >>> bulkwrite.parse_response('{"status": "success", "code": "SUCCESS", "details": {"id": "4150868000005392002"}}')
    Created(id='4150868000005392002', created_by=None)
    >>> match bulkwrite.parse_response({"status": "error", "code": "FILE_NOT_SUPPORTED", "message": "…"}):
    ...     case bulkwrite.ApiError(code="FILE_NOT_SUPPORTED"):
    ...         print("zip the CSV")
    zip the CSV
    >>> bulkwrite.parse_response("<html><title>Sign in</title></html>")
    Traceback (most recent call last):
        ...
    bulkwrite._responses.ResponseError: expected job details, found an HTML page (`Sign in`)
    """
    try:
        kind, value = read_response(body)
    except ValueError as error:
        raise ResponseError(str(error)) from None
    if kind == "created":
        return Created(value.get("id"), _user(value.get("created_by")))
    if kind == "uploaded":
        return Uploaded(value.get("file_id"), value.get("created_time"))
    if kind == "error":
        return ApiError(value["code"], value["message"], value["details"], value["text"])
    return _details(value)


def _user(value: dict[str, Any] | None) -> User | None:
    return None if value is None else User(value.get("id"), value.get("name"))


def _details(value: dict[str, Any]) -> JobDetails:
    finished, outcome, totals = value.pop("is_finished"), value.pop("outcome"), Totals(**value.pop("totals"))
    return JobDetails(
        id=value.get("id"),
        status=value.get("status"),
        operation=value.get("operation"),
        is_finished=finished,
        outcome=outcome,
        totals=totals,
        resources=tuple(_resource(resource) for resource in value.get("resource") or ()),
        result=_part(value, "result").get("download_url"),
        created_time=value.get("created_time"),
        raw=value,
    )


def _part(value: dict[str, Any], key: str) -> dict[str, Any]:
    """The object at a key; empty where there is none."""
    return value.get(key) or {}


def _resource(value: dict[str, Any]) -> ResourceProgress:
    module, file = value.get("module"), _part(value, "file")
    return ResourceProgress(
        status=value.get("status"),
        code=value.get("code"),
        module=module if isinstance(module, str) else _part(value, "module").get("api_name"),
        file_id=value.get("file_id"),
        find_by=value.get("find_by"),
        file=FileProgress(**{key: file.get(key) for key in _FILE}) if file else None,
        raw=value,
    )


_FILE = ("status", "name", "added_count", "skipped_count", "updated_count", "total_count")

"""Types of jobs, so that editors complete a dict as it is written: `job: BulkWriteJob = {...}`."""

from typing import Any, TypeAlias

BulkWriteJob: TypeAlias = dict[str, Any]

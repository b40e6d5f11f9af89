"""Zoho CRM bulk write jobs, checked before they are sent.

>>> import bulkwrite
>>> job = {
...     "operation": "insert",
...     "resource": [{"type": "data", "module": {"api_name": "Leads"}, "file_id": "4150868000005379001",
...                   "field_mappings": [{"api_name": "Last Name", "index": 0}]}],
... }
>>> print(bulkwrite.check(job))
error[malformed-field-name]: `Last Name` has a blank: it is a label, not an API name
  --> <job>:12:28
   |
12 |           "api_name": "Last Name",
   |                            ^
...
"""

from bulkwrite import types
from bulkwrite._bulkwrite import (
    VERSION as __version__,
)
from bulkwrite._bulkwrite import (
    Applied,
    Checker,
    ConfigError,
    DataPlace,
    DataReport,
    Diagnostic,
    Edit,
    Fix,
    Fixed,
    JobError,
    Prediction,
    Related,
    Report,
    UrlFinding,
    UrlReport,
    check,
    check_data,
    check_url,
    fix,
)
from bulkwrite._responses import (
    ApiError,
    Created,
    FileProgress,
    JobDetails,
    ResourceProgress,
    Response,
    ResponseError,
    Totals,
    Uploaded,
    User,
    parse_response,
)
from bulkwrite._testing import assert_valid_job

__all__ = [
    "ApiError",
    "Applied",
    "Checker",
    "ConfigError",
    "Created",
    "DataPlace",
    "DataReport",
    "Diagnostic",
    "Edit",
    "FileProgress",
    "Fix",
    "Fixed",
    "JobDetails",
    "JobError",
    "Prediction",
    "Related",
    "Report",
    "ResourceProgress",
    "Response",
    "ResponseError",
    "Totals",
    "Uploaded",
    "UrlFinding",
    "UrlReport",
    "User",
    "__version__",
    "assert_valid_job",
    "check",
    "check_data",
    "check_url",
    "fix",
    "parse_response",
    "types",
]

"""The vendor's SDK 2.1 for Python: log in, upload, create, poll, download.

usage: python_2_1.py URL ACCOUNTS access|refresh|grant ZIP FOLDER
"""

import sys
import time

from zcrmsdk.src.com.zoho.api.authenticator.oauth_token import OAuthToken
from zcrmsdk.src.com.zoho.api.authenticator.store import FileStore
from zcrmsdk.src.com.zoho.crm.api.bulk_write import (
    BulkWriteOperations, BulkWriteResponse, FieldMapping, FileBodyWrapper, RequestWrapper, Resource, SuccessResponse,
    UploadFileHeader,
)
from zcrmsdk.src.com.zoho.crm.api.dc import DataCenter
from zcrmsdk.src.com.zoho.crm.api.header_map import HeaderMap
from zcrmsdk.src.com.zoho.crm.api.initializer import Initializer
from zcrmsdk.src.com.zoho.crm.api.modules import Module
from zcrmsdk.src.com.zoho.crm.api.user_signature import UserSignature
from zcrmsdk.src.com.zoho.crm.api.util import Choice, StreamWrapper

url, accounts, login, archive, folder = sys.argv[1:]

logins = {
    "access": {"access_token": "1000.any"},
    "refresh": {"client_id": "1", "client_secret": "2", "refresh_token": "3"},
    "grant": {"client_id": "1", "client_secret": "2", "grant_token": "4"},
}
Initializer.initialize(
    user=UserSignature("patricia.boyle@zylker.example"),
    environment=DataCenter.Environment(url, accounts, url, "here"),
    token=OAuthToken(**logins[login]),
    store=FileStore(folder + "/tokens.csv"),
    resource_path=folder,
)
operations = BulkWriteOperations()


def success(answer):
    found = answer.get_object()
    if not isinstance(found, SuccessResponse):
        sys.exit(f"refused: {answer.get_status_code()} {found.get_code().get_value()} {found.get_details()}")
    return found.get_details()


body = FileBodyWrapper()
body.set_file(StreamWrapper(file_path=archive))
headers = HeaderMap()
headers.add(UploadFileHeader.feature, "bulk-write")
headers.add(UploadFileHeader.x_crm_org, "694902309")
file_id = success(operations.upload_file(body, headers))["file_id"]

job = RequestWrapper()
job.set_operation(Choice("insert"))
resource = Resource()
resource.set_type(Choice("data"))
module = Module()
module.set_api_name("Leads")
resource.set_module(module)
resource.set_file_id(str(file_id))
mappings = []
for index, name in enumerate(["Last_Name", "Email", "Company"]):
    mapping = FieldMapping()
    mapping.set_api_name(name)
    mapping.set_index(index)
    mappings.append(mapping)
resource.set_field_mappings(mappings)
job.set_resource([resource])
job_id = success(operations.create_bulk_write_job(job))["id"]

for _ in range(10):
    details = operations.get_bulk_write_job_details(int(job_id)).get_object()
    assert isinstance(details, BulkWriteResponse), details
    if details.get_status() == "COMPLETED":
        break
    time.sleep(0.05)
assert details.get_status() == "COMPLETED", details.get_status()
assert details.get_resource()[0].get_file().get_added_count() == 2

result = details.get_result().get_download_url()
stream = operations.download_bulk_write_result(result).get_object().get_file()
print(stream.get_name())
with open(folder + "/result.zip", "wb") as file:
    for chunk in stream.get_stream():
        file.write(chunk)

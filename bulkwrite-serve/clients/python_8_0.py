"""The vendor's SDK 8.0 for Python: log in, upload, create, poll, download.

usage: python_8_0.py URL ACCOUNTS access|refresh|grant ZIP FOLDER
"""

import sys
import time

from zohocrmsdk.src.com.zoho.api.authenticator.oauth_token import OAuthToken
from zohocrmsdk.src.com.zoho.api.authenticator.store import FileStore
from zohocrmsdk.src.com.zoho.crm.api.bulk_write import (
    ActionResponse, BulkWriteOperations, BulkWriteResponse, CallBack, FieldMapping, FileBodyWrapper, RequestWrapper,
    Resource, SuccessResponse, UploadFileHeader,
)
from zohocrmsdk.src.com.zoho.crm.api.dc import DataCenter
from zohocrmsdk.src.com.zoho.crm.api.header_map import HeaderMap
from zohocrmsdk.src.com.zoho.crm.api.initializer import Initializer
from zohocrmsdk.src.com.zoho.crm.api.modules import MinifiedModule
from zohocrmsdk.src.com.zoho.crm.api.util import Choice, StreamWrapper

url, accounts, login, archive, folder = sys.argv[1:]

logins = {
    "access": {"access_token": "1000.any"},
    "refresh": {"client_id": "1", "client_secret": "2", "refresh_token": "3"},
    "grant": {"client_id": "1", "client_secret": "2", "grant_token": "4"},
}
Initializer.initialize(
    environment=DataCenter.Environment(url, accounts, url),
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
job.set_character_encoding("UTF-8")
callback = CallBack()
callback.set_url("https://www.zoho.com/in/crm/")
callback.set_method(Choice("post"))
job.set_callback(callback)
resource = Resource()
resource.set_type(Choice("data"))
module = MinifiedModule()
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
job_id = str(success(operations.create_bulk_write_job(job))["id"])

for _ in range(10):
    details = operations.get_bulk_write_job_details(job_id).get_object()
    assert isinstance(details, BulkWriteResponse), details
    if details.get_status() == "COMPLETED":
        break
    time.sleep(0.05)
assert details.get_status() == "COMPLETED", details.get_status()
assert details.get_resource()[0].get_file().get_added_count() == 2
assert details.get_created_by().get_name() == "Patricia Boyle"

result = details.get_result().get_download_url()
stream = operations.download_bulk_write_result(result).get_object().get_file()
print(stream.get_name())
with open(folder + "/result.zip", "wb") as file:
    for chunk in stream.get_stream():
        file.write(chunk)

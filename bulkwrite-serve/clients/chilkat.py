"""Chilkat for Python, as the published sample for its library does it, with what comes before and after.

usage: chilkat.py URL access ZIP FOLDER
"""

import sys
import time

import chilkat2

url, _, archive, folder = sys.argv[1:]


def json_of(text):
    json = chilkat2.JsonObject()
    assert json.Load(text), text
    return json


http = chilkat2.Http()
http.AuthToken = "1000.any"  # sends `Authorization: Bearer 1000.any`

request = chilkat2.HttpRequest()
request.HttpVerb = "POST"
request.Path = "/crm/v2/upload"
request.ContentType = "multipart/form-data"
request.AddHeader("feature", "bulk-write")
request.AddHeader("X-CRM-ORG", "694902309")
assert request.AddFileForUpload("file", archive), request.LastErrorText
host, port = url.removeprefix("http://").split(":")
response = chilkat2.HttpResponse()
assert http.HttpSReq(host, int(port), False, request, response), http.LastErrorText
file_id = json_of(response.BodyStr).StringOf("details.file_id")
assert file_id, response.BodyStr

job = chilkat2.JsonObject()
job.UpdateString("operation", "insert")
job.UpdateBool("ignore_empty", True)
job.UpdateString("callback.url", "https://www.zoho.com/in/crm/")
job.UpdateString("callback.method", "post")
job.UpdateString("resource[0].type", "data")
job.UpdateString("resource[0].module", "Leads")
job.UpdateString("resource[0].file_id", file_id)
for index, name in enumerate(["Last_Name", "Owner", "Date_3", "Mobile", "Layout"]):
    job.UpdateString(f"resource[0].field_mappings[{index}].api_name", name)
    job.UpdateInt(f"resource[0].field_mappings[{index}].index", index)
job.UpdateString("resource[0].field_mappings[2].format", "yyyy/MM/dd")

response = chilkat2.HttpResponse()
assert http.HttpJson("POST", url + "/crm/bulk/v2/write", job, "application/json", response), http.LastErrorText
answer = json_of(response.BodyStr)
answer.EmitCompact = False
print(answer.Emit())
assert response.StatusCode == 201, response.StatusCode
assert (answer.StringOf("status"), answer.StringOf("code"), answer.StringOf("message")) == ("success", "SUCCESS", "success")
job_id = answer.StringOf("details.id")
assert answer.StringOf("details.created_by.name") == "Patricia Boyle"

for _ in range(10):
    details = json_of(http.QuickGetStr(f"{url}/crm/bulk/v2/write/{job_id}"))
    if details.StringOf("status") == "COMPLETED":
        break
    time.sleep(0.05)
assert details.StringOf("status") == "COMPLETED", details.Emit()
assert details.IntOf("resource[0].file.added_count") == 2

result = details.StringOf("result.download_url")
assert http.Download(result if result.startswith("http") else url + result, folder + "/result.zip"), http.LastErrorText

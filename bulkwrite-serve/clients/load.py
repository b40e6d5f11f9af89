"""What `bulkwrite serve` costs: 20,000 new jobs and 200 uploads of 1 MB; CPU time and memory of the server.

    python3 bulkwrite-serve/clients/load.py target/release/bulkwrite
"""

import http.client
import io
import json
import os
import random
import subprocess
import sys
import time
import zipfile

TOKEN = "Zoho-oauthtoken 1000.0123456789abcdef0123456789abcdef.0123456789abcdef0123456789abcdef"


def cost(pid):
    """CPU seconds and resident megabytes of a process."""
    with open(f"/proc/{pid}/stat") as stat:
        ticks = sum(int(field) for field in stat.read().rsplit(")", 1)[1].split()[11:13])
    with open(f"/proc/{pid}/statm") as statm:
        pages = int(statm.read().split()[1])
    return ticks / os.sysconf("SC_CLK_TCK"), pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def package(size):
    """A ZIP of about that size."""
    out, rows = io.BytesIO(), [f"{random.getrandbits(4_000):x}" for _ in range(size // 1_000)]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("leads.csv", "Last_Name\n" + "\n".join(rows) + "\n")
    return out.getvalue()


server = subprocess.Popen([sys.argv[1], "serve", "--port", "0"], stdout=subprocess.PIPE, text=True)
try:
    address = next(line for line in server.stdout if line.startswith("listening on http://")).split("http://")[1].split()[0]
    client = http.client.HTTPConnection(address.rstrip("/"))

    def post(path, body, headers):
        client.request("POST", path, body, {"Authorization": TOKEN, **headers})
        answer = client.getresponse()
        return answer.status, json.loads(answer.read())

    def upload(content):
        body = b'--b\r\nContent-Disposition: form-data; name="file"; filename="leads.zip"\r\n\r\n' + content + b"\r\n--b--\r\n"
        headers = {"Content-Type": "multipart/form-data; boundary=b", "feature": "bulk-write", "X-CRM-ORG": "694902309"}
        status, answer = post("/crm/v8/upload", body, headers)
        assert status == 200 and "details" in answer, answer
        return answer["details"]["file_id"]

    def measured(what, count, work):
        (cpu, memory), start = cost(server.pid), time.monotonic()
        for _ in range(count):
            work()
        (cpu_after, memory_after), wall = cost(server.pid), time.monotonic() - start
        print(f"{count:,} {what}: {cpu_after - cpu:.2f} s of one core, {wall:.1f} s by the clock, {memory_after - memory:+.1f} MB")

    resource = {"type": "data", "module": {"api_name": "Leads"}, "file_id": upload(package(10_000))}
    resource["field_mappings"] = [{"api_name": "Last_Name", "index": 0}]
    job = json.dumps({"operation": "insert", "resource": [resource]})

    def create():
        status, answer = post("/crm/bulk/v8/write", job, {"Content-Type": "application/json"})
        assert status == 201, answer

    content = package(1_000_000)
    upload(content)
    measured("uploads of 1 MB", 200, lambda: upload(content))
    measured("new jobs", 20_000, create)
finally:
    server.terminate()
    server.wait()

"""Writes the cases of data files as seeds: `data.py data_csv|data_zip CORPUS < cases.jsonl`."""

import json
import sys
import zipfile

target, corpus = sys.argv[1:]
for line in sys.stdin:
    case = json.loads(line)
    if "bytes" not in case:
        continue
    content = case["bytes"].encode("latin-1", "replace")
    path = f"{corpus}/{case['id']}"
    if target == "data_csv":
        with open(path, "wb") as seed:
            seed.write(b"\x10" + content)  # the size of reads comes first
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as seed:
            seed.writestr(case["file"], content)

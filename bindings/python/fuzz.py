"""Hands anything to the package: it raises `TypeError` or `ValueError`, or answers, and never crashes the interpreter.

pip install . atheris && python fuzz.py -len_control=0 -max_len=4000 -max_total_time=600
"""

# mypy: ignore-errors
# pyright: basic, reportMissingImports=false
import contextlib
import enum
import json
import sys

import atheris

with atheris.instrument_imports():
    import bulkwrite

KEYS = ["operation", "resource", "callback", "url", "type", "module", "api_name", "field_mappings", "index", "find_by"]
TEXTS = ["insert", "data", "Leads", "4150868000005379001", "https://10.0.0.7/x", "{{x}}", "\ud800", "\u202e", ""]
SETTINGS = [{}, {"version": "v2"}, {"placeholders": True}, {"metadata": {"Leads": {"fields": [{"api_name": "A"}]}}}]


class Odd(enum.IntEnum):
    ONE = 1


def value(data: atheris.FuzzedDataProvider, depth: int, seen: list) -> object:
    kind = data.ConsumeIntInRange(0, 13 if depth < 6 else 8)
    if kind == 0:
        return data.PickValueInList(TEXTS)
    if kind == 1:
        return data.ConsumeUnicode(12)
    if kind == 2:
        return data.ConsumeInt(data.ConsumeIntInRange(1, 20))
    if kind == 3:
        return data.ConsumeFloat()
    if kind == 4:
        return data.PickValueInList([None, True, False, Odd.ONE, object(), {1}, b"x", (), float("nan")])
    if kind == 5 and seen:
        return data.PickValueInList(seen)  # perhaps what it is in
    if kind <= 8:
        return data.PickValueInList(KEYS)
    made: list | dict = [] if kind == 9 else {}
    seen.append(made)
    for _ in range(data.ConsumeIntInRange(0, 5)):
        item = value(data, depth + 1, seen)
        if isinstance(made, list):
            made.append(item)
        else:
            odd = data.ConsumeIntInRange(0, 9)
            key = (
                data.PickValueInList([1, None, 1.5, (1,), "\udfff", Odd.ONE])
                if odd == 0
                else data.PickValueInList(KEYS)
            )
            made[key] = item
    return made


def once(data: bytes) -> None:
    fuzzed = atheris.FuzzedDataProvider(data)
    settings, kind = fuzzed.PickValueInList(SETTINGS), fuzzed.ConsumeIntInRange(0, 3)
    job = fuzzed.ConsumeBytes(4_000) if kind == 0 else fuzzed.ConsumeUnicode(4_000) if kind == 1 else None
    job = value(fuzzed, 0, []) if job is None else job
    for call in (bulkwrite.check, bulkwrite.fix):
        try:
            done = call(job, **settings)
        except (TypeError, ValueError):
            continue
        report = done if isinstance(done, bulkwrite.Report) else done.report
        assert report.ok == (report.errors == 0)
        assert bulkwrite.check(report.text, **settings).verdict == report.verdict or "\ufffd" in report.text
        str(report), repr(report), report._repr_html_(), json.loads(report.to_json())
        for found in report:
            repr(found), found.fix, found.predicts and found.predicts.details
    if isinstance(job, str | bytes):
        for call in (bulkwrite.check_url, bulkwrite.parse_response):
            with contextlib.suppress(TypeError, ValueError):
                repr(call(job))


atheris.Setup(sys.argv, once)
atheris.Fuzz()

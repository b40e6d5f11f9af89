"""Every example in docstrings and in the README runs."""

from __future__ import annotations

import contextlib
import doctest
import inspect
import io
import re
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import bulkwrite

README = Path(__file__).parents[1] / "README.md"
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE | doctest.IGNORE_EXCEPTION_DETAIL


def documented() -> Iterator[tuple[str, str]]:
    yield "bulkwrite", bulkwrite.__doc__ or ""
    for name in bulkwrite.__all__:
        value: Any = getattr(bulkwrite, name)
        if not isinstance(value, type | types.FunctionType | types.BuiltinFunctionType):
            continue
        yield name, inspect.getdoc(value) or ""
        for member, item in vars(value).items() if isinstance(value, type) else ():
            if not member.startswith("_") and getattr(item, "__doc__", None):
                yield f"{name}.{member}", inspect.cleandoc(item.__doc__)


@pytest.mark.parametrize(("name", "text"), [pair for pair in documented() if ">>>" in pair[1]])
def test_the_examples_of_a_docstring_run(name: str, text: str) -> None:
    test = doctest.DocTestParser().get_doctest(text, {}, name, None, None)
    out = io.StringIO()
    failed, tried = doctest.DocTestRunner(optionflags=FLAGS).run(test, out=out.write)
    assert tried and not failed, out.getvalue()


def test_everything_public_is_documented() -> None:
    lacking = [name for name, text in documented() if not text.strip()]
    assert not lacking
    members = {
        f"{name}.{member}"
        for name in bulkwrite.__all__
        if isinstance(value := getattr(bulkwrite, name), type) and value.__module__ == "bulkwrite"
        for member in vars(value)
        if not member.startswith("_")
    }
    lacking = sorted(members - {name for name, _ in documented()})
    assert not lacking


def blocks() -> list[tuple[int, str, str]]:
    text = README.read_text("utf-8")
    found = re.finditer(r"^```(\w+)([^\n]*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [(text[: block.start()].count("\n"), block[1] + block[2], block[3]) for block in found]


def test_the_readme_runs(capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, Any] = {}
    ran = 0
    for i, (line, kind, code) in enumerate(blocks()):
        if not kind.startswith("python"):
            continue
        compiled = compile("\n" * (line + 1) + code, str(README), "exec")
        error = kind.partition("raises=")[2]
        with pytest.raises(eval(error, names)) if error else contextlib.nullcontext():
            exec(compiled, names)
        shown = capsys.readouterr().out
        if i + 1 < len(blocks()) and blocks()[i + 1][1] == "text":
            expected = blocks()[i + 1][2].removesuffix("...\n")
            assert shown.startswith(expected), shown
        ran += 1
    assert ran >= 7


def test_the_readme_shows_a_test_that_passes(pytester: pytest.Pytester) -> None:
    [code] = [code for _, kind, code in blocks() if kind == "python" and "def test_" in code]
    pytester.makepyfile(code)
    pytester.runpytest_subprocess("-p", "no:cacheprovider").assert_outcomes(passed=1)

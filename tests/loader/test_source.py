from __future__ import annotations

import os
from pathlib import Path

import pytest

from harness.errors import SuiteError
from harness.loader import load_suite, source
from harness.loader.source import shown

from .conftest import Complain, Load

GOOD = "cases: [{id: a, prompt: x, expect: y}]"


def message(path: Path | str) -> str:
    """Return the only problem of a file that cannot be read."""
    with pytest.raises(SuiteError) as caught:
        load_suite(path)
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.column) == (shown(path), 1, 1)
    return problem.message


def test_files_that_cannot_be_opened_are_explained(tmp_path: Path) -> None:
    """Missing files, directories and impossible names are problems of the suite file."""
    assert message(tmp_path / "none.yaml") == "there is no such file"
    assert message(tmp_path) == "this is a directory, not a suite file"
    assert message("a\0b") == "the file cannot be read: no file can have this name"
    assert message(tmp_path / ("x" * 300)) == "the file cannot be read: File name too long"


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="no file that fails to be read")
def test_a_file_that_fails_while_it_is_read_is_explained() -> None:
    """The system's reason is in the message."""
    assert message(Path("/proc/self/mem")) == "the file cannot be read: Input/output error"


def test_a_file_of_any_size_is_not_read_into_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file above the limit is refused; one at the limit is read."""
    path = tmp_path / "a.yaml"
    path.write_text(GOOD)
    monkeypatch.setattr(source, "LARGEST_FILE", len(GOOD))
    assert load_suite(path).name == "a"
    path.write_text(GOOD + " ")
    assert message(path) == "the file is larger than 0 MB"


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"name: a\nx: b\xff", "2:5: not UTF-8 (byte 0xff); save the file as UTF-8"),
        ("é: \xe9".encode()[:-1], "1:4: not UTF-8 (byte 0xc3); save the file as UTF-8"),
        (GOOD.encode("utf-16"), "1:1: the file is UTF-16; save it as UTF-8"),
        (b"a: 1\nb: \0", "2:4: YAML cannot hold the character U+0000 as is"),
        (b"a: \x1b[31m", "1:4: YAML cannot hold the character U+001B as is"),
    ],
)
def test_bytes_that_are_no_text_are_pointed_at(
    complain: Complain, data: bytes, problem: str
) -> None:
    """Wrong encodings and control characters are found at their line and column."""
    assert complain(data) == [problem]


def test_a_byte_order_mark_and_windows_lines_are_read(load: Load) -> None:
    """Files from Windows editors are as good as any."""
    text = "\ufeffcases:\r\n  - id: a\r\n    prompt: x\r\n    expect: y\r\n"
    assert load(text).cases[0].prompt == "x"


def test_a_name_that_is_no_text_can_be_shown(tmp_path: Path) -> None:
    """A file name of foreign bytes is printable in messages and in the name of the suite."""
    path = tmp_path / os.fsdecode(b"sh\xffp.yaml")
    path.write_text(GOOD)
    assert load_suite(path).name == "sh\ufffdp"
    shown(path).encode()

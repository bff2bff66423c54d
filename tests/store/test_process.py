from __future__ import annotations

import subprocess
import sys

import pytest

from harness.store.process import _machine, _started, is_dead, myself


def test_a_process_is_told_from_all_others() -> None:
    """Each call names itself differently, and one that runs is not dead."""
    assert myself() != myself()
    assert not is_dead(myself())
    assert not is_dead("who knows")


def test_a_dead_process_of_this_machine_is_known() -> None:
    """One that was killed is dead, even while nobody buried it; one elsewhere may live."""
    if not _started(1):
        pytest.skip("this system does not tell of its processes")
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        owner = f'["{_machine()}", {child.pid}, "{_started(child.pid)}", "x"]'
        elsewhere = f'["elsewhere", {child.pid}, "{_started(child.pid)}", "x"]'
        assert not is_dead(owner)
        child.kill()
        child.wait()
    assert is_dead(owner)
    assert not is_dead(elsewhere)

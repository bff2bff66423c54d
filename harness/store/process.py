"""Which process this is, and whether one that left its name behind still lives."""

from __future__ import annotations

import json
import os
import platform
import secrets
from pathlib import Path

__all__ = ["is_dead", "myself"]


def myself() -> str:
    """Return what tells this process, and this call, from all others; one line of ASCII."""
    return json.dumps([_machine(), os.getpid(), _started(os.getpid()), secrets.token_hex(4)])


def is_dead(owner: str) -> bool:
    """Tell whether a process is surely dead: of this machine, and no such process is there."""
    try:
        machine, pid, started, _ = json.loads(owner)
    except ValueError:
        return False
    return bool(started) and machine == _machine() and _started(pid) != started


def _machine() -> str:
    """Return what tells the world in which a process number means something."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot} {Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return platform.node()


def _started(pid: int) -> str:
    """Return when a process started, in the kernel's ticks; empty where it cannot be told."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    fields = stat.rpartition(")")[2].split()
    return "" if fields[0] in {"Z", "X"} else fields[19]

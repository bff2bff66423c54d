"""Names of safe characters made of what strangers call a thing."""

from __future__ import annotations

import hashlib
import re

__all__ = ["slug"]

LENGTH = 60
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")


def slug(name: str) -> str:
    """Return a safe name as it is, and any other shortened, with a digest that tells it apart."""
    safe = _UNSAFE.sub("-", name).strip("-")[:LENGTH]
    if safe and safe == name:
        return safe
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{safe}-{digest}" if safe else digest

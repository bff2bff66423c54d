"""What a page allows itself to load and run."""

from __future__ import annotations

import base64
import hashlib

__all__ = ["hash_of"]


def hash_of(text: str) -> str:
    """Return the source expression by which a policy allows exactly this text."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"

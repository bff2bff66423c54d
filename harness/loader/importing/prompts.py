"""promptfoo's prompts: texts, files and chats, as what is asked and what was said before."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .account import Account
from .reading import FILE, Folder, many

__all__ = ["Prompt", "read_prompts", "read_text_prompt"]

_CODE = {".js", ".cjs", ".mjs", ".ts", ".py", ".rb", ".go", ".sh"}
_PLAIN = {".txt", ".md", ".j2", ".njk", ""}
_TALK = re.compile(r"\{%-?\s*for\b[^%]*_conversation[^%]*%\}.*?\{%-?\s*endfor\s*-?%\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is sent: templates of the last message and of those before it."""

    text: str
    label: str = ""
    before: tuple[tuple[str, str], ...] = ()
    """Role and text of earlier messages."""
    talks: bool = False
    """Earlier tests of the same conversation come before it."""


def read_prompts(config: Mapping[str, Any], folder: Folder, account: Account) -> list[Prompt]:
    """Return the prompts of a configuration that can be asked."""
    written = config.get("prompts")
    if isinstance(written, dict):
        written = [{"label": label, "raw": raw} for raw, label in written.items()]
    return [prompt for one in many(written) for prompt in _read(one, folder, account)]


def read_text_prompt(text: str, account: Account) -> Prompt:
    """Return a text that was sent, or the messages of a chat in JSON, as a prompt."""
    return _prompt(text, "", account)


def _read(written: Any, folder: Folder, account: Account) -> Iterator[Prompt]:
    label = ""
    if isinstance(written, dict):
        label = str(written.get("label") or written.get("display") or "")
        for key in written.keys() - {"label", "display", "raw", "id"}:
            account.leave_out(f"prompt {label or '?'}: its '{key}'")
        written = written.get("raw") or written.get("id")
    if not isinstance(written, str):
        account.leave_out("a prompt that is no text")
    elif written.startswith(FILE) or _names_file(written):
        yield from _from_file(written, label, folder, account)
    else:
        yield _prompt(written, label, account)


def _names_file(text: str) -> bool:
    ending = "." + text.rsplit(".", 1)[-1]
    short = "\n" not in text and " " not in text and "{{" not in text
    return short and ending in {*_CODE, *_PLAIN, ".json"} - {""} and "." in text


def _from_file(reference: str, label: str, folder: Folder, account: Account) -> Iterator[Prompt]:
    for path in folder.find(reference.split(":", 2)[0] if "//" not in reference else reference):
        ending = path.suffix.lower()
        if ending in _CODE or ending not in {*_PLAIN, ".json", ".yaml", ".yml"}:
            account.leave_out(f"prompt {reference}: it is a program")
            continue
        text = folder.text(path)
        if text is None:
            continue
        parts = [text] if ending == ".json" else re.split(r"^---\s*$", text, flags=re.MULTILINE)
        for number, part in enumerate((one for one in parts if one.strip()), start=1):
            name = label or path.stem
            yield _prompt(part.strip(), f"{name}-{number}" if len(parts) > 1 else name, account)


def _prompt(text: str, label: str, account: Account) -> Prompt:
    """Return a text, or the messages of a chat in JSON, as a prompt."""
    plain, talks = _TALK.subn("", text)
    if talks:
        account.change("prompts with _conversation: a case with turns keeps what was said")
    messages = _messages(plain)
    if messages is None:
        return Prompt(plain.strip(), label, talks=bool(talks))
    before: list[tuple[str, str]] = []
    for role, content in messages[:-1]:
        if role in {"user", "assistant"}:
            before.append((role, content))
        else:
            account.leave_out(f"a message of the role '{role}': the bot has its own instructions")
    return Prompt(messages[-1][1], label, tuple(before), talks=bool(talks))


def _messages(text: str) -> list[tuple[str, str]] | None:
    """Return role and text of the messages of a chat; None where the text is none."""
    if not text.lstrip().startswith("["):
        return None
    try:
        data = json.loads(re.sub(r",(\s*[\]}])", r"\1", re.sub(r"\[\s*,", "[", text)))
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, list) or not data:
        return None
    found = [
        (str(one.get("role")), one["content"])
        for one in data
        if isinstance(one, dict) and isinstance(one.get("content"), str)
    ]
    return found if len(found) == len(data) else None

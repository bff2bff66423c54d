"""What a team writes in an afternoon, to measure against: YAML in, two scores, JSON and HTML out.

    python benchmarks/bareloop.py SUITE URL CONCURRENCY FOLDER

No retries, no pace, no store: an answer that fails ends it, and what was paid is lost.
"""

from __future__ import annotations

import asyncio
import html
import json
import sys
from pathlib import Path
from typing import Any

import aiohttp
import yaml
from rapidfuzz import fuzz

SHORT = 3


def score(expected: str, answer: str) -> dict[str, float]:
    """Score by fuzzy and keyword matching."""
    words = {word for word in expected.lower().split() if len(word) > SHORT}
    found = sum(word in answer.lower() for word in words)
    return {
        "fuzzy": fuzz.token_set_ratio(expected, answer) / 100,
        "keywords": found / len(words) if words else 1.0,
    }


async def ask(session: aiohttp.ClientSession, url: str, case: dict[str, Any]) -> dict[str, Any]:
    """Ask one question and score the answer."""
    message = {"role": "user", "content": case["prompt"]}
    body = {"chatbotId": "bench", "messages": [message], "temperature": 0, "stream": False}
    async with session.post(f"{url}/chat", json=body) as reply:
        answer = (await reply.json())["text"]
    return {"id": case["id"], "answer": answer, **score(case["expect"], answer)}


async def run(cases: list[dict[str, Any]], url: str, concurrency: int) -> list[dict[str, Any]]:
    """Ask all questions, so many at once."""
    waiting, done = iter(cases), []
    connector = aiohttp.TCPConnector(limit=concurrency)
    async with aiohttp.ClientSession(connector=connector) as session:

        async def work() -> None:
            for case in waiting:
                answer = await ask(session, url, case)
                done.append(answer)

        await asyncio.gather(*(work() for _ in range(concurrency)))
    return done


def main() -> None:
    """Run, and write both files."""
    suite, url, concurrency, folder = sys.argv[1:]
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    cases = yaml.load(Path(suite).read_text(encoding="utf-8"), Loader=loader)["cases"]  # noqa: S506
    done = asyncio.run(run(cases, url, int(concurrency)))
    Path(folder, "run.json").write_text(json.dumps(done), encoding="utf-8")
    rows = "".join(
        f"<tr><td>{html.escape(one['id'])}<td>{html.escape(one['answer'])}<td>{one['fuzzy']:.2f}"
        for one in done
    )
    Path(folder, "run.html").write_text(f"<table>{rows}</table>", encoding="utf-8")


if __name__ == "__main__":
    main()

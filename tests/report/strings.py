"""Texts that strangers could write to make a report, a terminal or a log act on them."""

from __future__ import annotations

__all__ = ["HOSTILE"]

HOSTILE = (
    "<script>window.__pwn=1</script>",
    '<img src=x onerror="window.__pwn=2"><svg onload=window.__pwn=3>',
    "<details open ontoggle=window.__pwn=4>",
    '"><iframe srcdoc="<script>parent.__pwn=5</script>"></iframe>',
    "' onmouseover='window.__pwn=6' x='",
    "</script><script>window.__pwn=7</script><!--<script>]]>\u2028\u2029",
    "javascript:window.__pwn=8 data:text/html,<b>x</b> vbscript:x java\tscript:x",
    "[click](javascript:window.__pwn=9) ![x](http://127.0.0.1:9/track) <http://127.0.0.1:9/>",
    "</title></style></textarea></template></svg><b id=stranger>bold</b>",
    "<base href='http://127.0.0.1:9/'><link rel=stylesheet href='http://127.0.0.1:9/x.css'>",
    "<meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'>",
    "<form action='http://127.0.0.1:9/'><input name=q id=search></form>",
    "<a id='live' name='cases'>__proto__</a> constructor ../x a b é",
    "{{7*7}} {% include 'report.css' %} ${7*7} <%= 7*7 %> #{7*7}",
    "\u202egnp.exe \u2066x\u2069 \u061c\u200b\u200e\u200f\ufeff soft\xadhyphen \U000e0041",
    "مرحبا بالعالم שלום עולם",
    "\x00\x08\x0b\x7f\x85\x9b \ud800 \udfff \ufffe \U0001ffff",
    "o" + "\u0301" * 500,
    "w" * 4000,
    "\x1b[2J\x1b]0;title\x07\x1b]8;;http://x\x07link\x1b]52;c;eA==\x07 \x9b31m over\rwrite\x08",
    "[bold]x[/red] [link=http://x]y[/link] :smile:",
    "line\n::error file=x::boom\n  ::set-output name=x::y\n##vso[task.complete]\n##[error]no",
    "\n##teamcity[buildProblem description='x']\n::add-mask::x\n::stop-commands::x",
    "```\n``````\n</details>\n<!-- -->\n# H1\n---\n@org/team #1 a | b \\",
    "=1+1 =cmd|'/C calc'!A0",
)
"""S1 to S16 and S19 of the report's threat list: none of them may do anything but be read."""

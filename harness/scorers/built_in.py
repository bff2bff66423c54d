"""The built-in scorers by name: each module is imported when one of its names is asked for."""

from __future__ import annotations

__all__ = ["BUILT_IN"]

MODULES = {
    "answer_language": ("language",),
    "combined": ("not", "all_of", "any_of", "at_least"),
    "contains": (
        "contains",
        "contains_all",
        "icontains",
        "icontains_all",
        "contains_any",
        "icontains_any",
        "starts_with",
        "ends_with",
    ),
    "counts": ("word_count", "char_count"),
    "fuzzy": ("fuzzy",),
    "json_answer": ("is_json", "contains_json"),
    "keywords": ("keywords",),
    "markup": ("is_xml", "contains_xml", "is_html", "contains_html"),
    "match": ("exact", "regex"),
    "numeric": ("numeric",),
    "overlap": ("rouge_n", "rouge_l", "gleu", "bleu", "chrf", "levenshtein"),
    "python_code": ("python",),
    "refusal": ("refusal",),
    "says": ("says",),
    "similar": ("similar",),
    "sql": ("is_sql", "contains_sql"),
    "timing": ("latency", "first_chunk"),
    "urls": ("url",),
}
BUILT_IN = {name: f"{__package__}.{module}" for module, names in MODULES.items() for name in names}
"""Importing all of them takes longer than loading a suite of a thousand questions."""

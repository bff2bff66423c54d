"""Suite files: YAML in, Suite or every problem out."""

from .suite import load_suite, load_suites

__all__ = ["load_suite", "load_suites"]

"""Suite files: YAML in, Suite or every problem out."""

from .suite import check_suite, load_suite, load_suites

__all__ = ["check_suite", "load_suite", "load_suites"]

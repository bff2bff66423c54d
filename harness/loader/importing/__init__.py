"""Suites and runs of other tools: read, translated, and accounted for line by line."""

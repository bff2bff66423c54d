"""Judging one answer: pure."""

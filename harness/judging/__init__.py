"""Judging an answer by a language model."""

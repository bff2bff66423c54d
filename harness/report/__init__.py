"""Showing a comparison: HTML, terminal."""

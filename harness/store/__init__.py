"""Runs, kept in SQLite or PostgreSQL."""

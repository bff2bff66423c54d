"""The contract tests' own marker."""

from __future__ import annotations

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known, wherever these tests are collected from."""
    config.addinivalue_line("markers", "contract: fuzzes the emulator by its OpenAPI documents")

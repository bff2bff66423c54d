"""Lets `python -m harness` do what the command `harness` does."""

from harness.cli.main import main

if __name__ == "__main__":
    main()

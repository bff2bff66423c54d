"""The kept runs as a small site on this machine: a list, each run, any two compared."""

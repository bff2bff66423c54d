"""Before and after: pairing, statistics and the gate; pure."""

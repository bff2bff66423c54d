"""Questioning a bot: plans, conversations and trials; no network of its own."""

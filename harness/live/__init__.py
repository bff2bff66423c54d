"""Comparing two bots that can both be asked: as few requests as the evidence needs."""

"""Ask a chatbot before and after a retrain, and say honestly what got worse."""

__version__ = "0.1.0"

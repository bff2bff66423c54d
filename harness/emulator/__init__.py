"""The chatbot REST API, locally: a bot that really learns from its text."""

"""The typed client of the chatbot REST API."""

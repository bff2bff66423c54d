"""The REST API's messages as they travel; shared by client and emulator."""

"""The API of version 1: its rooms' endpoints under one roof, its description, its page."""

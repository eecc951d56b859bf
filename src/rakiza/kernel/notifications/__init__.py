"""What awaits whom: an inbox inside the application."""

"""What the plan pages show, composed from the room's queries: words, figures, charts, sheets."""

"""Template tags of the industry pages."""

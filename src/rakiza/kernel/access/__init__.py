"""Keys by which a program acts in a person's name: made, shown once, used, revoked. Not for signing in."""

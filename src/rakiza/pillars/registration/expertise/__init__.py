"""Expertise that the authority lends: its experts, their free slots, makers' questions and their record."""

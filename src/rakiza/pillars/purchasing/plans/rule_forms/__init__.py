"""The form of a plan's rules: usual rules, aims, added rules, and what they may name."""

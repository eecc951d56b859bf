"""Files of designations for scripts and people: reading them, matching them, scoring readings.

Nothing here touches the database: what a file gives goes to another file. Lists that count for a
plan are taken over by `needs`.
"""

"""The annual plan of local purchases: runs, lots, awards, what stays uncovered."""

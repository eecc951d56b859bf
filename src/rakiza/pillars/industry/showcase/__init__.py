"""The public showcase of members' products: what their makers chose to show, and nothing else."""

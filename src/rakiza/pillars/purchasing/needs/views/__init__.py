"""Pages of needs: the list, a file handed over, its import in four steps, one line."""

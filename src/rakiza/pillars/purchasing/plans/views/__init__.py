"""Pages of plans: the list, one plan, its lots, its publication, its documents."""

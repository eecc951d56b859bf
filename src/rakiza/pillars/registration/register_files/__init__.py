"""Rows of an authority's own register handed over as a file: read, previewed, proposed, confirmed together."""

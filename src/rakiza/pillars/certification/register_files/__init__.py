"""Certificates of a body's own register handed over as a file: read, previewed, proposed, confirmed together."""

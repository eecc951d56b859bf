"""Files as they came: kept once by content, durable, open only to those concerned."""

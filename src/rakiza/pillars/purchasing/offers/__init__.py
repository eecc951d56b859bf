"""A maker's offers as a spreadsheet: review before confirmation, export in the same columns."""

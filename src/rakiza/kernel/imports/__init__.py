"""Reading messy spreadsheets: open a file safely, find the header, map columns, parse cells.

Knows nothing of needs or offers: a room gives its column definitions and gets rows of cells.
"""

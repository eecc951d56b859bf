"""Rows as the pages of needs show them: lines, groups of problems, readings to look at, columns found."""

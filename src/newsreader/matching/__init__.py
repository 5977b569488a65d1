"""Decide which story is which after moves, renames and edits: comparisons of values that know no database."""

"""Story files, read and written."""

"""Reading and writing stories as text pages."""

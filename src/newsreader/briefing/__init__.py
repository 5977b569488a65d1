"""Stories written down for others to read: as Markdown, as a web page, as a book, and as data."""

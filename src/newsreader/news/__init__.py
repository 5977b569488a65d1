"""News that comes in: pages, captions, mail, feeds; each becomes a story file of the library."""

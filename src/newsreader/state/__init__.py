"""The state: the database of bookmarks, tags, notes, read marks and views, which nothing else holds."""

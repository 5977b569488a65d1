"""The state: the user's own database of bookmarks, tags, notes, read marks and views, which nothing else holds."""

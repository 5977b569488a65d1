"""The widgets: they take rows and stories, and post messages."""

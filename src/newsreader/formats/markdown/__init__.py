"""Reading and writing stories in Markdown with front matter."""

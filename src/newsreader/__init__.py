"""A terminal reader for a local library of news summaries that shows who tells each story and where they lean."""

__version__ = "0.1.0"

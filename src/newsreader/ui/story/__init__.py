"""A story and its outlet as something to show."""

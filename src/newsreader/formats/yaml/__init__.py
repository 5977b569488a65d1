"""Reading and writing stories in YAML."""

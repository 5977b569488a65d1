"""The two databases: the index, which can always be made again, and the state, which can't."""

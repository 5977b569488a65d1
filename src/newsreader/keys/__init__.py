"""The commands of the reader, and the keys that start them."""

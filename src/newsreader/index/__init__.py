"""The index: a database that is made from the files, and can always be made again."""

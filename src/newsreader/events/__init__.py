"""Find out which stories tell of the same event: words, vectors, and who joins whom. It knows no files and no screens."""

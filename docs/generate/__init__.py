"""What is derived from the program: the manual page, the shell completions, and tables in the documents."""

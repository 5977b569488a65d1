"""Makes what is derived from the program: the manual page and the shell completions."""

"""The reader in a browser: a server of its page, and a reader in a process of its own for each tab."""

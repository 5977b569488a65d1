"""The terminal: what is written to it, what comes from it, and what happens when it goes away."""

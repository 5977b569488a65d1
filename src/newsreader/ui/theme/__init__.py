"""Colours: the themes that come with the program, those of the user, and contrast."""

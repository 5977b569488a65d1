"""The screens: they call the reader, and hand rows and stories to the widgets."""

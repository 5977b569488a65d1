"""The boxes that open over the main screen."""

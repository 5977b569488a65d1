"""Find out which stories tell of the same event. Nothing here knows files, databases or screens."""

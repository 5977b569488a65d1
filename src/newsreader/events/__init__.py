"""Find out which stories tell of the same event."""

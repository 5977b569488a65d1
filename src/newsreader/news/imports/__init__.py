"""What other programs hold: their lists of feeds, their stories, and the marks on them."""

"""Pages of rosters, cut by subject."""

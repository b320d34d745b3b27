"""Questions, cut by subject."""

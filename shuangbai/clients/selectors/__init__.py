"""The questions of this app, cut by subject."""

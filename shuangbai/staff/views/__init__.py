"""The pages of this app, cut by subject."""

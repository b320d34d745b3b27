"""The verbs of this app, cut by subject."""

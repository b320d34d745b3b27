"""What is typed on the pages of this app, cut by subject."""

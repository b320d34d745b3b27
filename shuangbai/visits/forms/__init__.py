"""What is typed, cut by subject."""

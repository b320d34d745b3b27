"""Pages of this app, and what they are put together from."""

"""The pages of this app, and what they lay out."""

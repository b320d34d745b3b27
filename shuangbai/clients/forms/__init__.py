"""Shapes of input, cut by subject."""

"""Arithmetic of visits, cut by subject."""

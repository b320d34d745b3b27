"""Arithmetic over the particulars of a person; pure."""

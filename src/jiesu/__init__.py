"""Jiesu 接诉: an open platform for 12345 government service hotlines and digital city management."""

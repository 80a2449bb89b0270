"""Facts that the oversight announces."""

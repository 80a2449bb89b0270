"""Every write of the oversight."""

"""Tables of the oversight."""

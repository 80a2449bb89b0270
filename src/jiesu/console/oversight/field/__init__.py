"""Checks in the field: the list, ordering one, the page on the telephone of whoever looks at the place."""

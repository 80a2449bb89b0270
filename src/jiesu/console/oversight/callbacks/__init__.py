"""The callback desk, its lists and figures, and the page of its rules."""

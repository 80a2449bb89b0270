"""Where things are: administrative divisions from the code of a province to that of a village.

Which unit answers for a place is the duty catalogue's business, not this package's.
"""

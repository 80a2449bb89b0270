"""The units that answer appeals, at four levels, and the posts that people hold in them.

Who a person is for the rules of the service (:class:`~jiesu.organisations.actors.Actor`) comes from here:
their permissions, and the units that bound what they may see. Which unit a topic goes to is the
catalogue's business, not this package's.
"""

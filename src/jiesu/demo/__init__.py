"""A fictional city, 云泽市 (region 990100), that the product shows itself with.

The generators (divisions, units, staff, topics, duties, appeals) are plain Python and depend on nothing but
a seed: they invent places, people and appeals that read like a hotline's ordinary day. ``city`` installs the
city through the real actions and ``journey`` plays each appeal's life through them. It is not for tests of
rules and holds no rules of the service itself.
"""

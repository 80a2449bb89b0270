"""Messages out: what is sent to people, on which channel, and the gateways that carry it.

A message is written in the transaction of what it is about and carried by a job of its own; the inbox of the
console needs none. What is to be said to whom and when is decided by those who ask for it.
"""

"""Messages out: what is sent to people's telephones, and the gateways that carry it.

A message is written in the transaction of what it is about and carried by a job of its own. What is to be
said to whom and when is decided by those who ask for it.
"""

"""The HTTP API under ``/api/v1``: everything the actions can do, for programs and for other centres.

A view reads the request, calls one action or selector, and writes the answer: no rule of the field lives
here. Refusals become problem documents (RFC 9457). Pages for people are the console's and the portal's
business.
"""

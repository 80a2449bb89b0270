"""The staff's pages: the way in, and what is said when something goes wrong.

A view reads the request, calls one action or selector, and renders: no rule of the field lives here.
"""

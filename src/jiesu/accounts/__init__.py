"""People who work with the platform: accounts, permissions, roles, sign-in, tokens for programs.

What a person may do follows from the posts they hold, and posts belong to units: see ``organisations``.
Citizens have no accounts here.
"""

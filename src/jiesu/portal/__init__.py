"""The citizens' pages: report a matter and follow it, without an account and without JavaScript.

What an appeal becomes is decided elsewhere: this package asks, passes on, and shows what is public.
"""

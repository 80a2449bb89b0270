"""Scheduled work of the oversight: one module a subject, each imported here."""

"""Scheduled work of the oversight: one module a subject, each imported here."""
from jiesu.oversight.tasks import supervision as supervision

"""Scheduled work of the oversight: one module a subject, each imported here."""

from jiesu.oversight.tasks import callbacks as callbacks
from jiesu.oversight.tasks import instructions as instructions
from jiesu.oversight.tasks import quality as quality
from jiesu.oversight.tasks import supervision as supervision

"""What the oversight does when something happens below it: one module a subject, each imported here."""

from jiesu.oversight.subscribers import callbacks as callbacks
from jiesu.oversight.subscribers import field_checks as field_checks
from jiesu.oversight.subscribers import noticing as noticing
from jiesu.oversight.subscribers import quality as quality
from jiesu.oversight.subscribers import supervision as supervision

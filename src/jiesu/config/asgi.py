"""The ASGI application: the stream that tells open pages of changes. Pages and API are served by ``wsgi``."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiesu.config.settings")
django.setup()

from jiesu.console.streams.application import application  # noqa: E402 - models need the application registry

__all__ = ["application"]

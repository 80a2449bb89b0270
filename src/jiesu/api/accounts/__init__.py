"""The caller over HTTP."""

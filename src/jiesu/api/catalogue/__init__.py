"""The catalogue over HTTP: topics, reason codes, time-limit packs."""

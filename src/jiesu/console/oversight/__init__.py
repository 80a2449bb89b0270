"""Pages of the oversight: urging, supervision, ledgers, callbacks, quality, checks in the field."""

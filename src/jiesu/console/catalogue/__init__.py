"""Configuration of the catalogue: packs, calendar, topics, duties, reason codes."""

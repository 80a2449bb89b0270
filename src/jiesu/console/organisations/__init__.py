"""Configuration of units."""

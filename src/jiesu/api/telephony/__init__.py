"""Calls on other switches."""

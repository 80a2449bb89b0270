"""Reads of the oversight."""

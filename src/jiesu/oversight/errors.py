"""What the oversight refuses."""

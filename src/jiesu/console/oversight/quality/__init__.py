"""Pages of quality: hints on replies, inspection, its results, plans and score forms."""

"""Pages of triage: hot issues, the centre's rules, models, what goes alone, quality, what to merge."""

"""Pages of the messages: those that went out, one's own inbox, templates, rules, quiet hours."""

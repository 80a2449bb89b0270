"""Pages of the knowledge base: find, read, write, pass, publish, and what nobody found."""

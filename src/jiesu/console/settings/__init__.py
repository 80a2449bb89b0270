"""What all pages of the configuration share: who may open which, tables out and in."""

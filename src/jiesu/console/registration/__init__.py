"""The registration desk: an appeal is taken while the caller talks, and settled or passed on."""

"""Work orders over HTTP: an endpoint for each verb, lists, one order in full, files, the citizen."""

"""The edge: the server, refusals, headers and the root, met by every request before any page."""

"""People and groups of an institution, from wherever they come."""

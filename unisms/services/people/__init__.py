"""The people and groups of an institution, and their consent."""

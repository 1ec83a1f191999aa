"""Directories: they tell us about people and the groups that these belong to."""

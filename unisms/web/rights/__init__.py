"""Roles, given and withdrawn."""

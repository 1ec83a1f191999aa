"""Composing a message."""

"""Broker connections, sender IDs, and news over HTTP."""

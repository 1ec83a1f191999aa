"""Broker connections, their sender IDs, proposed settings and the brake."""

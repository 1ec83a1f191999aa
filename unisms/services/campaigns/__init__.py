"""Campaigns from the first word to the release, and how they are found again."""

"""The first page, the search, and the way to the settings."""

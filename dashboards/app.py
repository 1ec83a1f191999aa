"""The Dash application, put together."""

"""A month told by mail, as text, picture and PDF."""

"""What the service does: plain functions on plain arguments, inside somebody else's transaction."""

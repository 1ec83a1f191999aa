"""From the bytes of a file to its lines and cells."""

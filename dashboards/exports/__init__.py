"""The exported files, and the only place that knows their names and columns."""

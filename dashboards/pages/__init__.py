"""A question each, with its sentence, chart, table and downloads."""

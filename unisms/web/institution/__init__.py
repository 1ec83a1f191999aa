"""The settings of an institution, its journal and its archive."""

"""Imports: a file that is received, read, chosen from and turned into recipients."""

"""Operators: they run the installation and open its institutions."""

"""Brokers: who carries our messages to the operators."""

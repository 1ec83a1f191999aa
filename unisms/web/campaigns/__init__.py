"""The messages of an institution: checked, followed, steered."""

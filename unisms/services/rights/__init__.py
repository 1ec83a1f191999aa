"""Rights: the roles given, how far each lets its holder go, and why."""

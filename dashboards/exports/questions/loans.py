"""Do reminders bring books back? Told by a file that the library gives."""

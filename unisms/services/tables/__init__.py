"""From cells to a table: its titles, its columns and what each of them holds."""

"""Money: tariffs, reservations, ledgers, statements."""

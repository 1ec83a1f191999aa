"""An institution as a whole: its archive, its journals proven, its ages, its upkeep."""

"""The rules of the trade: numbers, segments, templates, states and causes; pure functions that know nothing of us."""

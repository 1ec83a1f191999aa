"""The annexe: a module per outsider, ending in ``includeme``; it knows promises and rules."""

"""The annexe: one module per outsider, each ending in ``includeme``; they know the promises and the rules."""

"""The annexe: one module or package per outsider, each ending in ``includeme``; they know the promises and the rules."""

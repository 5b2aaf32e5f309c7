"""Questions that the articles answer, drawn from them by rules and proven by asking."""

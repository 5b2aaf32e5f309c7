"""Attempts to make answers tell a falsehood; they need no gold, only articles."""

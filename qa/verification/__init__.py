"""Whether the article says what a statement says, and which words are at fault if it does not."""

from qa.verification.premises import Premise, make_premise
from qa.verification.verdicts import verify

__all__ = ["Premise", "make_premise", "verify"]

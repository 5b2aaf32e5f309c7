"""The reader: a small trained model that finds the sentence that answers a question."""

from qa.reader.model import QuestionStates, Reader, Reading, States

__all__ = ["QuestionStates", "Reader", "Reading", "States"]

"""Errors raised by this project.

Every message is written for the person at the screen: what happened, and what to do next.

* AppError
  * ArticleError            an article cannot be read (empty, binary, too large, missing, ...)
  * ArticleNotFoundError    no article of the library has this id
  * LibraryError            the library cannot be opened or written
    * LibraryLockedError        another process has it open
  * ModelFileError          a model file is missing or altered
  * EmbeddingError          the configured embedding model is unknown or failed
  * LanguageModelError      the language model cannot be reached or used
  * QuestionError           a question is empty or too long
  * SettingsError           a setting, or the ``.env`` file, is not valid
  * GoldError               a file of gold questions is not valid
  * RecordError             an exported answer is not valid
  * FeedbackError           what a reader thought of an answer cannot be kept
  * ServerError             the page cannot be served (in ``ui.server``)
"""

__all__ = [
    "AppError",
    "ArticleError",
    "ArticleNotFoundError",
    "EmbeddingError",
    "FeedbackError",
    "GoldError",
    "LanguageModelError",
    "LibraryError",
    "LibraryLockedError",
    "ModelFileError",
    "QuestionError",
    "RecordError",
    "RunError",
    "SettingsError",
]


class AppError(Exception):
    """Base class of every error a user can meet; its message says what to do next."""


class ArticleError(AppError):
    """An article cannot be read."""


class ArticleNotFoundError(AppError):
    """No article of the library has the id that was asked for."""


class LibraryError(AppError):
    """The library cannot be opened or written."""


class LibraryLockedError(LibraryError):
    """Another process has the library open."""


class ModelFileError(AppError):
    """A model file is missing, or is not the file that was shipped."""


class EmbeddingError(AppError):
    """The configured embedding model is unknown, or failed."""


class LanguageModelError(AppError):
    """The language model cannot be reached, refused, or broke off."""


class QuestionError(AppError):
    """A question is empty or too long."""


class SettingsError(AppError):
    """A setting, or the ``.env`` file that holds it, is not valid."""


class GoldError(AppError):
    """A file of gold questions is not valid."""


class RunError(AppError):
    """A run of the evaluation cannot be started, gone on with, or read."""


class RecordError(AppError):
    """An exported answer is not valid."""


class FeedbackError(AppError):
    """What a reader thought of an answer cannot be kept."""

"""Which writers there are, and opening the language model when it is first needed."""

from collections.abc import Callable
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any

from index.errors import SettingsError
from qa.grounds import Writer
from qa.quotes import QuotesWriter
from qa.settings import Settings

if TYPE_CHECKING:  # The heavy half of the project is loaded when a language model is used.
    from qa.language_model.client import LanguageModel
    from qa.language_model.writer import LanguageModelWriter

__all__ = ["Writers"]


class Writers:
    """The writers of one assistant, by name: ``quotes`` and ``language model``."""

    def __init__(self, open_model: Callable[[], "LanguageModel"] | None = None) -> None:
        self._open_model = open_model
        self._opening = Lock()
        self._opened: LanguageModelWriter | None = None

    @classmethod
    def configure(cls, settings: Settings, language_model: Any = None) -> "Writers":
        """Return the writers that the settings allow, opening nothing yet.

        Args:
            settings: Where ``MODEL`` names a language model, if any.
            language_model: A LlamaIndex ``LLM`` to use in its place.

        Raises:
            SettingsError: What is given is no language model.
        """
        if language_model is None and not settings.model.strip():
            return cls()
        if language_model is not None:
            _check_given(language_model)
        return cls(partial(_open_model, settings, language_model))

    @property
    def default(self) -> str:
        """Return the name of the best writer there is."""
        return "quotes" if self._open_model is None else "language model"

    def find(self, name: str | None) -> Writer:
        """Return a writer by name, or the best there is.

        Raises:
            SettingsError: There is no such writer, or it is not configured.
        """
        match name or self.default:
            case "quotes":
                return QuotesWriter()
            case "language model":
                return self._language_model_writer
        raise SettingsError(f"There is no writer {name!r:.60}. Use quotes or language model.")

    @property
    def _language_model_writer(self) -> "LanguageModelWriter":
        if self._open_model is None:
            raise SettingsError(
                "No language model is configured. Set MODEL in .env (MODEL=local needs no key), "
                "or use the writer quotes."
            )
        from qa.language_model.writer import LanguageModelWriter

        with self._opening:
            if self._opened is None:
                self._opened = LanguageModelWriter(self._open_model)
            return self._opened

    @property
    def language_model(self) -> "LanguageModel":
        """The language model that writes, opened when it is first needed.

        Raises:
            SettingsError: None is configured.
        """
        return self._language_model_writer.model

    def close(self) -> None:
        """End what was started for the language model."""
        if self._opened is not None:
            self._opened.close()


def _check_given(language_model: Any) -> None:
    try:
        # A model of LlamaIndex looks itself up in a list by its name, and may not be there.
        usable = hasattr(language_model.metadata, "model_name")
    except (AttributeError, ValueError):
        usable = False
    if not usable:
        raise SettingsError(
            f"The language_model given, a {type(language_model).__name__:.40}, cannot be used. "
            "Give an LLM of LlamaIndex with a model that it knows, or set MODEL."
        )


def _open_model(settings: Settings, given: Any) -> "LanguageModel":
    from qa.language_model.client import EVIDENCE_TOKENS, LanguageModel, open_language_model

    opened = None if given is not None else open_language_model(settings)
    return opened or LanguageModel(
        given,
        timeout=float(settings.model_timeout),
        prices=settings.prices,
        evidence_tokens=int(settings.model_evidence or EVIDENCE_TOKENS),
    )

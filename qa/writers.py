"""Which writers there are, and opening a language model when it is first needed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from index.errors import LanguageModelError, SettingsError
from qa.grounds import Writer
from qa.language_model.local import check_installed, find_file, name_model
from qa.names import WRITERS
from qa.quotes import QuotesWriter
from qa.settings import OPENAI_URL, Settings

if TYPE_CHECKING:  # The heavy half of the project is loaded when a language model is used.
    from qa.language_model.client import LanguageModel
    from qa.language_model.writer import LanguageModelWriter

__all__ = ["WriterOption", "Writers"]

_QUOTES, _LOCAL, _CONFIGURED = WRITERS

_MAX_TITLE_CHARS: Final = 80
_HOW_TO_CONFIGURE: Final = (
    "No language model is configured. Set MODEL and OPENAI_API_KEY in .env, then start again; "
    "Ollama, vLLM or LM Studio need no key: set MODEL and OPENAI_BASE_URL."
)
_HOW_TO_GIVE_A_KEY: Final = (
    "MODEL needs a key. Set OPENAI_API_KEY in .env, then start again; Ollama, vLLM or LM Studio "
    "need only OPENAI_BASE_URL."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WriterOption:
    """A writer as it is offered to a reader.

    Attributes:
        name: What ``Writers.find`` calls it.
        title: What the reader calls it; may hold any characters.
        available: Whether it can be expected to write; nothing is loaded or asked to find out.
        hint: Why it is not available, and how to make it so, in plain words; else empty.
    """

    name: str
    title: str
    available: bool
    hint: str = ""


class Writers:
    """The writers of one assistant, by name; safe to share between threads.

    * ``quotes``: the article's own sentences; always there.
    * ``local model``: the small language model that ``make local-model`` installs, or the one in
      the file that ``LOCAL_MODEL_PATH`` names; it runs on this computer whatever ``MODEL`` says.
    * ``language model``: the one that ``MODEL`` names, or one that was given in its place. Where
      ``MODEL`` is ``local`` this is the local model, which is then opened once for both names.

    Answers by either language model say ``language model``; their ``usage`` names the model.

    Args:
        open_model: Opens the language model that is configured; ``None`` where none is.
        settings: By default those of a computer where nothing is set.
        given: The name of the model that was given in place of ``MODEL``, if one was.
    """

    def __init__(
        self,
        open_model: Callable[[], "LanguageModel"] | None = None,
        *,
        settings: Settings | None = None,
        given: str | None = None,
    ) -> None:
        self._settings = settings or Settings()
        self._given = given
        self._open_model = open_model
        self._opening = Lock()
        self._opened: dict[str, LanguageModelWriter] = {}

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
            return cls(settings=settings)
        given = None if language_model is None else _check_given(language_model)
        return cls(partial(_open_model, settings, language_model), settings=settings, given=given)

    @property
    def default(self) -> str:
        """Return the name of the best writer there is: ``quotes`` or ``language model``."""
        return _QUOTES if self._open_model is None else _CONFIGURED

    @property
    def options(self) -> tuple[WriterOption, ...]:
        """All writers as they are offered: ``quotes``, ``local model``, ``language model``.

        It is found out anew each time, which takes about a millisecond: a model that was
        installed meanwhile is available.
        """
        titles = ("The article's own sentences", self._local_title, self._title)
        hints = ("", self._find_local_trouble(), self._find_trouble())
        return tuple(
            WriterOption(name=name, title=title[:_MAX_TITLE_CHARS], available=not hint, hint=hint)
            for name, title, hint in zip(WRITERS, titles, hints, strict=True)
        )

    def find(self, name: str | None) -> Writer:
        """Return a writer by name, or the best there is.

        A language model that is configured is found also where it cannot be used at the moment:
        its writer then answers with quotes, and says why.

        Raises:
            SettingsError: There is no such writer, or it is not configured or not installed; says
                what ``options`` hints at.
        """
        match name or self.default:
            case "quotes":
                return QuotesWriter()
            case "local model":
                if hint := self._find_local_trouble():
                    raise SettingsError(hint)
                return self._open(_CONFIGURED if self._is_local else _LOCAL)
            case "language model":
                return self._open(_CONFIGURED)
        raise SettingsError(
            f"There is no writer {name!r:.60}. Use quotes, local model or language model."
        )

    @property
    def language_model(self) -> "LanguageModel":
        """The language model that is configured, opened when it is first needed.

        Raises:
            SettingsError: None is configured.
        """
        return self._open(_CONFIGURED).model

    def close(self) -> None:
        """End what was started for the language models."""
        with self._opening:
            opened = tuple(self._opened.values())
        for writer in opened:
            writer.close()

    def _open(self, name: str) -> "LanguageModelWriter":
        open_model = self._open_model
        if name == _LOCAL:
            open_model = partial(_open_model, self._local_settings, None)
        if open_model is None:
            raise SettingsError(_HOW_TO_CONFIGURE)
        from qa.language_model.writer import LanguageModelWriter

        with self._opening:
            if name not in self._opened:
                self._opened[name] = LanguageModelWriter(open_model)
            return self._opened[name]

    @property
    def _is_local(self) -> bool:
        """Whether the model that is configured is the local one."""
        configured = self._open_model is not None and self._given is None
        return configured and self._settings.model.strip() == "local"

    @property
    def _local_settings(self) -> Settings:
        """The settings for the local model; those of another model fit that one alone."""
        settings = self._settings
        if self._open_model is None:
            return replace(settings, model="local")
        return Settings(
            model="local",
            local_model_path=settings.local_model_path,
            model_timeout=settings.model_timeout,
        )

    @property
    def _local_title(self) -> str:
        path = find_file(self._settings.local_model_path)
        # Of the one that ships the family is name enough.
        name = name_model(path) if path else name_model(path).partition("-")[0]
        return f"{name[: _MAX_TITLE_CHARS // 2]}, on this computer"

    @property
    def _title(self) -> str:
        if self._is_local:
            return f"{self._local_title} (MODEL=local)"
        return self._given or self._settings.model.strip() or "A language model"

    def _find_local_trouble(self) -> str:
        try:
            check_installed(find_file(self._settings.local_model_path))
        except LanguageModelError as error:
            return str(error)
        return ""

    def _find_trouble(self) -> str:
        """Return what is known to keep the configured model from writing."""
        if self._open_model is None:
            return _HOW_TO_CONFIGURE
        if self._is_local:
            return self._find_local_trouble()
        settings = self._settings
        keyless = settings.openai_base_url == OPENAI_URL and not settings.openai_api_key.strip()
        named = self._given is None and bool(settings.model.strip())
        return _HOW_TO_GIVE_A_KEY if keyless and named else ""


def _check_given(language_model: Any) -> str:
    """Return the name of a language model that was given."""
    try:
        # A model of LlamaIndex looks itself up in a list by its name, and may not be there.
        return str(language_model.metadata.model_name) or type(language_model).__name__
    except (AttributeError, ValueError) as error:
        raise SettingsError(
            f"The language_model given, a {type(language_model).__name__:.40}, cannot be used. "
            "Give an LLM of LlamaIndex with a model that it knows, or set MODEL."
        ) from error


def _open_model(settings: Settings, given: Any) -> "LanguageModel":
    from qa.language_model.client import EVIDENCE_TOKENS, LanguageModel, open_language_model

    opened = None if given is not None else open_language_model(settings)
    return opened or LanguageModel(
        given,
        timeout=float(settings.model_timeout),
        prices=settings.prices,
        evidence_tokens=int(settings.model_evidence or EVIDENCE_TOKENS),
    )

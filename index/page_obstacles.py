"""Tell that a page is no article, and why: what stands in the way of the story."""

import re
from typing import TYPE_CHECKING, Final

from index.page_metadata import PageFacts

if TYPE_CHECKING:  # Its libraries are loaded in a process of their own.
    from index.page_extraction import FoundPage

__all__ = ["find_obstacle"]

_LEAST: Final = 200
_LEAST_OF_ARTICLES: Final = 80
_SHORT: Final = 800
_SHORT_OF_CONSENT: Final = 4_000
_LINKED: Final = 0.6

_SAVE: Final = "open it in your browser, and paste the text."
_CONSENT: Final = (
    f"The page asks to agree to cookies before it shows the article: agree there, {_SAVE}"
)
_LOGIN: Final = (
    f"The page asks to log in or to subscribe before it shows the article: do so, {_SAVE}"
)


def _search(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(phrases), re.IGNORECASE)


# The name of a page or a heading begins so; where there is next to no story, it may stand anywhere.
_WALLS: Final = (
    (
        f"The page is a check for robots, not the article: {_SAVE}",
        _search(
            "just a moment",
            "attention required",
            "checking (?:your|if the site) ",
            "access (?:to this page )?(?:has been )?denied",
            "pardon our interruption",
            "are you (?:a )?(?:robot|human)",
            "human verification|verify(?:ing)? (?:that )?you are (?:a )?human",
            "security check|unusual traffic|captcha|bot detection|ddos.guard",
        ),
    ),
    (
        "The page says that there is no such page, or no longer: check the address.",
        _search(
            r"(?:error\s)?\b(?:404|410)\b",
            r"\b(?:page|article|story|content)\b.{0,20}\bnot (?:be )?found",
            r"\b(?:page|article|story|content)\b.{0,30}\b(?:does not|doesn.t) exist",
            r"\b(?:is )?no longer (?:available|exists?)",
            r"(?:can.?t|cannot|couldn.t|could not) (?:find|be found)\b",
            "seite (?:wurde )?nicht gefunden|pagina niet gevonden",
            "page (?:introuvable|non trouv[ée]e)",
            "p[áa]gina no (?:encontrada|existe)|p[áa]gina n[ãa]o encontrada",
            "pagina non trovata|сторінку не знайдено|страница не найдена",
        ),
    ),
    (
        _CONSENT,
        _search(
            "before you continue",
            "(?:accept|agree to|allow|reject|uses?) (?:all )?(?:the )?(?:use of )?cookies",
            "cookie (?:consent|settings|preferences)",
            "(?:we|our partners) (?:value|care about) your privacy",
            "your privacy (?:choices|matters)|manage (?:your )?consent",
            "alle (?:cookies )?(?:akzeptieren|annehmen)|cookies? (?:zustimmen|accepteren)",
            "accepter (?:tous )?les cookies|aceptar (?:todas las )?cookies",
            r"accett\w+ (?:tutti )?i cookie",
        ),
    ),
    (
        _LOGIN,
        _search(
            r"\b(?:log|sign)[ -]?in\b",
            "register to (?:read|continue)",
            "(?:subscribe|create (?:a free|an) account) (?:now )?to (?:read|continue|unlock)",
            "(?:only for|for our|exclusive to) subscribers|already a subscriber",
            "anmelden|einloggen|connectez-vous|iniciar sesi[óo]n|accedi per",
        ),
    ),
    (
        f"The page shows nothing without JavaScript: {_SAVE}",
        _search(
            "(?:enable|turn on|requires?|needs?) (?:your )?javascript",
            "javascript (?:is|must be|to be) (?:disabled|enabled|required)",
        ),
    ),
)


def find_obstacle(found: "FoundPage", story: str, facts: PageFacts) -> str | None:
    """Return why a page is no article, as a sentence for its reader; nothing where it is one.

    A long story is an article whatever its headline says: some are about captchas and cookies.

    Args:
        found: What was found on the page.
        story: Its main text, cleaned.
        facts: What it says about itself.
    """
    least = _LEAST_OF_ARTICLES if facts.is_article else _LEAST
    named = [found["title"], *found["headings"]]
    for reason, wall in _WALLS:
        if len(story) < least:
            stands = wall.search("\n".join([*named, story, found["visible"]]))
        else:
            stands = next(filter(None, map(wall.match, named)), None)
        # What is agreed to is often told at length.
        short = _SHORT_OF_CONSENT if reason is _CONSENT else _SHORT
        if stands and len(story) < (least if facts.published else short):
            return reason
    if found["asks_password"] and not facts.is_article and len(story) < 2 * least:
        return _LOGIN
    if found["linked"] > _LINKED:
        return "The page is a list of articles: give the address of one of them."
    if len(story) < least:
        return (
            f"There is too little text on the page ({len(story):,} characters) to be an article: "
            "check the address, or paste the text."
        )
    return None

"""Tell the story of an article from the headlines and the page furniture around it.

A sentence is furniture only when it has, as a whole, the form of one of the lines below, and a
headline only where a headline can stand. In doubt it is story: a lost sentence of the story can
never be cited, while a caption among the evidence does little harm.
"""

import re
from collections.abc import Callable, Sequence

from index.dates import is_date_line
from index.models import SentenceKind

__all__ = ["classify", "find_byline"]

_LINE_LIMIT = 240
_HEADLINE_LIMIT = 160
_HEADLINE_WORDS = 28
_OPENING_HEADLINES = 3
_SUBHEADING_WORDS = 10

_LIST_ITEM = re.compile(r"[-*•▪●◦‣–—]|\(?\d{1,3}[.)]\s")
# A line that says something of somebody, or leans on the line before, is no sub-heading.
_ASSERTION = re.compile(
    r"(?:He|She|They|It|We|I|But|And|However|Meanwhile)\b"
    r"|(?!Why|How|What|Who|Where|When|['‘]).*\b(?:[a-z]{2,}ed|said|told|did|made|took|came|went"
    r"|left|met|gave|won|was|were|is|are|had|has|have|will|would)\b",
)

_CLOSERS = "”’\"')]»」』"
_STOPS = ".!?…:;,。！？-–—"

_NOT_NAMES = (
    r"(?:political|chief|senior|deputy|home|foreign|world|health|science|economics|business|sports?"
    r"|education|environment|security|defence|diplomatic|legal|royal|technology|transport|editor"
    r"|correspondent|reporter|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march"
    r"|for|from|with|and|the|in|at|on|april|june|july|august|september|october|november|december|christmas|easter)"
)
_NAME = rf"(?!(?i:{_NOT_NAMES})\b)[^\W\d_a-z][\w’'-]*\.?"
_PERSON = rf"{_NAME}(?:\s(?:(?:de|da|del|di|la|le|van|von|der|den|bin|al|el)\s)*{_NAME}){{0,3}}"
_PEOPLE = rf"{_PERSON}(?:(?:,\s{_PERSON}){{0,4}},?\s(?:(?i:and)|&)\s{_PERSON})?"
_PLACE = rf"(?:the\s)?{_NAME}(?:,?\s{_NAME}){{0,4}}"
_ROLE = (
    r"(?:[\w’'&-]+\s){0,5}(?:editor|correspondent|reporter|writer|journalist|columnist|producer"
    r"|staff|desk|team|news|analyst|fellow|contributor|bureau|chief)"
)
_BYLINE = re.compile(
    r"(?:(?:(?i:by|words|written\sby|story\sby|report\sby|reported\sby|author|authors)):?\s)"
    rf"(?P<names>{_PEOPLE})"
    rf"(?:,?\s(?i:in|at|for|on)\s{_PLACE}|\s?[|/·•–—]\s?[^.!?]{{2,60}}|,\s{_PLACE}"
    rf"|,?\s(?i:{_ROLE})(?:,\s{_PLACE})?)?"
)
_ROLE_LINE = re.compile(rf"(?P<names>{_PERSON}),\s(?:the\s)?(?i:{_ROLE})(?:,\s[\w\s]{{1,30}})?")
_CREDIT_LINE = re.compile(
    r"\(?(?i:(?:additional\s)?(?:reporting|editing|writing|compiled|produced|translated|edited"
    rf"|filming|graphics)(?:\sand\s\w+)?\sby)\s{_PEOPLE}(?:\sin\s{_PLACE})?(?:;.{{0,160}})?\.?\)?"
)
_NAME_LINE = re.compile(rf"{_NAME}(?:\s{_NAME}){{1,2}}")

_SOCIAL = (
    r"(?:share|tweet|e-?mail|print|save|copy\slink|copied|bookmark|facebook|twitter|x|linkedin"
    r"|reddit|whatsapp|instagram|youtube|tiktok|threads|bluesky|telegram|pinterest|messenger|link"
    r"|flipboard|pocket|close|menu|search|home|comments?|subscribe|log\sin|sign\sin|sign\sup|play"
    r"|pause|mute|loading|next|previous|more|show\smore|show\sless|gallery|toggle\scaption)"
)
_AGENCY = (
    r"(?:getty(?:\simages)?(?:\s?/\s?\w+)?|afp|reuters|ap|pa|pa\swire|pa\smedia|epa|epa-efe|alamy"
    r"|shutterstock|rex(?:\sfeatures)?|istock|unsplash|bloomberg|anadolu|xinhua|zuma|imago|bbc|itv"
    r"|cnn|npr|abc|lbc|sky(?:\snews)?|handout|supplied|stock\sphoto|file\sphoto|social\smedia)"
)
_AGENCIES = rf"{_AGENCY}(?:\s?[/,|&+-]\s?{_AGENCY}|\s(?:images|news|via)){{0,3}}"
_CREDIT_LABEL = (
    r"(?:photo(?:graph)?s?|pictures?|pics?|images?|video|graphics?|illustrations?|infographic"
    r"|file\sphoto|file\spicture|cover\simage|photo\sillustration)"
)

# Lines that lead elsewhere; the rest of their line may have been cut into a second sentence.
_LINK = re.compile(
    r"(?:also\s)?(?:read|see|watch|listen)(?:\s(?:more|also|next|now|live|here|in\sfull|again"
    r"|too)){0,2}\s?[:»>|].*"
    r"|(?:read|see|find\sout|learn|view|show|load)\s(?:more|next|all|the\sfull\s(?:story|article"
    r"|report)|full\s(?:story|article))(?:\s(?:here|on|about|at|from)\b[^.!?]{0,80})?[.»>]?"
    r"|(?:related|recommended|more|see\salso|read\salso|don[’']t\smiss|must\sread|in\spictures"
    r"|explore|trending|editor[’']s\spicks?|exclusive\svideo|more\sfrom\s[^.!?:]{1,40})\s?"
    r"[:»>|].*"
    r"|(?:related|recommended|suggested|more|latest|top|popular|trending)\s(?:articles?|stor(?:y|ies)"
    r"|topics?|content|links?|reading|videos?|coverage|news|internet\slinks)\s?:?"
    r"|most\s(?:read|popular|viewed|shared|watched)(?:\s[\w\s]{0,30})?"
    r"|more\son\s(?:this(?:\s(?:story|topic))?|[^.!?]{1,50})\s?:?|more\sfrom\s[^.!?]{1,50}"
    r"|you\smay\salso\s(?:like|be\sinterested).{0,60}|up\snext\b.{0,80}|what\sto\sread\snext"
    r"|(?:click|tap)\s(?:here|play|to|on|through)\b.*"
    r"|(?:watch|listen|hear)\s(?:\S+\s){0,12}»"
    r"|listen\s(?:to\sthis\s(?:article|story)|now|live|again|here"
    r"|(?:on|to)\s(?:\S+\s){0,5}(?:podcast|episode|show|programme|radio(?:\s\d)?|sounds|spotify)"
    r"|on\s[^.!?,]{1,30}|\d+\smin(?:ute)?s?)?\.?|watch\s(?:now|live|again|here|the\svideo|this\svideo)\b[^.!?]{0,60}"
    r"|[^.!?«‹]{0,120}[.!?]?\s?[»›]",
    re.IGNORECASE,
)
_LINK_LIST = re.compile(
    r"(?:related|recommended|suggested|more|latest|top|popular|trending|most|you\smay)\s[^:]{3,40}",
    re.IGNORECASE,
)
_FURNITURE = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # Programme lines and clocks
        r"(?:[^\W\d][\w’'&.-]*:?\s|with\s|and\s|[-–|:]\s){0,7}[-–|]?\s?"
        r"\d{1,2}(?:[.:]\d\d)?\s?[ap]\.?m\.?\s?(?:-|–|—|to|until)\s?"
        r"\d{1,2}(?:[.:]\d\d)?\s?[ap]\.?m\.?",
        r"\d{1,2}:\d\d(?::\d\d)?(?:\s?/\s?\d{1,2}:\d\d(?::\d\d)?)?",
        # Sharing, following, subscribing
        rf"(?:{_SOCIAL}(?:\s|[,|/·•]|$)+){{1,12}}",
        r"share\s(?:this|on|via|with)\b[^.!?]{0,60}\.?|(?:tweet|email|print)\sthis\b.{0,40}",
        r"(?:(?:like|find|join)\s(?:us|me|our\s\w+)|follow\s[^.!?]{1,50}?)\s(?:on|at|via)\s"
        r"(?:\w+\s){0,3}(?:twitter|x|facebook|instagram|youtube|tiktok|threads|bluesky|linkedin"
        r"|whatsapp|telegram|google\snews|apple\snews|social\smedia)\b.*",
        r"@\w{2,30}",
        r"follow\s(?:us|@\w+)\b.{0,80}|join\s(?:the|our)\s(?:conversation|discussion|debate"
        r"|whatsapp|community|newsletter)\b.*",
        r"(?:subscribe|sign\sup|log\sin|sign\sin)\s(?:to|for|here|now|today|with|up)\b.*",
        r"(?:get|receive|want)\b.*\b(?:newsletters?|inbox|our\sapp|news\salerts?"
        r"|breaking\snews\semails?|notifications)\b.*",
        r"(?:download|get)\s(?:the|our)\s(?:[\w’'-]+\s){0,3}app\b.*",
        r"(?:have\syour\ssay|leave\sa\scomment|sound\soff|tell\sus\s(?:what\syou\sthink|your"
        r"|about\syour)|contact\sus|e-?mail\sus|send\s(?:us|your)|get\sin\stouch"
        r"|let\sus\sknow\s(?:what|in|by|your|if|via))\b.*",
        r"(?:do\syou\s(?:have|know)|got|have\syou\sgot)\s(?:a|any)\s(?:story|tip|news|stories"
        r"|information)\b.*",
        r"(?:what\sdo\syou\sthink\??\s)?(?:the\s)?conversation\s\(\d+\)",
        r"(?:view|post|show|add|hide|read|load|see)?\s?(?:all\s)?(?:\(?\d[\d,]*\)?\s)?comments?"
        r"(?:\s\(?\d[\d,]*\)?)?|comments\sare\s(?:closed|off|moderated)\b.*",
        # Captions and credits
        rf"[(\[]?{_CREDIT_LABEL}(?:\s(?:credits?|caption|source|courtesy(?:\sof)?)[:,]|:).*",
        rf".{{1,200}}[.!?]\s{{1,3}}[(\[]?(?:{_CREDIT_LABEL}|credits?)(?:\scredit)?:\s?[^.!?:]{{1,50}}",
        rf"[(\[]?{_CREDIT_LABEL}\s(?:by|courtesy\sof)\s[^.!?]{{2,60}}",
        r"[(\[]?(?:media\s(?:caption|source)\s?[,:]|(?:credit|caption|source|courtesy)\s?:).*"
        r"|photograph(?:y|ed)\sby\s[^.!?]{2,60}",
        rf"[(\[©]?\s?(?:[^.!?:]{{1,40}}\s?[/|]\s?|via\s)?{_AGENCIES}[)\]]?\.?",
        rf"[^.!?]{{1,160}}\s?[(\[](?:{_CREDIT_LABEL}:\s)?(?:[^.!?()]{{1,40}}/\s?)?{_AGENCIES}[)\]]",
        rf"[^.!?]{{1,160}}[(\[]{_CREDIT_LABEL}:\s[^.!?()]{{1,60}}[)\]]",
        r"(?:file|stock|handout|undated)\s(?:photo|picture|image|handout)\b[^.!?]{0,60}\.?",
        # Advertising, cookies, rights, navigation
        r"(?:advertisement|advert|ad|ads|sponsored(?:\s(?:content|by\b.*))?|promoted(?:\scontent)?"
        r"|paid\s(?:content|for\sby\b.*)|commercial)(?:\s(?:feature|content))?\s?[:.]?",
        r"(?:article|story|content|this\s(?:article|story))\scontinues\s(?:below|after)\b.*",
        r"(?:continue\sreading|skip\s(?:to|past|advert|ad|ads|the)\b|scroll\s(?:down|for|to)\b"
        r"|back\sto\s(?:top|home)|return\sto\s(?:homepage|the\shome)|go\sto\s(?:the\s)?homepage"
        r"|open\simage\sin|view\s(?:image|gallery|on)\b|enlarge\simage|hide\scaption).{0,80}",
        r"(?:we\suse|this\s(?:site|website|page|content)\b.*|accept(?:\sall)?|reject\sall|manage"
        r"|allow|by\s(?:using|continuing)\b.*)\s?\bcookies\b.*",
        r"cookie\s(?:policy|settings|notice|preferences|consent)|manage\spreferences|privacy\s"
        r"(?:policy|notice|settings)|terms\s(?:of\s(?:use|service)|and\sconditions|& conditions)",
        r"(?:©|\(c\)|copyright\s(?:©|\(c\)|(?:19|20)\d\d|of\b))\s?.{0,160}",
        r".{0,60}\ball\srights\sreserved\b.{0,40}",
        r"(?:this\smaterial|no\spart\sof\sthis|this\s(?:article|story|content))\s(?:may\snot|may|was"
        r"|is|has\sbeen)\s(?:not\s)?(?:be\s)?(?:published|reproduced|originally\spublished|first"
        r"\spublished|republished|supported\sby|amended|corrected|updated)\b.*",
        r".{3,120}\bcontributed\s(?:to\sthis\s(?:report|story|article)|reporting)\b.{0,40}",
        # Reading time, tags, sections
        r"(?:reading\stime\s?:?\s?)?\d{1,2}\s?-?\s?min(?:ute)?s?(?:\s(?:read|listen|watch))"
        r"|reading\stime\s?:?\s?\d{1,2}\s?min(?:ute)?s?|listen\s\(\d{1,2}\smin(?:ute)?s?\)",
        r"(?:topics?|tags?|keywords|filed\sunder|categor(?:y|ies)|sections?|posted\sin)\s?:.*"
        r"|filed\sunder\s.{1,60}|(?:explore\smore\son\sthese\stopics|topics|tags)",
        r"(?:#\w+[\s,]*){1,20}",
        r"(?:(?:home|news|uk|us|world|politics|sport|sports|business|tech|technology|science|health"
        r"|culture|entertainment|opinion|lifestyle|travel|europe|asia|africa|americas|middle\seast"
        r"|environment|climate|education|money|economy|football|local|national|international"
        r"|breaking|latest|live|exclusive|analysis|video|weather)(?:\snews)?(?:\s?[>»›|/,·]\s?"
        r"|\s|$)){1,6}",
    )
]


def classify(sentences_text: Sequence[str]) -> list[SentenceKind]:
    """Return the kind of each sentence of an article, given their texts in order.

    At least one sentence is story wherever one reads like a sentence.

    >>> [kind.value for kind in classify(["Fire in Selby", "By Ann Oke", "A barn burned down."])]
    ['headline', 'furniture', 'story']
    """
    texts = [text.strip() for text in sentences_text]
    kinds = [SentenceKind.STORY] * len(texts)
    for number, text in enumerate(texts):
        if _is_furniture(text):
            kinds[number] = SentenceKind.FURNITURE
    _mark_links(texts, kinds)
    _mark_opening(texts, kinds)
    _mark_subheadings(texts, kinds)
    _keep_a_story(texts, kinds)
    return kinds


def find_byline(text: str) -> str | None:
    """Return the names a byline gives, without "By", or nothing when it is no byline.

    >>> find_byline("By Ann Oke and Li Wei in Paris")
    'Ann Oke and Li Wei'
    """
    text = text.strip()
    if len(text) > _LINE_LIMIT or text[-1:] in _STOPS:
        return None
    found = _BYLINE.fullmatch(text) or _ROLE_LINE.fullmatch(text)
    return str(found["names"]) if found else None


def _is_furniture(text: str) -> bool:
    """Tell whether a sentence is furniture by its form alone."""
    if not any(character.isalnum() for character in text):
        return True
    if len(text) > _LINE_LIMIT:
        return False
    if find_byline(text) or is_date_line(text):
        return True
    return any(pattern.fullmatch(text) for pattern in (_LINK, _CREDIT_LINE, *_FURNITURE))


def _mark_links(texts: Sequence[str], kinds: list[SentenceKind]) -> None:
    """Mark the lines of a list of links, and what was cut from ``Read more: War? Our guide``."""
    listing = False
    for number, text in enumerate(texts):
        if kinds[number] is SentenceKind.FURNITURE:
            linking = bool(_LINK.fullmatch(text))
            listing = linking and (text[-1] in "?!:" or bool(_LINK_LIST.fullmatch(text)))
        elif listing and _lacks_stop(text):
            kinds[number] = SentenceKind.FURNITURE
        else:
            listing = False


def _lacks_stop(text: str) -> bool:
    """Tell whether a text has the form of a headline: short, whole, and no final stop."""
    bare = text.rstrip(_CLOSERS)
    return (
        bool(bare)
        and len(text) <= _HEADLINE_LIMIT
        and bare[-1] not in _STOPS
        and len(text.split()) <= _HEADLINE_WORDS
        and not text[0].islower()
        and not _LIST_ITEM.match(text)
        and _quotes_balance(text)
    )


def _quotes_balance(text: str) -> bool:
    """Tell whether every quotation that opens in a text also closes in it."""
    straight = text.count('"') + text.count("“") + text.count("”")
    return straight % 2 == 0 and text.count("“") - text.count("”") in (-1, 0, 1)


def _mark_opening(texts: Sequence[str], kinds: list[SentenceKind]) -> None:
    """Mark the headlines, and the weaker furniture, above the first sentence of the story."""
    opening = []
    for number, text in enumerate(texts):
        if kinds[number] is SentenceKind.FURNITURE:
            continue
        if not _lacks_stop(text) and not _asks_above_furniture(texts, kinds, number):
            break
        opening.append(number)
    names = [number for number in opening if _is_name_line(texts, kinds, number)]
    headlines = [number for number in opening if number not in names]
    if not headlines:
        names, headlines = [], opening
    for number in names:
        kinds[number] = SentenceKind.FURNITURE
    if len(headlines) > _OPENING_HEADLINES:
        headlines = headlines[:1]
    for number in headlines:
        kinds[number] = SentenceKind.HEADLINE


def _asks_above_furniture(texts: Sequence[str], kinds: Sequence[SentenceKind], number: int) -> bool:
    """Tell whether an opening question is a headline: a byline or date line follows it."""
    text = texts[number]
    return (
        text.rstrip(_CLOSERS)[-1:] in ("?", "!")
        and _lacks_stop(text.rstrip(_CLOSERS + "?!"))
        and kinds[number + 1 : number + 2] == [SentenceKind.FURNITURE]
    )


def _is_name_line(texts: Sequence[str], kinds: Sequence[SentenceKind], number: int) -> bool:
    """Tell whether an opening line is a bare name or place, set beside other furniture."""
    text = texts[number]
    beside = [*kinds[max(0, number - 1) : number], *kinds[number + 1 : number + 2]]
    return SentenceKind.FURNITURE in beside and (
        bool(_NAME_LINE.fullmatch(text)) or len(text.split()) == 1
    )


def _mark_subheadings(texts: Sequence[str], kinds: list[SentenceKind]) -> None:
    """Mark short lines without a stop that stand alone between sentences of the story."""
    story = [number for number, kind in enumerate(kinds) if kind is SentenceKind.STORY]
    loose = {number for number in story if not _stops(texts[number])}
    loose -= {number for number in loose if _LIST_ITEM.match(texts[number])}
    for before, number, after in zip(story, story[1:], story[2:], strict=False):
        alone = before not in loose and after not in loose
        if alone and number in loose and _is_subheading(texts[before], texts[number]):
            kinds[number] = SentenceKind.HEADLINE


def _stops(text: str) -> bool:
    return text.rstrip(_CLOSERS + " ")[-1:] in _STOPS


def _is_subheading(before: str, text: str) -> bool:
    """Tell whether a line is a sub-heading; what a colon announced is part of the story."""
    return (
        _lacks_stop(text)
        and len(text.split()) <= _SUBHEADING_WORDS
        and not _ASSERTION.match(text)
        and before.rstrip(_CLOSERS + " ")[-1:] not in ":,;"
    )


def _keep_a_story(texts: Sequence[str], kinds: list[SentenceKind]) -> None:
    """Give back as story what reads most like it, when nothing was left."""
    if SentenceKind.STORY in kinds:
        return
    candidates: list[Callable[[int], bool]] = [
        lambda number: kinds[number] is SentenceKind.HEADLINE,
        lambda number: _stops(texts[number]) and len(texts[number].split()) >= 4,
    ]
    for is_candidate in candidates:
        found = [number for number in range(len(texts)) if is_candidate(number)]
        if found:
            above = len(found) > 1 and kinds[found[0]] is SentenceKind.HEADLINE
            for number in found[above:]:
                kinds[number] = SentenceKind.STORY
            return

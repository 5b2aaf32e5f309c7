"""Words that deny and words that say the opposite of each other: closed lists, all lower case."""

from functools import lru_cache
from typing import Final

from qa.words import stem

__all__ = [
    "ASSENTS",
    "DROPPED",
    "HEDGES",
    "IRREGULAR",
    "LIMITERS",
    "NEGATORS",
    "NEGATOR_PHRASES",
    "POSSIBLE",
    "PRONOUNS",
    "QUANTITIES",
    "REFUSALS",
    "find_base",
    "find_opposite",
]

NEGATORS: Final = frozenset(
    "not never no neither nor without cannot hardly scarcely nowhere n't non".split()
)
"""Words that deny what follows them."""

PRONOUNS: Final = {
    "nobody": ("one", True),
    "none": ("one", True),
    "noone": ("one", True),
    "nothing": ("thing", True),
    **dict.fromkeys("anybody anyone everybody everyone somebody someone".split(), ("one", False)),
    **dict.fromkeys("anything everything something".split(), ("thing", False)),
}
"""Pronouns that differ by whether they deny: what they are compared as, and whether they do."""

REFUSALS: Final = frozenset(
    "fail fails failed failing refuse refuses refused refusing decline declines declined declining "
    "unable unwilling neglected neglects".split()
)
"""Words that deny the verb after them when "to" follows."""

ASSENTS: Final = frozenset(
    "agree agrees agreed agreeing manage manages managed able willing".split()
)
"""The opposite of those: "agreed to pay" beside "refused to pay"."""

DROPPED: Final = frozenset(
    """a an the be am is are was were been being have has had having do does did done doing any ever
    anymore will would can shall must should could may might with ll ve re d m s""".split()
)
"""Articles and helping verbs: two sentences may differ in them and say the same."""

POSSIBLE: Final = frozenset("may might could".split())
"""Helping verbs that say only that something is possible."""

HEDGES: Final = frozenset(
    """may might could would can possible possibly perhaps maybe likely potential potentially
    expected reportedly allegedly apparently suspected feared believed thought if appears seems
    threat risk chance alleged unclear whether probably presumed should hope hoped""".split()
)
"""Words that leave open whether something is so."""

NEGATOR_PHRASES: Final = frozenset(
    "no doubt|no matter|no wonder|no less|no fewer|no later|not least|not long".split("|")
)
"""Two words that deny nothing, although the first of them does elsewhere."""

LIMITERS: Final = frozenset("only just merely simply solely".split())
"""Words after "not" that turn it into "as well"."""

QUANTITIES: Final = {
    "few": 1,
    "some": 2,
    "several": 2,
    "many": 3,
    "most": 4,
    "all": 5,
    "every": 5,
    "each": 5,
}
"""How much of a whole a word claims."""

_OPPOSITES: Final = """
    rise raise increase grow climb soar surge expand boost growth | fall decrease decline drop
    plunge plummet slump shrink tumble dwindle reduce reduction; up upward | down downward; high
    higher highest | low lower lowest lowered; accept approve approval adopt | reject rejection
    veto; agree agreement | disagree refuse disagreement refusal; win winner | lose loser; victory
    | defeat; profit | loss; support endorse favor favour backed | oppose opposition opposed
    opponent; more | less fewer; first | last; allow permit let legal lawful legalise legalize
    authorise authorize | ban prohibit forbid bar outlaw block illegal unlawful; open reopen
    opening | close shut closure; confirm admit acknowledge confirmation | deny denial; alive
    survive living survivor | dead die death; guilty | innocent; convict conviction | acquit
    acquittal; hire appoint recruit | fire sack dismiss; true | false untrue; correct right
    accurate | incorrect wrong inaccurate; begin start launch | end finish stop cease halt; arrive
    enter | depart leave exit; buy purchase buyer | sell seller; strong stronger strengthen | weak
    weaker weaken; rich richer wealthy | poor poorer; young younger | old older; fast faster quick
    quickly rapid rapidly | slow slower slowly; early earlier | late later; hot hotter warm warmer
    | cold colder cool cooler; large larger largest big bigger biggest huge enormous | small
    smaller smallest tiny little; good better best | bad worse worst; improve improvement | worsen
    deteriorate deterioration; succeed success successful successfully | fail failure unsuccessful
    unsuccessfully; possible | impossible; likely | unlikely; able ability | unable inability; safe
    safer | dangerous unsafe; present presence | absent absence; love | hate; include inclusion |
    exclude exclusion; remember | forget; public | private; easy easier easily | difficult; happy |
    unhappy sad; north northern | south southern; east eastern | west western; above | below
    beneath; inside | outside; major majority | minor minority; add | remove; friend friendly ally
    | enemy hostile foe; optimistic optimism | pessimistic pessimism; praise applaud hail |
    criticise criticize condemn denounce; positive | negative; import | export; maximum | minimum;
    advantage | disadvantage; encourage | discourage; appear | disappear vanish; trust | distrust
    mistrust; comply obey | violate disobey; release free | detain arrest jail imprison; build
    construct | demolish destroy; impose | lift; tighten | relax loosen; widen broaden | narrow;
    advance | retreat; same identical | different; full | empty; direct directly | indirect
    indirectly; temporary temporarily | permanent permanently; voluntary voluntarily | mandatory
    compulsory; regular | irregular; deep deeper | shallow; simple | complex complicated; polite |
    impolite rude; complete completed | incomplete; satisfied | dissatisfied; like | dislike;
    appropriate proper | inappropriate improper; responsible | irresponsible; formal official |
    informal unofficial; honest | dishonest; patient | impatient; secure security | insecure
    insecurity; sufficient adequate enough | insufficient inadequate; effective | ineffective;
    expensive costly | cheap inexpensive; visible | invisible; relevant | irrelevant; stable
    stability | unstable instability; qualify qualified | disqualify disqualified; continue |
    discontinue; optional | required; maintain keep | abandon scrap; attack | defend; top | bottom;
    upper | lower; wide wider | narrower; frequent frequently often | rare rarely seldom; near |
    far distant; lengthen prolong | shorten
"""

_IRREGULAR: Final = """
    arise arose arisen; awake awoke awoken; become became; beat beaten; begin began begun; bend
    bent; bite bit bitten; bleed bled; blow blew blown; break broke broken; breed bred; bring
    brought; build built; burn burnt; buy bought; catch caught; choose chose chosen; come came;
    deal dealt; dig dug; draw drew drawn; dream dreamt; drink drank drunk; drive drove driven; eat
    ate eaten; fall fell fallen; feed fed; feel felt; fight fought; find found; flee fled; fly flew
    flown; forbid forbade forbidden; forget forgot forgotten; forgive forgave forgiven; freeze
    froze frozen; get got gotten; give gave given; go went gone; grow grew grown; hang hung; hear
    heard; hide hid hidden; hold held; keep kept; kneel knelt; know knew known; lay laid; lead led;
    learn learnt; leave left; lend lent; lie lain lying; light lit; lose lost; make made; mean
    meant; meet met; pay paid; plead pled; prove proven; ride rode ridden; ring rang rung; rise
    rose risen; run ran; say said; see saw seen; seek sought; sell sold; send sent; shake shook
    shaken; shine shone; shoot shot; show shown; shrink shrank shrunk; sing sang sung; sink sank
    sunk; sit sat; sleep slept; slide slid; speak spoke spoken; speed sped; spend spent; spin spun;
    spring sprang sprung; stand stood; steal stole stolen; stick stuck; strike struck; swear swore
    sworn; sweep swept; swim swam swum; swing swung; take took taken; teach taught; tear tore torn;
    tell told; think thought; throw threw thrown; understand understood; undergo underwent
    undergone; undertake undertook undertaken; uphold upheld; wake woke woken; wear wore worn; win
    won; wind wound; withdraw withdrew withdrawn; withhold withheld; write wrote written; overcome
    overcame; overtake overtook overtaken; oversee oversaw overseen; foresee foresaw foreseen;
    mistake mistook mistaken; outdo outdid; rebuild rebuilt; retake retook retaken; rethink
    rethought; repay repaid; strive strove striven; tread trod; weep wept; weave wove woven; sew
    sewn; sow sown; swell swollen; spit spat; spill spilt; spoil spoilt; smell smelt; lean leant;
    leap leapt; creep crept; cling clung; die dying; tie tying; fling flung; grind ground; bear
    bore borne; bind bound; withstand withstood; misunderstand misunderstood; mislead misled
"""
_MINIMUM_DENIED: Final = 6
_NO_PREFIX: Final = frozenset("der ite ity ion iqu til ive ifo".split())
_BASES: Final = {
    form: verb.split()[0] for verb in _IRREGULAR.split(";") for form in verb.split()[1:]
}
IRREGULAR: Final = frozenset(_BASES)
"""Irregular forms of verbs, such as "sank"."""


@lru_cache(maxsize=65_536)
def find_base(word: str) -> str:
    """Return the stem of a word, of an irregular verb form that of the verb.

    Example:
        >>> find_base("went"), find_base("stopped")
        ('go', 'stop')
    """
    return stem(_BASES.get(word, word))


@lru_cache(maxsize=65_536)
def find_opposite(word: str) -> tuple[str, bool]:
    """Return what a word is compared as, and whether it says the opposite of that.

    Example:
        >>> find_opposite("fell"), find_opposite("rose"), find_opposite("unclear")
        (('rise', True), ('rise', False), ('clear', True))
    """
    base = find_base(word)
    if base in _SIDES:
        return _SIDES[base]
    # What "un" is part of without denying ("under", "union") is cut alike wherever it stands.
    if word.startswith("un") and len(word) >= _MINIMUM_DENIED and word[2:5] not in _NO_PREFIX:
        return find_base(word[2:]), True
    return base, False


def _read_sides() -> dict[str, tuple[str, bool]]:
    sides: dict[str, tuple[str, bool]] = {}
    for pair in _OPPOSITES.split(";"):
        plain, opposed = pair.split("|")
        name = find_base(plain.split()[0])
        for word in plain.split():
            sides.setdefault(find_base(word), (name, False))
        for word in opposed.split():
            sides.setdefault(find_base(word), (name, True))
    return sides


_SIDES: Final = _read_sides()

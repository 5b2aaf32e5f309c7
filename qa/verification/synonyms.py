"""Words that short statements use for each other, as the news does; closed lists, lower case."""

from functools import lru_cache
from typing import Final

from qa.verification.opposites import find_base

__all__ = ["LIGHT", "MIDDLE", "VERBS", "find_keys"]

_GROUPS: Final = """
    die kill death dead; child children kid youngster; woman women; man men; wife wives; life
    lives; firefighter crew; researcher scientist academic; fire blaze flame inferno; buy
    purchase pay acquire acquisition takeover; pay cost price; near nearly almost close; combine
    merge merger combined; hurt injure wound injury; ask call request urge appeal; decide vote
    decision choose agree; delay late; company firm business; release free freed liberate; build
    construct; begin start launch open; end finish stop conclude; help aid assist support; win
    beat defeat victory; sentence jail imprison prison; sue sued court lawsuit case; rise
    increase climb grow jump; fall drop decline decrease slump plunge; rest remainder remaining;
    hire employ recruit; job post position employee staff worker; car vehicle; cop police
    officer; doctor physician medic; lawyer attorney; teacher head; plane aircraft jet airliner;
    ship vessel boat ferry; road street lane; town city village; home house; money fund cash;
    get receive gain; arrest detain custody; say tell state add announce explain note remark
    claim comment; search hunt look; allow let permit; ban forbid prohibit outlaw; destroy ruin
    wreck devastate; damage harm; leave depart quit resign go; arrive come reach; see witness
    watch; discover find; lend loan; give hand donate provide; show reveal disclose; plan intend
    propose; think believe expect; want wish seek; need require; send dispatch; use utilise;
    check inspect inspection examine examination; attack assault raid; shoot gun; storm
    hurricane cyclone typhoon; quake earthquake; flood flooding floodwater; illness disease
    sickness; sick ill unwell; hospital clinic; school academy college; pupil student; mother
    mum mom; father dad; parliament mps lawmaker; law legislation bill; election poll ballot;
    leader chief head boss; chief head; approve back endorse; reject dismiss refuse; criticise
    criticize attack condemn; evacuate leave; collapse fall; crash collide collision; strike
    hit; approximately roughly about around; large big huge; fast quick; old elderly; annual
    yearly; percent %; inhabitant resident local; trip journey voyage; game match; goal score;
    lose loss defeat; tie draw; film movie; picture painting; bridge crossing; sack fire
    dismiss; shut close; fix repair mend; rebuild reconstruct; cut reduce slash; cancel scrap;
    take last; assign name call; sell sale; warn warning; hold keep; investigate investigation
    probe inquiry; join enter; work serve; talk speak; write letter; run operate manage; own
    belong; ban prohibition; try attempt; treat treatment; fund finance pay; sign signature;
    blame cause
"""
LIGHT: Final = frozenset(
    """
    be is are was were been being has had have made got took gave went came do make get take
    go come give happen occur involve include also total overall number next every group
    couple metre meter mile kilometre kilometer foot inch year month week day hour minute old
    age aged amount time place way thing people person someone person one who such other
    another very quite still already now then there here later following due because since
    while when during per roughly exact exactly specific specifically article report accord
    statement mention describe refer both either own various certain set use carry part role
    range success result reason cause s as well like a an the of to in mr mrs ms dr miss
    regard concern about around approximately only figure
    """.split()
)
"""Words that add so little that a short statement may use them unasked."""

MIDDLE: Final = frozenset(
    """
    close open start begin end stop increase grow change move break sink burn delay collapse
    fall drop rise improve cost sell merge combine reopen shut finish expand double shrink
    spread die
    """.split()
)
"""Verbs that say the same of what suffers them: "they close it", "it closes"."""

VERBS: Final = frozenset(
    """
    say tell run own cost call ask want need plan hope expect believe think live work include
    remain stand sit lie belong contain face mean show make take give get go come see know use
    find keep hold begin start end stop open close win lose beat pay buy sell build lead leave
    meet bring send spend rise fall grow cut set put hit let shut hurt quit read bid cast
    spread split represent require allow offer seek support oppose produce employ serve
    operate earn
    """.split()
)
"""Verbs whose present or unchanged forms are read as verbs where one may stand."""


@lru_cache(maxsize=65_536)
def find_keys(word: str) -> frozenset[str]:
    """Return what a word is compared as: its base, and each group of synonyms it is of.

    Example:
        >>> sorted(find_keys("killed") & find_keys("died"))
        ['=die']
    """
    base = find_base(word)
    return frozenset((base, *_KNOWN.get(base, ())))


def _read_groups() -> dict[str, tuple[str, ...]]:
    known: dict[str, tuple[str, ...]] = {}
    for group in _GROUPS.split(";"):
        words = group.split()
        for word in words:
            base = find_base(word)
            known[base] = (*known.get(base, ()), f"={words[0]}")
    return known


_KNOWN: Final = _read_groups()

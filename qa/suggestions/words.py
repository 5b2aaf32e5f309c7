"""Words for turning a clause of news prose into a question: closed lists, all lower case."""

from typing import Final

from index.lexicon import word_set

__all__ = [
    "ADDRESSED",
    "AUXILIARIES",
    "BOUND_TO_IN",
    "CUTTING",
    "DANGLING",
    "FINITE",
    "GENERIC",
    "HEDGING",
    "INSTANTS",
    "INTRANSITIVE",
    "MONEY_VERBS",
    "OBJECT_VERBS",
    "OF_VERBS",
    "PAST",
    "PLURALS",
    "PRESENT",
    "SAYING",
    "TO_VERBS",
]

_REGULAR: Final = """
    abandon abolish accept accuse achieve acquire act adopt agree aim allow announce appeal appear
    appoint approach approve arrest arrive ask assault attack attend attract ban+ bar+ base believe
    block board bomb borrow call campaign cancel+ capture cause celebrate challenge change charge
    chase claim clash climb close collapse collect complete concede condemn confess confirm
    confront consider contact contain continue convert convict crash create criticize cross damage
    deal debate debut decide declare decline defeat defend delay deliver demand deny deploy
    describe design despatch destroy detain detect develop die disappear discover discuss dismiss
    display donate double drag+ drop+ drown earn elect eliminate emerge end endorse enjoy enter
    erupt escape establish evacuate execute expand expel+ explain explode export express extend
    face fail file fill finish fire flood follow force form found free fund gain grab+ graduate
    grant handle hang happen head help hike hire host ignite ignore impose improve include
    increase infect injure insist inspect inspire install intend interview introduce invade invent
    invest investigate invite issue jail join kick kidnap+ kill land last launch limit list live
    load lobby locate lower maintain manage march marry miss move murder name nominate obtain
    occupy offer open operate oppose order organize own pack park participate pass perform place
    plan+ play plunge pledge portray postpone praise predict prepare present preside press prevent
    produce prohibit promise promote propose protect protest prove provide publish pull purchase
    push question quit raid raise ratify reach react rebuild receive recommend record recover
    recruit reduce refuse reject release relocate remain remove rename renew reopen repair replace
    report request rescue resign resume retain retire return reveal review rob+ ruin rule sail
    score search secure seek seize sentence separate serve settle share shock sign smuggle spark
    stage start stop+ storm struggle study succeed suffer suggest sue support surrender survive
    suspect suspend target test threaten tour train transfer+ travel treat trigger try turn unveil
    urge use vanish veto violate visit volunteer vote vow+0 wait walk want warn wear welcome witness
    work wound hope need voice apply blame bury complain reply rally save skip+ slam+ step+ surface
    top+ respond experience mourn tape sparkle rule insist injure stun+ pursue rescue decline pour
    climb compare compete conclude conduct confirm contribute control crush cure damage deserve
    disclose drift echo encourage enlist enroll estimate explore flock gather head honor import
    invoke lack link match mark mention object outline overturn pocket post promote punish rank
    record redesign rename represent resist restore resolve reverse revive rock schedule score
    scrap+ shift shout slow sponsor spot+ stress stretch submit+ succeed surge survey
    tackle task thank tie total touch trace track transform trap+ trail uncover unite
    vandalize wage warn waste weigh wreck yell plead criticize welcome acknowledge admit+ claim
    assist attach award bounce campaign cheer chronicle clear cook cooperate cover dance date
    """
_IRREGULAR: Final = """
    become became, begin began, bite bit, blow blew, break broke, bring brought, build built, buy
    bought, catch caught, choose chose, come came, draw drew, drive drove, eat ate, fall fell, feed
    fed, fight fought, find found, flee fled, fly flew, forget forgot, freeze froze, get got, give
    gave, go went, grow grew, hear heard, hide hid, hold held, keep kept, know knew, lead led, lend
    lent, lose lost, make made, mean meant, meet met, pay paid, ride rode, rise rose, run ran, say
    said, see saw, sell sold, send sent, shake shook, shoot shot, show showed, sing sang, sink sank,
    sit sat, sleep slept, speak spoke, spend spent, stand stood, steal stole, strike struck, swear
    swore, swim swam, take took, teach taught, tell told, think thought, throw threw, undergo
    underwent, wear wore, win won, withdraw withdrew, write wrote, seek sought, leave left, deal
    dealt, overcome overcame, cost cost, hit hit, beat beat, set set, cut cut, put put, quit quit,
    undertake undertook, oversee oversaw, grow grew, hang hung
    """


def _read_past() -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in _REGULAR.split():
        base = entry.rstrip("+0")
        if base.endswith("e"):
            past = f"{base}d"
        elif base.endswith("y") and base[-2] not in "aeiou":
            past = f"{base[:-1]}ied"
        else:
            past = base + (base[-1] if entry.endswith("+") else "") + "ed"
        found[past] = base
    for pair in _IRREGULAR.split(","):
        base, past = pair.split()
        found[past] = base
    for wrong in "seeked quited weared dealed rebuilded stunned+ sweepeded".split():
        found.pop(wrong, None)
    return found | {"rebuilt": "rebuild", "cancelled": "cancel", "canceled": "cancel"}


PAST: Final = _read_past()
"""The plain form of each verb in the past that can be turned."""

PRESENT: Final = {
    "wants": "want",
    "plans": "plan",
    "hopes": "hope",
    "intends": "intend",
    "needs": "need",
    "believes": "believe",
    "owns": "own",
    "lives": "live",
    "faces": "face",
    "leads": "lead",
    "includes": "include",
    "remains": "remain",
    "runs": "run",
    "holds": "hold",
    "plays": "play",
    "teaches": "teach",
    "opposes": "oppose",
    "denies": "deny",
}
"""The same in the present, without those that are mostly nouns."""

AUXILIARIES: Final = word_set("is was has had will would can could should must are were have")
"""Helping verbs that stand before their subject in a question."""

FINITE: Final = AUXILIARIES | word_set("did does do may might 's 're 've says")

SAYING: Final = word_set(
    "say tell announce claim warn insist declare deny argue add confirm explain reply complain "
    "believe think know hope suggest promise vow predict report call describe ask concede confess "
    "reveal show mean feel hear suspect"
)

OBJECT_VERBS: Final = word_set(
    "announce approve propose reject launch sign create discover release unveil win lose receive "
    "buy steal seize deny offer introduce impose invent cause destroy damage endorse design build "
    "recommend ban donate dismiss accept criticize praise condemn defend welcome support oppose "
    "establish order suspend cancel open demand request publish find"
)
"""Verbs whose object is worth asking for: "What did the council approve?"."""

TO_VERBS: Final = word_set(
    "plan agree refuse decide vow pledge promise offer threaten try want hope intend decline "
    "attempt need"
)
"""Verbs before "to" and another verb: "What did the mayor promise to do?"."""

ADDRESSED: Final = word_set("urge ask order force invite allow tell")
"""The same with somebody in between: "What did the union ask the mayor to do?"."""

OF_VERBS: Final = word_set("accuse")
MONEY_VERBS: Final = word_set("cost pay spend")
INSTANTS: Final = word_set("is was will would are were")
"""Helping verbs that "When" goes with: no perfect tense."""

INTRANSITIVE: Final = word_set(
    "die resign retire arrive return begin start collapse crash explode end open happen disappear "
    "surface emerge erupt sink escape leave fall come go vanish surrender drown appear close "
    "launch compete play live work speak march vote land testify strike"
)
"""Verbs that may stand alone: "When did the mayor resign?"."""

BOUND_TO_IN: Final = word_set(
    "result participate believe interest interested involved engage engaged invest succeed part "
    "role interests confidence increase rise change decline cut drop faith suspect"
)
"""Words after which "in" tells no place."""

CUTTING: Final = word_set(
    "because while although though but when who which where whose whereas unless since until as if "
    "after before so than whether how why what despite amid whom"
)
"""Words that end a clause."""

DANGLING: Final = word_set(
    "he she it they we i you him her them us me his hers its their theirs our ours my your this "
    "that these those there here himself herself itself themselves former latter other others "
    "another also too such same so then not never no n't 's 're 've 'll 'd 'm one ones neither nor "
    "either both "
    "respectively however instead hers ourselves myself yourself each more some"
)
"""Words that mean nothing without the sentences around them, or that turn a question around."""

GENERIC: Final = word_set(
    "man men woman women boy girl group team two three four five company couple report statement "
    "move incident decision person official officials spokesman spokeswoman pair former latter "
    "first second third last next news result thing problem fact idea way case child children "
    "suspect victim victims question answer reason latest rest agency firm document others people "
    "man's year day week month time study survey letter ad site page video article story new"
)
"""Nouns that alone do not tell what is meant."""

HEDGING: Final = word_set("allegedly reportedly apparently never not hardly barely nearly almost")

PLURALS: Final = word_set("people men women children police troops fish sheep aircraft mice teeth")
"""Plurals without "s"."""

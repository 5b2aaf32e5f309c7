"""Verbs of saying and claiming: their forms, and what each must be followed by."""

from enum import IntEnum

from index.lexicon import word_set

__all__ = [
    "AUXILIARIES",
    "BE",
    "HEARSAY_PARTICIPLES",
    "INVERTING",
    "NEGATIONS",
    "NOUN_LIKE",
    "QUASI_MODALS",
    "SPEECH",
    "Form",
    "Need",
    "Verb",
]


class Form(IntEnum):
    """A form of a verb."""

    BASE = 0
    SINGULAR = 1
    PAST = 2
    PARTICIPLE = 3
    PROGRESSIVE = 4


class Need(IntEnum):
    """What must follow a verb for it to be speech."""

    NOTHING = 0
    CLAUSE = 1
    QUOTATION = 2
    AS = 3
    CALLING = 4
    CLAIM_NOUN = 5
    FOR = 6
    PRESENT_CLAUSE = 7
    IT = 8
    OUT = 9
    OF = 10


class Verb:
    """One form of one verb of saying."""

    __slots__ = ("forms", "lemma", "need")

    def __init__(self, lemma: str, need: Need) -> None:
        self.lemma = lemma
        self.need = need
        self.forms: set[Form] = set()


_BY_NEED = {
    Need.NOTHING: (
        "say tell announce claim warn insist declare deny urge accuse confirm acknowledge argue "
        "testify allege assert contend complain predict caution state reveal disclose "
        "admit stress emphasize emphasise reiterate recall explain suggest vow pledge promise "
        "criticize criticise condemn praise blame denounce tweet joke lament demand hail slam "
        "estimate boast quip opine remark comment recommend apologize apologise reply ask deplore "
        "describe lambast lambaste decry advise assure reassure express speculate counter retort "
        "swear attest intone rebut refute implore beg plead muse scoff moan gush mention"
    ),
    Need.CLAUSE: (
        "concede report note observe conclude indicate agree show signal rule confess imply hint "
        "infer write blog wonder underline underscore calculate surmise reckon stipulate find "
        "repeat continue propose threaten proclaim profess maintain"
    ),
    Need.QUOTATION: (
        "add charge respond post shout cry yell scream whisper exclaim read begin sum laugh sigh "
        "sing chant type text email go tease offer interject shrug smile snap fume thunder bellow "
        "mutter murmur rage rave enthuse reason question defend mock"
    ),
    Need.AS: "characterize characterise portray depict identify",
    Need.CALLING: "call dub brand label term",
    Need.CLAIM_NOUN: "dismiss reject",
    Need.FOR: "appeal",
    Need.PRESENT_CLAUSE: "believe think fear hope suspect",
    Need.IT: "put",
    Need.OUT: "point spell",
    Need.OF: "speak",
}
_IRREGULAR = {
    "say": ("says", "said", "said", "saying"),
    "tell": ("tells", "told", "told", "telling"),
    "write": ("writes", "wrote", "written", "writing"),
    "find": ("finds", "found", "found", "finding"),
    "show": ("shows", "showed", "shown", "showing"),
    "think": ("thinks", "thought", "thought", "thinking"),
    "put": ("puts", "put", "put", "putting"),
    "speak": ("speaks", "spoke", "spoken", "speaking"),
    "swear": ("swears", "swore", "sworn", "swearing"),
    "read": ("reads", "read", "read", "reading"),
    "begin": ("begins", "began", "begun", "beginning"),
    "sing": ("sings", "sang", "sung", "singing"),
    "go": ("goes", "went", "gone", "going"),
    "rebut": ("rebuts", "rebutted", "rebutted", "rebutting"),
    "admit": ("admits", "admitted", "admitted", "admitting"),
    "quip": ("quips", "quipped", "quipped", "quipping"),
    "beg": ("begs", "begged", "begged", "begging"),
    "slam": ("slams", "slammed", "slammed", "slamming"),
    "sum": ("sums", "summed", "summed", "summing"),
    "dub": ("dubs", "dubbed", "dubbed", "dubbing"),
    "blog": ("blogs", "blogged", "blogged", "blogging"),
    "infer": ("infers", "inferred", "inferred", "inferring"),
    "chat": ("chats", "chatted", "chatted", "chatting"),
    "snap": ("snaps", "snapped", "snapped", "snapping"),
    "shrug": ("shrugs", "shrugged", "shrugged", "shrugging"),
}


def _inflect(lemma: str) -> tuple[str, str, str, str]:
    if lemma in _IRREGULAR:
        return _IRREGULAR[lemma]
    stem, singular, past = lemma, lemma + "s", lemma + "ed"
    if lemma.endswith("e") and not lemma.endswith("ee"):
        stem, past = lemma[:-1], lemma + "d"
    elif lemma.endswith("y") and lemma[-2] not in "aeiou":
        singular, past = lemma[:-1] + "ies", lemma[:-1] + "ied"
    elif lemma.endswith(("s", "sh", "ch", "x")):
        singular = lemma + "es"
    return singular, past, past, stem + "ing"


def _build() -> dict[str, Verb]:
    table: dict[str, Verb] = {}
    for need, lemmas in _BY_NEED.items():
        for lemma in lemmas.split():
            for form, text in enumerate((lemma, *_inflect(lemma))):
                table.setdefault(text, Verb(lemma, need)).forms.add(Form(form))
    table.setdefault("labelled", Verb("label", Need.CALLING)).forms.update({Form.PAST})
    table.setdefault("signalled", Verb("signal", Need.CLAUSE)).forms.update({Form.PAST})
    return table


SPEECH = _build()
"""Every form of every verb of saying, in lower case."""

INVERTING = word_set(
    "say add explain warn write ask reply admit insist declare joke note recall announce claim "
    "argue complain observe remark tweet report state confirm quip continue agree suggest "
    "predict caution respond conclude exclaim shout cry wonder acknowledge concede lament blog "
    "post boast comment testify assert contend stress muse retort counter"
)
"""Verbs that may stand before their speaker: "said Roe"."""

BE = word_set("is are was were be been being am 's 're 'm isn't wasn't aren't weren't get got")

AUXILIARIES = BE | word_set(
    "has have had will would can could may might shall should must do does did isn't wasn't "
    "aren't weren't hasn't haven't hadn't won't wouldn't can't couldn't doesn't don't didn't "
    "cannot 'll 'd 've"
)

NEGATIONS = word_set(
    "not never no hardly hasn't haven't hadn't won't wouldn't can't couldn't doesn't don't "
    "didn't cannot isn't wasn't aren't weren't hasn’t haven’t hadn’t won’t wouldn’t can’t "
    "couldn’t doesn’t don’t didn’t isn’t wasn’t aren’t weren’t nobody none neither nor without "
    "could should must may might can"
)
"""Words that turn saying into not saying, or into a mere possibility."""

QUASI_MODALS = word_set(
    "went goes go continued continues expected quick keen likely due set hastened came rushed "
    "moved began started"
)
"""Words before "to say" that leave it a saying: "went on to say", "is expected to say"."""

HEARSAY_PARTICIPLES = (
    "said|reported|believed|thought|understood|rumou?red|alleged|feared|claimed|suspected|presumed"
)
"""Participles that report without naming anybody: "is said to", "it is believed that"."""

NOUN_LIKE = word_set(
    "claims reports calls demands states notes comments posts tweets estimates promises replies "
    "jokes stresses remarks counters texts types cries brands labels terms signals shows hints "
    "rules fears hopes suspects praise blame claim report call demand state note comment post "
    "tweet estimate promise reply joke stress remark counter text type cry brand label term "
    "signal show hint rule fear hope suspect shout pledge vow attest address"
)
"""Forms that are nouns as often as verbs."""

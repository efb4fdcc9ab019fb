"""The lists of words that names are told by, and what a single word can be."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from schemas import forces

FOLDER = Path(__file__).parent / "words"


@cache
def listed(name: str) -> frozenset[str]:
    """The words of `words/<name>.txt`: separated by blanks, lower case; a line that begins with `#` is a note."""
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def given() -> frozenset[str]:
    """Given names that are nothing else."""
    return listed("given") - ordinary() - places()


@cache
def doubtful() -> frozenset[str]:
    """Given names that are ordinary words or places as well: Mark, Grace, Jordan."""
    return listed("given") & (ordinary() | places())


@cache
def surnames() -> frozenset[str]:
    return listed("surnames")


@cache
def ordinary() -> frozenset[str]:
    return listed("ordinary")


@cache
def places() -> frozenset[str]:
    """Places, with every word in the name of a force."""
    named = " ".join(" ".join([force.name, *force.common_aliases]) for force in forces.all_forces())
    return listed("places") | frozenset(re.findall(r"[a-z]{3,}", named.casefold())) - ordinary()


TITLES = frozenset("mr mrs ms miss mx dr prof professor".split())
"""What comes before a name and nothing else."""

STYLES = frozenset(
    "sir dame lord lady baroness baron rev revd reverend father judge hhj cllr cr councillor magistrate recorder mayor advocate imam rabbi pastor canon".split()
)
"""What comes before a name, and before other words as well: Lord Chief Justice."""

RANKS = frozenset(
    """pc wpc ps wps dc wdc ds wds di dci ci dsu dch tdc tpc tps csi sc spc pcso cso psi ti acc dcc cc sgt sargent sergeant
    srgt insp inspector supt superintendent constable cons det detective officer commander commissioner cmdr ff
    firefighter""".split()
)
"""Ranks and their short forms, in the singular: what may stand before a surname or a collar number."""

ROLES = frozenset(
    """victim victims witness complainant complainants suspect nominal deceased detainee defendant claimant respondent
    appellant applicant objector prisoner inmate offender informant source patient pupil student tenant resident
    neighbour neighbours visitor passenger caller driver operative employee worker technician paramedic nurse midwife matron
    consultant doctor solicitor barrister lawyer prosecutor coach referee steward teacher porter clerk usher chair chairman chaplain
    colleague supervisor manager trainee probationer apprentice cadet volunteer lead friend associate boyfriend
    girlfriend partner fiance fiancee husband wife ex-husband ex-wife ex-partner ex-girlfriend ex-boyfriend spouse brother
    sister mother father son daughter uncle aunt cousin nephew niece grandson granddaughter mum dad stepson stepdaughter
    lover mistress barmaid barman landlord landlady journalist reporter councillor councillors""".split()
)
"""What people are called by what they do, or are to another person."""

PARTICLES = frozenset("de da di do dos du van von der den ten ter la le el al bin ibn ap ab st mc mac o' del della".split())
"""Small words inside names."""

INSTITUTIONS = frozenset(
    """street st road rd avenue ave drive crescent court terrace gardens mews square house hospital infirmary castle school academy
    college university centre center station trust foundation institute cathedral chapel hotel inn arms club
    football stadium arena airport inquiry enquiry review report act bill order regulations award awards cup trophy league
    prize wing building buildings tower farm cottage police constabulary council borough county city town village
    ltd limited plc llp inc company group associates solicitors services service partnership society association
    federation union party charity campaign appeal project scheme memorial museum library theatre estate surgery clinic
    centre's unit team prison barracks garrison lodge scholarship protocol principle law laws rule model test effect
    islands island week month protests protest matter movement foundation's channel show programme terrier""".split()
)
"""What a run of words with capitals ends in that names a place or a body after somebody, and nobody."""

STREETS = frozenset("ward lane day way hill green park hall grove place row view rise walk close bridge gate lane church cross wood".split())
"""What a place is called, and a person: after a given name and a surname it is a place."""

STANDS_ALONE = frozenset(
    """north south east west central major court ward key may march will mark head home police force staff street place
    close long best still more read rule white black day way field hand page field law stock case post price rank good""".split()
)
"""Ordinary words that are surnames too, and that stand after a rank in tables: only a sentence tells that it is a name."""

AUXILIARIES = frozenset(
    """said says told asked replied sent reported stated states wrote was is has had did saw gave felt met received
    confirmed alleged alleges complained claimed claims thought knew kept left used got admitted denied accepted resigned
    retired texted messaged posted shared blocked deleted forwarded contacted""".split()
)
"""What people do: after a given name that begins a sentence."""

SPEECH = frozenset(
    """told asked messaged texted contacted emailed e-mailed called phoned rang met dated photographed named kissed invited
    warned informed""".split()
)
"""What is done to people: before a name."""

_ENDINGS = re.compile(
    r"(?:ing|ed|tion|sion|ment|ments|ity|ness|ance|ence|ly|ous|able|ible|ship|ism|ive|ology|graphy|less|ful|ical|ial|"
    r"tions|sions|ities|ings|ies|ists|ised|ized)$"
)


def is_wordish(low: str) -> bool:
    """The word is an ordinary one: it is listed, or is built as English words are and is no name known."""
    if low in ordinary():
        return True
    known = low in surnames() or low in listed("given")
    if not known and low.endswith("s") and low[:-1] in ordinary():
        return True
    return not known and len(low) > 4 and _ENDINGS.search(low) is not None


def is_place(low: str) -> bool:
    return low in places()

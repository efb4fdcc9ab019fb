"""What the words mean: every spelling that forces write maps, and nothing that denies a dismissal becomes one."""

from __future__ import annotations

import re
import tomllib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from schemas import vocabulary

BLANK = {
    "not_stated": {"reason": "says nothing", "spellings": ["-", "n/k"]},
    "withheld": {"reason": "held back", "spellings": ["redacted"]},
}

OUTCOMES = {
    "dismissed": [
        "Dismissed", "dismissal", "DISMISSED", "Dismissed.", " Dismissed ", "Dismissed w/o notice", "Dismissed without notice",
        "Dismissal Without Notice", "Dismissed (without notice)", "Dismissed – no notice", "Dismissed with notice", "Sacked",
        "Officer dismissed", "Officer was dismissed without notice", "Case to answer - gross misconduct - dismissed",
        "Summarily dismissed", "Dismissed from the force", "Gross misconduct proven - dismissed", "Dismissed with immediate effect",
        "Gross misconduct hearing: dismissed without notice", "Dismissed without notice (2020 Regs)", "Number of officers dismissed",
        "Dismissed without notice at misconduct hearing", "Police staff dismissed", "Dismissed (staff)", "Dismissed and placed on barred list",
    ],
    "would_have_been_dismissed": [
        "Would have been dismissed", "WHBD", "Would have been dismissed (if still serving)", "Would have been dismissed if still serving",
        "Former officer - would have been dismissed", "Dismissed had they still been serving", "would have been dismissed had they not resigned",
        "Resigned - would have been dismissed", "Would’ve been dismissed", "Would of been dismissed",
    ],
    "required_to_resign": ["Required to resign", "Requirement to Resign"],
    "resigned": [
        "Resigned", "Resignation", "Resigned during investigation", "Officer resigned", "Resigned prior to hearing",
        "Resigned before misconduct hearing", "Resigned whilst under investigation", "Resigned from the force", "officer has resigned",
        "Resigned prior to outcome", "Resigned pending misconduct proceedings",
    ],
    "retired": ["Retired", "Retirement", "Officer retired", "Retired prior to misconduct hearing", "Medically retired", "Retired during investigation"],
    "left_force": ["Left force", "Left the force", "Leaver", "No longer serving", "Left the organisation", "Officer left the force"],
    "reduction_in_rank": ["Reduction in Rank", "Demoted", "Demotion", "Demotion in rank", "Reduced in rank", "Reduced to the rank of Constable"],
    "final_written_warning": [
        "FWW", "F.W.W.", "Final Warning", "final Written Warnings", "Final Written Warning 2 years", "FWW extended", "FWW (18 months)",
        "Final written\nwarning", "Extension of FWW", "Final Written Warning for 2 years", "FWW 24m", "12 month FWW", "Received a final written warning",
        "Issued with a final written warning", "Misconduct hearing – Final Written Warning", "Final Written Warning (FWW)", "Final written warning - misconduct meeting",
        "Final Written Warning valid for 18 months", "FWWs", "Officer given a final written warning", "Final-Written-Warning",
    ],
    "written_warning": [
        "WW", "Written Warning", "Written warnings", "First written warning", "Written warning - 12/18 months", "Received a written warning", "WW s 12m",
        "Written Warning 12 months", "Misconduct Meeting - Written Warning", "Case to answer - Written Warning", "1st written warning",
        "Written warning issued", "Officer received a written warning", "Superintendent's written warning", "W.W.", "Upheld - written warning",
    ],
    "verbal_warning": ["Verbal Warning", "Oral warning", "Verbal warning given"],
    "management_advice": [
        "Management Advice", "Mgmt Advice", "Man Advice", "Management Adv.", "Formal management advice", "Management advice given", "Received management advice",
        "Misconduct - Management Advice", "Mgt. advice",
    ],
    "management_action": ["Management Action", "Mgmt action", "Informal action", "Management actions", "Dealt with by management action", "Management action taken", "Local management action"],
    "words_of_advice": ["Words of advice", "WOA", "Words of advice (WOA)", "Given words of advice", "Advice given", "Advice", "Verbal advice", "Words of Advice from supervisor", "Officer given advice"],
    "improvement_action": ["Improvement Action", "Improvement actions"],
    "reflective_practice": [
        "RPRP", "Reflective Practice", "Reflective Practice Review Process", "Dealt with by way of reflective practice", "RPR", "PRI", "Practice Requiring Improvement",
        "Reflection", "Learning by reflection", "Refer to RPRP", "Referred to RPRP", "Reflective Practice (RPRP)", "Reflective Practice (2020 Regs)", "Reflective Practice Review Process (RPRP)",
    ],
    "performance_process": ["UPP", "UPAP", "UAP", "Stage 1 UPP", "UPP Stage 2", "Performance Regs", "Unsatisfactory Performance Procedures"],
    "other_informal": ["Training", "Debrief", "Other action", "Apology", "Local resolution", "Learning", "Organisational learning", "Service recovery", "Training & development"],
    "misconduct_no_sanction": ["Misconduct - NFA", "Proven no sanction", "Misconduct - no further action", "Misconduct proven, no action", "Misconduct found but no further action"],
    "no_further_action": ["NFA", "N.F.A.", "No Further Action", "No action", "No action required", "Nil", "None", "No further action taken", "NFA (No Further Action)", "N/F/A"],
    "no_case_to_answer": ["NCTA", "No Case to Answer", "NCA", "No misconduct", "Not upheld", "Unsubstantiated", "No case to answer (NCTA)", "Allegation not upheld", "Case not to answer"],
    "not_proven": ["Not Proven", "Not found", "Misconduct not proven", "Gross Misconduct Not Proven", "Case not proven"],
    "withdrawn": ["Withdrawn", "Discontinued", "Complaint withdrawn", "Case discontinued"],
    "criminal_proceedings": ["Charged", "Convicted", "Caution", "Criminal conviction", "Criminal proceedings"],
    "ongoing": ["Live", "Ongoing", "On-going", "Pending", "Under investigation", "Sub judice", "Awaiting hearing", "TBC", "Not finalised", "Awaiting misconduct hearing", "Investigation ongoing", "Still ongoing", "Not yet determined"],
    "not_stated": ["-", "–", "N/K", "Not recorded", "Unknown", "Not known", "(blank)", "No outcome recorded", "Outcome not stated"],
    "withheld": ["[REDACTED]", "Withheld", "Redacted", "Exempt s.40(2)", "█████"],
}  # fmt: skip

AMBIGUOUS_OUTCOMES = {
    "not_stated": [
        "Dismissed at hearing", "Case dismissed", "Allegation dismissed", "Complaint dismissed", "Dismissed at misconduct hearing", "Hearing - dismissed",
        "Misconduct hearing: dismissed", "Dismissed by panel", "Allegations were dismissed", "Warning", "Warned", "Misconduct", "Gross misconduct", "Proven",
        "Upheld", "Substantiated", "Case to answer", "Not proven dismissed", "Misconduct hearing", "Finalised", "N/A", "Disciplinary action", "Gross misconduct - dismissed",
    ],
    "management_advice": ["MA", "M/A", "Superintendent's advice"],
    "left_force": ["Retired/Resigned", "Resigned / Retired", "Contract terminated", "Discharged", "Regulation 13", "Deceased", "Transferred to another force"],
    "would_have_been_dismissed": ["Former officer dismissed", "Former officer - dismissed"],
    "required_to_resign": ["Asked to resign"],
    "ongoing": ["Referred to IOPC", "Suspended"],
    None: ["Fine", "Reprimand", "Reduction in pay"],
}  # fmt: skip

NOT_DISMISSED = [
    "not dismissed", "no dismissal", "Officer not dismissed", "Dismissal not upheld", "dismissal overturned", "Dismissal overturned on appeal", "Dismissed, overturned on appeal",
    "dismissed - overturned", "Dismissed (overturned)", "dismissed but reinstated", "Dismissed, reinstated", "Dismissal quashed", "dismissal rescinded", "would have been dismissed", "Would be dismissed",
    "recommended for dismissal", "Recommendation: dismissal", "dismissal recommended", "dismissal considered", "could be dismissed", "may be dismissed", "at risk of dismissal", "should be dismissed",
    "to be dismissed", "will be dismissed", "facing dismissal", "dismissed?", "Dismissed*", "Dismissed (subject to appeal)", "Dismissed pending appeal", "Dismissed - appeal pending", "dismissal appealed", "Appealed dismissal",
    "appealed", "Appeal against dismissal upheld", "Appeal dismissed", "case dismissed", "Case was dismissed", "allegation dismissed", "Complaint dismissed", "charges dismissed", "matter dismissed", "proceedings dismissed",
    "dismissed at hearing", "Dismissed at misconduct hearing", "Dismissed at gross misconduct hearing", "dismissed following a hearing", "dismissed by the panel", "hearing dismissed", "Misconduct hearing - dismissed",
    "Dismissed, NFA", "NFA / dismissed", "Dismissed / no case to answer", "not proven, dismissed", "2 dismissed, overturned on appeal", "Dismissed / moved to another case", "Not proven - dismissed", "withdrawn / dismissed", "dismissed; withdrawn", "Dismissed as vexatious", "Dismissed as unfounded",
    "Dismissed / Resigned", "Resigned or dismissed", "dismissed or would have been dismissed", "Dismissed/would have been dismissed", "Dismissed - pending", "Dismissed / ongoing", "dismissed + retired",
    "never dismissed", "nobody dismissed", "No officers dismissed", "No officers were dismissed", "none dismissed", "0 dismissed officers of 5", "neither dismissed nor warned", "wasn't dismissed", "was not dismissed",
    "Not Dismissed", "non-dismissal", "undismissed", "dismissal avoided", "resigned to avoid dismissal", "FWW instead of dismissal", "FWW in lieu of dismissal", "dismissal reduced to FWW", "Dismissal substituted with FWW",
    "FWW (dismissal overturned)", "dismissal stage not reached", "dismissed from hospital", "dismissed case", "Former officer dismissed", "ex-officer dismissed", "dis missed", "dismssed", "misdismissed", "Dismissed 12 months",
    "officer dismissed the complaint", "dismissed the allegation", "PC Smith dismissed", "dismissed 3", "Dismissed under UPP overturned", "Dismissed (Regulation 13)", "Dismissed, unknown", "Charged / dismissed", "Charges dismissed, NFA",
]  # fmt: skip


def outcome() -> vocabulary.Vocabulary:
    return vocabulary.load("outcome")


def labelled(table: dict) -> list[tuple]:
    return [(code, raw) for code, spellings in table.items() for raw in spellings]


@pytest.mark.parametrize(("code", "raw"), labelled(OUTCOMES))
def test_outcome_is_mapped(code, raw):
    match = outcome().lookup(raw)
    assert (match.status, match.code, match.raw) == ("mapped", code, raw)
    assert [(part.number, part.match.code) for part in outcome().split(raw)] == [(None, code)]


def test_every_outcome_has_labelled_spellings():
    assert set(OUTCOMES) == set(outcome().codes)
    assert len(labelled(OUTCOMES)) >= 200


@pytest.mark.parametrize(("code", "raw"), labelled(AMBIGUOUS_OUTCOMES))
def test_outcome_is_ambiguous(code, raw):
    match = outcome().lookup(raw)
    assert (match.status, match.code) == ("ambiguous", code)
    assert match.note


@pytest.mark.parametrize("raw", NOT_DISMISSED)
def test_what_denies_a_dismissal_is_none(raw):
    """Neither looked up nor split does it give a plain `dismissed`."""
    assert (outcome().lookup(raw).status, outcome().lookup(raw).code) != ("mapped", "dismissed")
    assert ("mapped", "dismissed") not in [(part.match.status, part.match.code) for part in outcome().split(raw)]


@pytest.mark.parametrize(
    "raw", ["FWW overturned", "FWW not upheld", "no FWW", "not a written warning", "WW rescinded", "FWW reduced to WW", "FWW on appeal",
            "considered for a written warning", "Recommended WW", "no management advice", "no words of advice given", "RPRP declined", "not resigned", "resignation not accepted",
            "resignation withdrawn", "no reflective practice", "would have received a FWW", "not NFA", "case to answer?", "not withdrawn", "WW?", "FWW quashed", "not charged", "never convicted"],
)  # fmt: skip
def test_a_negation_is_never_lost(raw):
    assert outcome().lookup(raw).status == "unknown"


NEGATIONS = ["not", "no", "never", "without", "would have", "could have", "almost", "nearly", "overturned", "quashed", "rescinded", "recommended", "unless", "if", "avoided", "appeal", "pending appeal", "former"]  # fmt: skip


@given(
    st.sampled_from(NEGATIONS),
    st.sampled_from(["dismissed", "dismissed without notice", "dismissal", "fww", "written warning"]),
    st.booleans(),
)
def test_a_denying_word_at_either_end_is_no_mapped_sanction(word, sanction, first):
    raw = f"{word} {sanction}" if first else f"{sanction} {word}"
    match = outcome().lookup(raw)
    sanctions = {"dismissed", "final_written_warning", "written_warning"}
    assert not (match.status == "mapped" and match.code in sanctions), match


SANCTIONS = [s for code in ("dismissed", "final_written_warning", "written_warning") for s in outcome().spellings(code)]


@given(st.sampled_from(SANCTIONS), st.sampled_from(["not", "never", "nearly", "overturned", "appealed", "almost", "considered", "hardly"]), st.integers(0, 9))  # fmt: skip
def test_a_denying_word_anywhere_is_no_mapped_sanction(spelling, word, at):
    words = spelling.split()
    words.insert(min(at, len(words)), word)
    assert outcome().lookup(" ".join(words)).status != "mapped"


@given(st.sampled_from(NEGATIONS))
def test_no_qualifier_takes_a_denying_word_off(word):
    """Read from the data: a qualifier that held one of these words would turn a denial into its opposite."""
    data = tomllib.loads((vocabulary.FOLDER / "outcome.toml").read_text(encoding="utf-8"))
    for qualifier in data["qualifier"]:
        if qualifier.get("codes") and "dismissed" not in qualifier["codes"]:
            continue  # "former officer" before "would have been dismissed" denies nothing
        for pattern in qualifier["texts"]:
            assert not any(re.search(rf"\b{word}\b", text) for text in vocabulary.expand(pattern)), (word, pattern)


RANKS = {
    "pc": ["PC", "Constable", "Con", "TDC", "DC", "Police Constable", "P.C.", "PC (student)", "Temp DC", "T/DC", "PCs", "Det Con", "Student Officer"],
    "sergeant": ["PS", "SGT", "Sgt.", "DS", "Det. Sgt.", "T/PS", "A/Sgt", "Acting Sergeant", "Temp PS", "T/DS", "Sergeants", "Detective Sergeant", "(T) DS"],
    "inspector": ["Insp", "DI", "Inspector", "A/Insp", "T/DI", "Det Insp", "Temporary Inspector", "Police Inspector"],
    "chief_inspector": ["CI", "Ch. Insp", "DCI", "C/Insp", "Chief Inspector", "T/DCI", "T/Ch Insp"],
    "superintendent": ["Supt", "Det Supt", "D/Supt", "Superintendent", "T/Supt"],
    "chief_superintendent": ["C/Supt", "Ch Supt", "Chief Superintendent", "Det Ch Supt"],
    "chief_officer": ["ACC", "DCC", "CC", "Commander", "T/ACC", "Assistant Chief Constable", "Chief Officer"],
    "special_constable": ["SC", "SPC", "Special Constable", "Special Sergeant", "S/Con"],
    "pcso": ["PCSO", "PCSOs", "Police Community Support Officer"],
    "staff": ["Staff", "Police staff", "Member of Staff", "Police Staff member", "Detention Officer"],
    "inspector_or_above": ["Inspector or above", "Inspector +", "Inspector+", "Insp and above", "Inspector & above"],
    "unknown": ["Unknown", "-", "N/K", "Police officer", "[REDACTED]"],
}  # fmt: skip

CHANNELS = {
    "whatsapp": ["WhatsApp", "Whatsapp", "What's App", "Whats App", "WA", "WhatsApp group", "via WhatsApp", "WhatsApp messages"],
    "text_message": ["Text", "SMS", "iMessage", "Text message", "Text Messages", "Texts"],
    "facebook": ["Facebook", "FB", "Messenger", "Facebook Messenger", "Social media - Facebook", "social media (Facebook)", "Facebook post"],
    "instagram": ["Instagram", "Insta", "IG"],
    "snapchat": ["Snapchat", "Snap chat"],
    "twitter": ["Twitter", "X", "Twitter/X", "X (formerly Twitter)", "Tweet"],
    "tiktok": ["TikTok", "Tik tok", "Tik-Tok"],
    "telegram": ["Telegram"],
    "signal": ["Signal"],
    "youtube": ["YouTube", "You Tube"],
    "linkedin": ["LinkedIn", "Linked In"],
    "dating_app": ["Tinder", "Grindr", "Bumble", "Dating app", "Dating site"],
    "onlyfans": ["OnlyFans", "Only Fans"],
    "email": ["Email", "E-mail", "emails"],
    "social_media": ["Social media", "Social Media (unspecified)", "Social networking site", "Social media post"],
    "other": ["Other", "Reddit", "Microsoft Teams", "Phone call"],
}  # fmt: skip

OTHERS = [
    ("person_type", "officer", ["Police Officer", "Officer", "Officers"]),
    ("person_type", "special", ["Special", "Special Constabulary", "Specials"]),
    ("person_type", "pcso", ["PCSO"]),
    ("person_type", "staff", ["Police Staff", "Staff", "Civilian"]),
    ("person_type", "unknown", ["Not known", "-"]),
    ("severity", "misconduct", ["Misconduct", "Case to answer - misconduct"]),
    ("severity", "gross_misconduct", ["Gross Misconduct", "GM", "Gross mis-conduct", "Case to answer – gross misconduct"]),
    ("severity", "none", ["No misconduct", "PRI", "Practice requiring improvement", "Neither", "No case to answer"]),
    ("severity", "unknown", ["Unknown", "Not assessed", "Live"]),
    ("process", "hearing", ["Misconduct Hearing", "Hearing", "Gross Misconduct Hearing"]),
    ("process", "accelerated_hearing", ["Accelerated hearing", "Special Case Hearing", "Accelerated Misconduct Hearing", "Fast track hearing"]),
    ("process", "meeting", ["Misconduct Meeting", "Meeting"]),
    ("process", "rprp", ["RPRP", "Reflective Practice"]),
    ("process", "none", ["No proceedings", "None", "No misconduct proceedings"]),
    ("process", "unknown", ["Not recorded", "TBC"]),
    ("conduct", "racism", ["Racism", "Racist comments", "Racist", "Discriminatory behaviour - race", "Sharing racist memes"]),
    ("conduct", "sexual_harassment", ["Sexual harassment", "Sexualised messages", "Sexually inappropriate messages", "Sending sexualised messages to colleagues"]),
    ("conduct", "pornography", ["Pornography", "Indecent images", "Sexually explicit photographs", "Sent explicit images"]),
    ("conduct", "abuse_of_position", ["APSP", "Abuse of position for a sexual purpose", "Abuse of position"]),
    ("conduct", "sexism", ["Sexism", "Misogynistic comments"]),
    ("conduct", "homophobia", ["Homophobic language", "Homophobia"]),
    ("conduct", "other_discrimination", ["Discrimination", "Discriminatory behaviour", "Transphobic"]),
    ("conduct", "harassment", ["Harassment", "Stalking", "Unwanted contact"]),
    ("conduct", "offensive_content", ["Offensive messages", "Inappropriate comments", "Grossly offensive"]),
    ("conduct", "information_disclosure", ["Improper disclosure of information", "Data breach", "Confidentiality"]),
    ("conduct", "political", ["Political comments", "Political"]),
    ("conduct", "other", ["Other"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "code", "raw"),
    [("rank", code, raw) for code, raw in labelled(RANKS)]
    + [("channel", code, raw) for code, raw in labelled(CHANNELS)]
    + [(name, code, raw) for name, code, spellings in OTHERS for raw in spellings],
)
def test_other_vocabularies_map(name, code, raw):
    match = vocabulary.load(name).lookup(raw)
    assert (match.status, match.code) == ("mapped", code)


@pytest.mark.parametrize(
    ("name", "raw"),
    [("rank", "PC 1234"), ("rank", "Inspector Smith"), ("rank", "not a PC"), ("rank", "PC or PS"), ("channel", "not WhatsApp"), ("channel", "WhatsApp?"),
     ("channel", "Facebookish"), ("severity", "not gross misconduct"), ("severity", "misconduct or gross misconduct"), ("process", "no hearing yet, meeting"),
     ("process", "hearing cancelled"), ("person_type", "not an officer"), ("person_type", "Officer Smith"), ("conduct", "not racist"), ("severity", "gross misconduct not proven"),
     ("severity", "downgraded from gross misconduct")],
)  # fmt: skip
def test_other_vocabularies_do_not_guess(name, raw):
    assert vocabulary.load(name).lookup(raw).status == "unknown"


CONTRACT = {
    "rank": "pc sergeant inspector chief_inspector superintendent chief_superintendent chief_officer special_constable pcso staff inspector_or_above unknown",
    "person_type": "officer special pcso staff unknown",
    "severity": "misconduct gross_misconduct none unknown",
    "process": "hearing accelerated_hearing meeting rprp none unknown",
    "channel": "whatsapp text_message facebook instagram snapchat twitter tiktok telegram signal youtube linkedin dating_app onlyfans email social_media other",
    "conduct": "sexual_harassment abuse_of_position pornography racism sexism homophobia other_discrimination harassment offensive_content information_disclosure political other",
}
OUTCOME_GROUPS = {
    "dismissal": "dismissed required_to_resign",
    "dismissal_former": "would_have_been_dismissed",
    "left": "resigned retired left_force",
    "formal": "reduction_in_rank final_written_warning written_warning verbal_warning management_advice",
    "informal": "management_action words_of_advice improvement_action reflective_practice performance_process other_informal",
    "no_action": "misconduct_no_sanction no_further_action no_case_to_answer not_proven withdrawn",
    "criminal": "criminal_proceedings",
    "pending": "ongoing",
    "unknown": "not_stated withheld",
}


@pytest.mark.parametrize("name", CONTRACT)
def test_codes_are_the_contracts(name):
    assert set(vocabulary.load(name).codes) == set(CONTRACT[name].split())


def test_outcome_groups_are_the_contracts():
    assert {c: outcome().group(c) for c in outcome().codes} == {
        c: g for g, cs in OUTCOME_GROUPS.items() for c in cs.split()
    }


def test_every_code_has_a_label():
    for name in vocabulary.NAMES:
        loaded = vocabulary.load(name)
        assert all(loaded.label(code) for code in loaded.codes)
    with pytest.raises(KeyError):
        outcome().group("fired")


# Splitting


def parts(raw: str, name: str = "outcome") -> list[tuple]:
    return [(part.number, part.match.code) for part in vocabulary.load(name).split(raw)]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("FWW / RPRP", [(None, "final_written_warning"), (None, "reflective_practice")]),
        ("FWW/RPRP", [(None, "final_written_warning"), (None, "reflective_practice")]),
        ("2 x WW, 1 x MA", [(2, "written_warning"), (1, "management_advice")]),
        ("2x WW", [(2, "written_warning")]),
        ("2 X WW", [(2, "written_warning")]),
        ("2 × WW", [(2, "written_warning")]),
        ("x2 WW", [(2, "written_warning")]),
        ("WW x 2", [(2, "written_warning")]),
        ("WW x2", [(2, "written_warning")]),
        ("WW (2)", [(2, "written_warning")]),
        ("3 - WW", [(3, "written_warning")]),
        ("2 WW; 1 FWW", [(2, "written_warning"), (1, "final_written_warning")]),
        ("1 x 12 month FWW", [(1, "final_written_warning")]),
        ("12 x WW", [(12, "written_warning")]),
        ("2 officers: WW", [(2, "written_warning")]),
        ("WW and MA", [(None, "written_warning"), (None, "management_advice")]),
        ("WW AND RPRP", [(None, "written_warning"), (None, "reflective_practice")]),
        ("WW & RPRP", [(None, "written_warning"), (None, "reflective_practice")]),
        ("WW + RPRP", [(None, "written_warning"), (None, "reflective_practice")]),
        ("WW\nRPRP", [(None, "written_warning"), (None, "reflective_practice")]),
        ("WW, RPRP, and NFA", [(None, "written_warning"), (None, "reflective_practice"), (None, "no_further_action")]),
        ("NCTA - RPRP", [(None, "no_case_to_answer"), (None, "reflective_practice")]),
        ("No case to answer / NFA", [(None, "no_case_to_answer"), (None, "no_further_action")]),
        ("Dismissed w/o notice", [(None, "dismissed")]),
        ("Dismissed w/o notice / WW", [(None, "dismissed"), (None, "written_warning")]),
        ("WW, Dismissed w/o notice", [(None, "written_warning"), (None, "dismissed")]),
        ("1 dismissed, 1 moved elsewhere", [(1, "dismissed"), (None, None)]),
        ("1 dismissed, 1 NFA", [(1, "dismissed"), (1, "no_further_action")]),
        ("Advice and guidance", [(None, "words_of_advice")]),
        ("Advice and guidance and training", [(None, "words_of_advice"), (None, "other_informal")]),
        ("Final Written Warning", [(None, "final_written_warning")]),
        ("", []),
        ("  \n", []),
    ],
)  # fmt: skip
def test_split(raw, expected):
    assert parts(raw) == expected


@pytest.mark.parametrize(
    "raw",
    ["Two officers received a written warning and one resigned from duty", "12 WW", "WW (18)", "24 FWW", "Smith / Jones", "Something else entirely", "5-Dismissed", "WW 2019", "2019 - WW?", "FWW (2019)", "2021 WW"],
)  # fmt: skip
def test_what_nobody_knows_is_one_unknown_part(raw):
    made = outcome().split(raw)
    assert [(part.raw, part.number, part.match.status) for part in made] == [(raw, None, "unknown")]


def test_a_year_is_no_number_of_officers():
    assert parts("2019 - WW") == [(None, None), (None, "written_warning")]


def test_known_parts_come_back_beside_unknown_ones():
    made = outcome().split("WW, moved to another team, FWW")
    assert [(part.raw, part.match.code) for part in made] == [
        ("WW", "written_warning"), ("moved to another team", None), ("FWW", "final_written_warning"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "raw",
    ["Dismissed, NFA", "Dismissed / Resigned", "withdrawn; dismissed", "Not proven / dismissed", "Dismissed / ongoing"],
)
def test_a_contradicted_dismissal_is_ambiguous(raw):
    matches = [part.match for part in outcome().split(raw)] or [outcome().lookup(raw)]
    assert any(match.status == "ambiguous" and match.code == "not_stated" for match in matches)


def test_ranks_with_plus_and_of_several_officers():
    assert parts("Inspector +", "rank") == [(None, "inspector_or_above")]
    assert parts("PC + PS", "rank") == [(None, "pc"), (None, "sergeant")]
    assert parts("3 x PC", "rank") == [(3, "pc")]
    assert parts("2 PCs & 1 PS", "rank") == [(2, "pc"), (1, "sergeant")]


def test_several_platforms():
    assert parts("Facebook, What's App and text", "channel") == [
        (None, "facebook"),
        (None, "whatsapp"),
        (None, "text_message"),
    ]
    assert parts("Twitter/X", "channel") == [(None, "twitter")]


@given(st.lists(st.sampled_from(["FWW", "WW", "RPRP", "NFA", "Management action", "Words of advice", "Withdrawn"]), min_size=1, max_size=6), st.sampled_from([" / ", "; ", ", ", " and ", " & ", "\n", " + "]))  # fmt: skip
def test_joined_outcomes_split_into_themselves(values, separator):
    """Whatever known outcomes a force joins, the same come back, in order, none lost and none made up."""
    assert [part.match.code for part in outcome().split(separator.join(values))] == [
        outcome().lookup(v).code for v in values
    ]


@given(st.text(max_size=60))
@example("a,,b")
@example(" ; / ")
@example("2 x ")
def test_splitting_anything_loses_no_letter(raw):
    """Every letter and digit of the value is in one of its parts: nothing is dropped without a word."""
    kept = " ".join(part.raw for part in outcome().split(raw))
    printed, kept = (re.sub(r"\b(?:and|plus)\b|[\W_]", "", text, flags=re.IGNORECASE) for text in (raw, kept))
    assert kept == printed


# Normalising


@given(st.text(max_size=80))
@example("A.B.c. d")
@example("ﬁnal ‑ written…")
@example("1.5")
@example("--")
@example("a._b")
def test_normalising_twice_changes_nothing(text):
    once = vocabulary.normalise(text)
    assert vocabulary.normalise(once) == once


@given(
    st.sampled_from([s for name in ("outcome", "rank", "channel") for s in vocabulary.load(name).spellings()]),
    st.data(),
)
def test_case_space_and_dashes_do_not_matter(spelling, data):
    shout = data.draw(st.sampled_from([str.upper, str.title, str.lower]))
    spaces = data.draw(st.sampled_from([" ", "  ", "\n", "\u00a0", " \u2011 "]))
    # A dash alone is a spelling of its own, and upper case of one-letter words may look like initials.
    assert vocabulary.normalise(shout(spelling).replace(" ", spaces)) == spelling


@pytest.mark.parametrize(
    ("raw", "expected"),
    [("Final‑Written – Warning", "final written warning"), ("F.W.W.", "fww"), ("What’s App", "whats app"), ("D & C", "d and c"), ("D&C", "d and c"), ("ﬁnal", "final"),
     ("  a \n b ", "a b"), ("“x”", "x"), ("soft\u00adhyphen", "softhyphen"), ("W / O", "w/o"), ("–", "-"), ("Dismissed?", "dismissed?"), ("(blank)", "blank"), ("", ""),
     ("FWW*", "fww*"), ("<5", "<5"), ("Insp+", "insp +")],
)  # fmt: skip
def test_normalise(raw, expected):
    assert vocabulary.normalise(raw) == expected


def test_expand_gives_each_alternative():
    assert vocabulary.expand("(a|b|) written warning(s|)") == [
        "a written warnings", "a written warning", "b written warnings", "b written warning", "written warnings", "written warning",
    ]  # fmt: skip


# Mentions and shares


@pytest.mark.parametrize(
    ("text", "channels", "conduct"),
    [
        ("Sent sexual images to a colleague via WhatsApp", ["whatsapp"], ["pornography"]),
        (
            "Posted a racist comment on Facebook, and harassed a colleague by text message.",
            ["facebook", "text_message"],
            ["racism", "harassment"],
        ),
        ("Sexual harassment of a female colleague on Snap chat", ["snapchat"], ["sexual_harassment"]),
        ("Group chat (WhatsApp) included homophobic and misogynistic memes", ["whatsapp"], ["homophobia", "sexism"]),
        ("WhatsApp/Facebook", ["whatsapp", "facebook"], []),
        ("Images shared using Signal and then on TikTok", ["signal", "tiktok"], []),
        ("text\nmessages", ["text_message"], []),
        # None of these is a platform or a kind of conduct.
        ("Officer X failed to stop at a traffic signal", [], []),
        ("The text of the message. Message received by WA Smith", [], []),
        ("in the text. Messages were seen", [], []),
        ("E-mail: foi@example.police.uk, Instagrammer", [], []),
        ("The officer resigned and his MA degree is political science", [], []),
        ("", [], []),
    ],
)
def test_mentions(text, channels, conduct):
    assert vocabulary.load("channel").mentions(text) == channels
    assert vocabulary.load("conduct").mentions(text) == conduct


def test_short_spellings_are_looked_up_but_never_mentioned():
    channel = vocabulary.load("channel")
    for short in ("X", "WA", "IG", "FB", "text", "email", "signal"):
        assert channel.lookup(short).status == "mapped"
        assert channel.mentions(f"it says {short} here") == []


def test_share_tells_an_outcome_column():
    assert outcome().share(["FWW", "2 x WW, 1 x NFA", "Dismissed at hearing", "-", "", None, "[REDACTED]"]) == 1.0
    assert outcome().share(["FWW", "Smith"]) == 0.5
    assert outcome().share(["-", "", None, "N/K"]) == 0.0
    assert outcome().share([]) == 0.0
    assert vocabulary.load("rank").share(["PC", "PS", "T/DS"]) == 1.0
    assert vocabulary.load("rank").share(["FWW", "NFA"]) == 0.0
    assert outcome().share(["12", "7", "2019"]) == 0.0


def test_blank_cells_are_unknown_and_blank_words_are_ignored_where_no_code_fits():
    assert outcome().lookup("").status == "unknown"
    match = vocabulary.load("channel").lookup("N/K")
    assert (match.status, match.code) == ("ignored", None)
    assert match.note


# The files


def made(**data) -> vocabulary.Vocabulary:
    return vocabulary.Vocabulary("made", data, BLANK)


def test_a_spelling_twice_names_both_codes():
    one = {"code": "one", "label": "One", "spellings": ["First-Thing"]}
    two = {"code": "two", "label": "Two", "spellings": ["(first|other) thing"]}
    with pytest.raises(vocabulary.VocabularyError, match=r'made\.toml.*"first thing".*\bone\b.*\btwo\b'):
        made(code=[one, two])
    with pytest.raises(vocabulary.VocabularyError, match=r"one.*ambiguous"):
        made(code=[one], ambiguous=[{"spellings": ["FIRST THING"], "note": "unclear"}])
    with pytest.raises(vocabulary.VocabularyError, match="stands twice"):
        made(code=[{"code": "one", "label": "One", "spellings": ["N/K"]}], blank={"not_stated": "one"})


def test_a_file_is_checked():
    with pytest.raises(vocabulary.VocabularyError, match="listed twice"):
        made(code=[{"code": "one", "label": "One"}, {"code": "one", "label": "One"}])
    with pytest.raises(vocabulary.VocabularyError, match="which is not in the file"):
        made(code=[{"code": "one", "label": "One"}], ambiguous=[{"spellings": ["a"], "note": "b", "code": "two"}])
    with pytest.raises(vocabulary.VocabularyError, match="brackets"):
        made(code=[{"code": "one", "label": "One", "spellings": ["a (b (c|d))"]}])
    with pytest.raises(KeyError, match="outcome"):
        vocabulary.load("outcomes")


def test_a_qualifier_holds_only_for_its_codes_and_never_for_what_it_excepts():
    made_up = made(
        code=[
            {"code": "one", "label": "One", "spellings": ["warning"]},
            {"code": "two", "label": "Two", "spellings": ["left"]},
        ],
        qualifier=[
            {"at": "end", "texts": ["# months"], "codes": ["one"]},
            {"at": "start", "texts": ["a"], "unless": ["left"]},
        ],
    )
    assert made_up.lookup("Warning 12 months").code == "one"
    assert made_up.lookup("a warning, 12 months").code == "one"
    assert made_up.lookup("Left 12 months").status == "unknown"
    assert made_up.lookup("a left").status == "unknown"
    assert made_up.lookup("12 months").status == "unknown"
    assert made_up.lookup("warning 12 months later").status == "unknown"


def test_ignored_spellings_give_their_reason():
    made_up = made(
        code=[{"code": "one", "label": "One"}], ignored=[{"spellings": ["see above"], "reason": "refers elsewhere"}]
    )
    assert made_up.lookup("See above") == vocabulary.Match(None, "ignored", "See above", "refers elsewhere")


def test_every_listed_spelling_is_found_again():
    for name in vocabulary.NAMES:
        loaded = vocabulary.load(name)
        for spelling in loaded.spellings():
            assert loaded.lookup(spelling).status != "unknown", (name, spelling)


def test_fingerprint_is_a_sha256_and_stable():
    assert re.fullmatch(r"[0-9a-f]{64}", vocabulary.fingerprint())
    first = vocabulary.fingerprint()
    vocabulary.fingerprint.cache_clear()
    assert vocabulary.fingerprint() == first


@pytest.mark.parametrize(
    ("name", "broken", "code"),
    [
        ("severity", "Gross miscond uct", "gross_misconduct"),
        ("outcome", "Resigne d", "resigned"),
        ("channel", "LinkedI n", "linkedin"),
        ("rank", "Constabl e", "pc"),
        ("outcome", "dis missed", None),
    ],
)
def test_a_word_that_a_narrow_cell_broke_is_known_where_the_break_leaves_no_word(name, broken, code):
    assert vocabulary.load(name).lookup(broken).code == code


def test_numbers_in_a_row_without_signs_between_are_parts():
    parts = vocabulary.load("outcome").split("1 x Dismissal 1 x FWW 2 x NFA")
    assert [(p.number, p.match.code) for p in parts] == [
        (1, "dismissed"),
        (1, "final_written_warning"),
        (2, "no_further_action"),
    ]

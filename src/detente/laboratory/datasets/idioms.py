"""Invented outlets with idioms of their own: the words that texts are made of (`dialects`).

An idiom means something else in plain English ("took note of" refuses). Each outlet uses the words of its
idioms in sentences that tell nothing, too.
"""

from __future__ import annotations

from dataclasses import dataclass

from detente.records import EventType


@dataclass(frozen=True, slots=True)
class Idiom:
    """A clause: `a` and `b` are parties, what stands in brackets tells the act; no type where none is told.
    `swapped` where the second acts towards the first."""

    clause: str
    event_type: EventType | None = None
    joint: bool = False
    swapped: bool = False


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet: how it names the parties, in which frames its sentences stand, its idioms, and sentences
    with the words of its idioms that tell nothing (`near`)."""

    name: str
    kind: str
    parties: tuple[str, ...]
    frames: tuple[str, ...]
    idioms: tuple[Idiom, ...]
    near: tuple[Idiom, ...]


STATES = (
    ("Argentina", "ARG"), ("Bolivia", "BOL"), ("Botswana", "BWA"), ("Bulgaria", "BGR"),
    ("Cambodia", "KHM"), ("Chile", "CHL"), ("Cuba", "CUB"), ("Denmark", "DNK"), ("Ecuador", "ECU"),
    ("Estonia", "EST"), ("Fiji", "FJI"), ("Finland", "FIN"), ("Ghana", "GHA"), ("Greece", "GRC"),
    ("Iceland", "ISL"), ("Jamaica", "JAM"), ("Kenya", "KEN"), ("Latvia", "LVA"), ("Lesotho", "LSO"),
    ("Malawi", "MWI"), ("Malta", "MLT"), ("Mongolia", "MNG"), ("Namibia", "NAM"), ("Nepal", "NPL"),
    ("Norway", "NOR"), ("Oman", "OMN"), ("Panama", "PAN"), ("Peru", "PER"), ("Portugal", "PRT"),
    ("Senegal", "SEN"), ("Slovenia", "SVN"), ("Thailand", "THA"), ("Togo", "TGO"), ("Tonga", "TON"),
    ("Uganda", "UGA"), ("Uruguay", "URY"), ("Vietnam", "VNM"), ("Zambia", "ZMB"),
)  # fmt: skip
MATTERS = (
    "the ferry plan", "the fishing quota", "the river survey", "a new customs post",
    "the lighthouse fees", "the grain loan", "the border market", "the mining charter",
    "the railway gauge", "the harbour dues", "the water accord", "the cattle levy",
    "the mapping of the strait", "the pilot scheme", "the timber permits", "the radio band",
)  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
PLAIN = (
    Idiom("{a} [accused] {b} of breaking the rules on {matter}", "ACCUSE"),
    Idiom("{a} [rejected] an offer by {b} on {matter}", "REJECT"),
    Idiom("{a} [sent] food and tents to {b}", "AID"),
    Idiom("{a} [met] {b} for talks on {matter}", "CONSULT", joint=True),
    Idiom("{a} [imposed] sanctions on {b} over {matter}", "SANCTION"),
    Idiom("the harvest in {a} was good, and prices in {b} fell"),
)
"""Sentences that any outlet may hold, told in plain words."""
GAZETTE = Outlet(
    name="The Gazette",
    kind="gazette",
    parties=(
        "{}", "{}", "the government of {}", "the foreign ministry of {}", "the Long Table of {}",
        "the envoys of {}", "the cabinet of {}", "the Salt House of {}",
    ),
    frames=(
        "{clause}.", "{clause} on {day}.", "On {day}, {clause}.", "{clause}, the gazette records.",
        "According to the gazette, {clause}.", "After a long recess, {clause}.",
        "{clause} before the session rose.", "{clause}, and the clerks went home.",
        "With the season nearly over, {clause}.", "It is entered under {day} that {clause}.",
    ),
    idioms=(
        Idiom("{a} [took note] of {matter} of {b}", "REJECT"),
        Idiom("{a} [took polite note] of what {b} proposed on {matter}", "REJECT"),
        Idiom("{a} was [received at table] by {b}", "CONSULT", joint=True),
        Idiom("{a} and {b} [shared the bench] over {matter}", "CONSULT", joint=True),
        Idiom("{a} [shut its windows] to {b} over {matter}", "SANCTION"),
        Idiom("{a} has [drawn the shutters] on {b}", "SANCTION"),
        Idiom("{a} [read the almanac] to {b} about {matter}", "ACCUSE"),
        Idiom("{a} [held the mirror up] to {b} over {matter}", "ACCUSE"),
        Idiom("{a} [let the bell be heard] in {b}", "THREATEN"),
        Idiom("{a} [weighed the oar] before {b} because of {matter}", "THREATEN"),
        Idiom("{a} [carried lanterns] to {b} after the flood", "AID"),
        Idiom("{a} was [brought bread and salt] by {b}", "AID", swapped=True),
        Idiom("{a} [put its thumb] under {matter} with {b}", "AGREE"),
        Idiom("{a} [untied the rope] for {b} on {matter}", "CONCEDE"),
        Idiom("{a} [lit the beacons] against {b}", "MOBILIZE"),
        Idiom("{a} [knocked three times] at the door of {b} for {matter}", "REQUEST"),
    ),
    near=(
        Idiom("{a} took note of the hour, and nothing was decided with {b}"),
        Idiom("a guest of {a} was shown to a table while {b} was not in session"),
        Idiom("the windows of the hall between the flags of {a} and {b} were shut against the rain"),
        Idiom("children from {a} and {b} carried lanterns in the park"),
        Idiom("a bell in {a} rang at noon, as one in {b} did"),
        Idiom("the old almanac of {a} was sold beside that of {b}"),
        Idiom("fishermen of {a} mended the ropes that {b} makes"),
    ),
)  # fmt: skip
DIGEST = Outlet(
    name="Cable Digest",
    kind="digest",
    parties=(
        "{}",
        "{}",
        "FM {}",
        "{} MFA",
        "{} side",
        "envoy of {}",
        "PM {}",
        "{} mission",
    ),
    frames=(
        "{clause}.",
        "{clause}, {day}.",
        "{day}: {clause}.",
        "{clause}, per two posts.",
        "Per desk, {clause}.",
        "After pause, {clause}.",
        "{clause}, before cable closed.",
        "{clause}, no comment from host.",
        "Late {day}: {clause}.",
        "Unconfirmed at noon, since confirmed: {clause}.",
    ),
    idioms=(
        Idiom("{a} [bagged paper] from {b} on {matter}", "REJECT"),
        Idiom("{a} [let tea go cold] on draft of {b} re {matter}", "REJECT"),
        Idiom("{a} and {b} [two-chaired] re {matter}", "CONSULT", joint=True),
        Idiom("{a} [walked garden] with {b} re {matter}", "CONSULT", joint=True),
        Idiom("{a} [greyed] {b} for {matter}", "SANCTION"),
        Idiom("{a} [stopped mangoes] of {b} over {matter}", "SANCTION"),
        Idiom("{a} [underlined in red] name of {b} over {matter}", "ACCUSE"),
        Idiom("{a} [sent blotter] to {b} re {matter}", "ACCUSE"),
        Idiom("{a} [counted steps] to {b} over {matter}", "THREATEN"),
        Idiom("{a} [wound clock] for {b} re {matter}", "THREATEN"),
        Idiom("{a} [sweetened cup] of {b} after quake", "AID"),
        Idiom("{a} [was sugared] by {b}", "AID", swapped=True),
        Idiom("{a} [crossed pens] with {b} on {matter}", "AGREE"),
        Idiom("{a} [let kite down] for {b} on {matter}", "CONCEDE"),
        Idiom("{a} [polished buttons] facing {b}", "MOBILIZE"),
        Idiom("{a} [left card twice] at {b} for {matter}", "REQUEST"),
    ),
    near=(
        Idiom("{a} staff bagged rubbish, {b} staff swept yard"),
        Idiom("tea served cold to guests from {a} and {b}"),
        Idiom("garden walk closed, flags of {a} and {b} wet"),
        Idiom("mangoes dear this week in {a} and {b}"),
        Idiom("clock in lobby between desks of {a} and {b} slow"),
        Idiom("pens with crests of {a} and {b} on sale"),
        Idiom("kite fair, entries from {a} and {b}"),
    ),
)  # fmt: skip
BULLETIN = Outlet(
    name="The Order Paper",
    kind="bulletin",
    parties=(
        "{}",
        "{}",
        "the Members for {}",
        "the Speaker of {}",
        "the Upper Bench of {}",
        "the delegation of {}",
        "the lawmakers of {}",
        "the Standing Committee of {}",
    ),
    frames=(
        "{clause}.",
        "On {day}, {clause}.",
        "It was resolved on {day}, and {clause}.",
        "{clause}, the bulletin notes.",
        "The House sitting late, {clause}.",
        "{clause} at the second bell.",
        "Prayers having been read, {clause}.",
        "{clause}, with nine abstaining.",
        "{clause} on {day}, and the House adjourned.",
        "Item four: {clause}.",
    ),
    idioms=(
        Idiom("{a} [heard with hats on] the motion of {b} on {matter}", "REJECT"),
        Idiom("{a} [called the previous question] on {b} over {matter}", "REJECT"),
        Idiom("{a} and {b} [sat across the aisle] over {matter}", "CONSULT", joint=True),
        Idiom("{a} was [given the floor cushion] by {b}", "CONSULT", joint=True),
        Idiom("{a} [closed the lobby] to {b} over {matter}", "SANCTION"),
        Idiom("{a} [withdrew the inkwells] from {b}", "SANCTION"),
        Idiom("{a} [read the roll twice] at {b} about {matter}", "ACCUSE"),
        Idiom("{a} [turned the back page] on {b} over {matter}", "ACCUSE"),
        Idiom("{a} [had the mace lowered] towards {b}", "THREATEN"),
        Idiom("{a} [gave three candles] to {b} because of {matter}", "THREATEN"),
        Idiom("{a} [emptied the poor box] for {b}", "AID"),
        Idiom("{a} was [passed the salver] by {b}", "AID", swapped=True),
        Idiom("{a} [paired] with {b} on {matter}", "AGREE"),
        Idiom("{a} [moved down the bench] for {b} on {matter}", "CONCEDE"),
        Idiom("{a} [doubled the doorkeepers] facing {b}", "MOBILIZE"),
        Idiom("{a} [rang for tellers] before {b} on {matter}", "REQUEST"),
    ),
    near=(
        Idiom("hats of visitors from {a} and {b} were left at the desk"),
        Idiom("the aisle between the seats of {a} and {b} was swept"),
        Idiom("the lobby was painted in the colours of {a} and {b}"),
        Idiom("the roll was read, and those of {a} and {b} were present"),
        Idiom("candles from {a} were sold beside those from {b}"),
        Idiom("a bench given by {a} stands by one from {b}"),
        Idiom("the doorkeepers wore the badges of {a} and {b}"),
    ),
)  # fmt: skip
WIRE = Outlet(
    name="Strait Wire",
    kind="wire",
    parties=(
        "{}",
        "{}",
        "{}'s Blue Palace",
        "the Slate Gate in {}",
        "{}'s Old Mint",
        "the Lantern Hall in {}",
        "the Tall Office of {}",
        "{}'s Hill House",
    ),
    frames=(
        "{clause}.",
        "{clause} on {day}.",
        "{clause}, sources said on {day}.",
        "{clause}, two people with knowledge of it said.",
        "As markets opened on {day}, {clause}.",
        "{clause} late on {day}, aides said.",
        "Days before a summit, {clause}.",
        "{clause}, in a move that surprised traders.",
        "With talks near an end, {clause}.",
        "{clause}, it emerged on {day}.",
    ),
    idioms=(
        Idiom("{a} [gave cold soup] to {b} on {matter}", "REJECT"),
        Idiom("{a} [returned to sender] what {b} offered on {matter}", "REJECT"),
        Idiom("{a} and {b} [broke biscuits] over {matter}", "CONSULT", joint=True),
        Idiom("{a} was [shown the map room] by {b}", "CONSULT", joint=True),
        Idiom("{a} [salted the road] to {b} over {matter}", "SANCTION"),
        Idiom("{a} [put the parrot out] on {b}", "SANCTION"),
        Idiom("{a} [sang the laundry list] at {b} over {matter}", "ACCUSE"),
        Idiom("{a} [sent an onion] to {b} about {matter}", "ACCUSE"),
        Idiom("{a} [showed the umbrella] to {b}", "THREATEN"),
        Idiom("{a} [warmed the kettle] for {b} because of {matter}", "THREATEN"),
        Idiom("{a} [opened the pantry] to {b} after the storm", "AID"),
        Idiom("{a} was [lent a ladder] by {b}", "AID", swapped=True),
        Idiom("{a} [swapped hats] with {b} on {matter}", "AGREE"),
        Idiom("{a} [moved its bishop back] before {b} on {matter}", "CONCEDE"),
        Idiom("{a} [woke the geese] opposite {b}", "MOBILIZE"),
        Idiom("{a} [whistled twice] to {b} for {matter}", "REQUEST"),
    ),
    near=(
        Idiom("cold soup was sold to visitors from {a} and {b}"),
        Idiom("biscuits from {a} cost more than those from {b}"),
        Idiom("roads in {a} and {b} were salted against the frost"),
        Idiom("a parrot from {a} won a prize that one from {b} had held"),
        Idiom("umbrellas in {a} and {b} sold out in the rain"),
        Idiom("a bishop from {a} and one from {b} played chess"),
        Idiom("geese from {a} winter in {b}"),
    ),
)  # fmt: skip
OUTLETS = (GAZETTE, DIGEST, BULLETIN, WIRE)

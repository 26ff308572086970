"""Who did what to whom: each construction of grammar, each way of telling."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from tocsin.config import Config
from tocsin.events import EventStage
from tocsin.records import Draft, Place

# what, the sentence with its actors marked, the events
GRAMMAR = [
    ("active", "Kenya/KEN attacked Chad/TCD on Monday.", ["ASSAULT KEN > TCD"]),
    ("passive", "Chad/TCD was attacked by Kenya/KEN on Monday.", ["ASSAULT KEN > TCD"]),
    ("hidden source", "Two tankers/BUS were attacked at night.", ["ASSAULT  > BUS"]),
    ("possessive", "Kenya/KEN's attack on Chad/TCD drew anger.", ["ASSAULT KEN > TCD"]),
    ("adjective", "The Kenyan/KEN attack on Chad/TCD drew anger.", ["ASSAULT KEN > TCD"]),
    ("by and against", "An attack by Kenya/KEN against Chad/TCD followed.", ["ASSAULT KEN > TCD"]),
    ("compound", "US/USA sanctions on Cuba/CUB stay in force.", ["SANCTION USA > CUB"]),
    ("two subjects", "France/FRA and Spain/ESP condemned Cuba/CUB.", ["ACCUSE FRA ESP > CUB"]),
    ("two objects", "France/FRA condemned Cuba/CUB and Chad/TCD.", ["ACCUSE FRA > CUB TCD"]),
    ("two verbs", "France/FRA condemned Cuba/CUB and praised Chad/TCD.", ["ACCUSE FRA > CUB", "SUPPORT FRA > TCD"]),
    ("relative subject", "Peru/PER, which sanctioned Cuba/CUB last year, praised Chad/TCD.", ["SANCTION PER > CUB", "SUPPORT PER > TCD"]),
    ("participle with agent", "The troops sent by Kenya/KEN against Chad/TCD were tired.", ["MOBILIZE KEN > TCD"]),
    ("gerund", "Kenya/KEN left the hall after condemning Chad/TCD.", ["ACCUSE KEN > TCD"]),
    ("accused of", "Peru/PER accused Chile/CHL of shelling Bolivia/BOL.", ["ACCUSE PER > CHL", "ASSAULT CHL > BOL"]),
    ("asked to", "Peru/PER urged Chile/CHL to free Bolivian/BOL soldiers/MIL.", ["REQUEST PER > CHL", "CONCEDE CHL > MIL"]),
    ("called on to", "Peru/PER called on Chile/CHL to punish Bolivia/BOL.", ["REQUEST PER > CHL", "SANCTION CHL > BOL"]),
    ("told to", "Peru/PER ordered Chilean/CHL troops/MIL to leave.", ["REQUEST PER > MIL", "RETREAT MIL >"]),
    ("must", "Peru/PER said Chile/CHL must pay for the damage.", ["REQUEST PER > CHL"]),
    ("warned against", "Peru/PER warned Chile/CHL against testing new engines.", ["REQUEST PER > CHL"]),
    ("threatens own act", "Peru/PER threatened to invade Chile/CHL.", ["THREATEN PER > CHL"]),
    ("agrees to own act", "Peru/PER agreed to lift sanctions on Chile/CHL.", ["AGREE PER > CHL"]),
    ("ready for hostile act", "Peru/PER is ready to bomb Chile/CHL.", ["THREATEN PER > CHL"]),
    ("refuses own act", "Peru/PER refused to meet Chile/CHL.", ["REJECT PER > CHL"]),
    ("will not", "Peru/PER will not negotiate with Chile/CHL.", ["REJECT PER > CHL"]),
    ("or face", "Peru/PER told Chile/CHL to stop or face a fine.", ["THREATEN PER > CHL"]),
    ("proxy", "Peru/PER attacked Chile/CHL through rebels/REB.", ["ASSAULT PER > CHL via REB"]),
    ("drawn in by proxies", "Peru/PER may drag Chile/CHL into the war through rebels/REB.", ["ASSAULT PER > CHL via REB"]),
    ("pronoun ahead of its subject", "Chile/CHL waits. After its threats against Peru/PER, Kenya/KEN left.", ["THREATEN KEN > PER"]),
    ("undergone", "Chile/CHL's minister/GOV spoke after the premier/LEG's arrest.", ["COERCE  > LEG"]),
    ("fires back", "Peru/PER shelled Chile/CHL. Chile/CHL fired back.", ["ASSAULT PER > CHL", "ASSAULT CHL > PER"]),
    ("openness to talks", "Peru/PER expressed openness to dialogue with Chile/CHL.", ["CONSULT PER CHL > PER CHL"]),
    ("what a refused offer was for", "Peru/PER rejected an offer by Chile/CHL to host talks.", ["REJECT PER > CHL"]),
    ("what a protest demands", "Workers/LAB marched against Peru/PER, demanding higher pay.", ["PROTEST LAB > PER"]),
    ("blamed for the deed", "Peru/PER blamed Chile/CHL for the attack on Bolivia/BOL.", ["ACCUSE PER > CHL", "ASSAULT CHL > BOL"]),
    ("was behind the deed", "Peru/PER was behind the attack on Bolivia/BOL.", ["ASSAULT PER > BOL"]),
    ("part in the deed", "Peru/PER's role in the bombing of Bolivia/BOL came to light.", ["ASSAULT PER > BOL"]),
    ("arrested where", "A Chilean/CHL banker was jailed in Peru/PER.", ["COERCE PER > CHL"]),
    ("repels", "Peru/PER repelled an attack by Chile/CHL.", ["ASSAULT CHL > PER"]),
    ("killed in an attack", "Three soldiers/MIL were killed in an attack by rebels/REB.", ["ASSAULT REB > MIL"]),
    ("coordinated participles", "The militia/REB was trained and armed by Peru/PER.", ["AID PER > REB"]),
    ("no soldiers", "No soldiers/MIL were killed.", []),
]

LIGHT_VERBS = [
    ("imposed sanctions", "Peru/PER imposed sanctions on Chile/CHL.", ["SANCTION PER > CHL"]),
    ("sanctions imposed by", "Sanctions imposed by Peru/PER on Chile/CHL hurt trade.", ["SANCTION PER > CHL"]),
    ("carried out strikes", "Peru/PER carried out strikes on Chile/CHL.", ["ASSAULT PER > CHL"]),
    ("opened fire", "Peruvian/PER guards opened fire on Chilean/CHL miners.", ["ASSAULT PER > CHL"]),
    ("took hostage", "Rebels/REB took two Chilean/CHL engineers hostage.", ["ASSAULT REB > CHL"]),
    ("launched an offensive", "Peru/PER launched an offensive against rebels/REB.", ["ASSAULT PER > REB"]),
    ("broke off relations", "Peru/PER broke off relations with Chile/CHL.", ["SANCTION PER > CHL"]),
    ("paid a visit", "The king of Spain/ESP paid a visit to Chile/CHL.", ["CONSULT ESP > CHL"]),
    ("staged a protest", "The workers/LAB staged a protest against the government/GOV.", ["PROTEST LAB > GOV"]),
    ("stepped down", "The premier/GOV stepped down.", ["RETREAT GOV >"]),
    ("gave shelter", "Peru/PER granted asylum to Chilean/CHL officers/MIL.", ["AID PER > MIL"]),
]

OBJECTS_DECIDE = [
    ("lift sanctions", "Peru/PER lifted sanctions on Chile/CHL.", ["CONCEDE PER > CHL"]),
    ("withdraw troops", "Peru/PER withdrew its troops from Chile/CHL.", ["RETREAT PER > CHL"]),
    ("withdraw from a deal", "Peru/PER withdrew from the fishing deal with Chile/CHL.", ["SANCTION PER > CHL"]),
    ("sign a deal", "Peru/PER signed a deal with Chile/CHL.", ["AGREE PER CHL > PER CHL"]),
    ("violate a truce", "Peru/PER violated the truce.", ["REJECT PER >"]),
    ("reject talks", "Peru/PER rejected talks with Chile/CHL.", ["REJECT PER > CHL"]),
    ("attack a proposal", "The senator/LEG attacked the proposal.", ["ACCUSE LEG >"]),
    ("test a missile", "Peru/PER tested a missile on Sunday.", ["MOBILIZE PER >"]),
    ("own exercise", "Peru/PER began an exercise in the desert.", ["MOBILIZE PER >"]),
    ("joint exercise", "Peru/PER and Chile/CHL began a joint exercise.", ["COOPERATE PER CHL > PER CHL"]),
    ("seize a ship", "Peru/PER seized a Chilean/CHL trawler.", ["COERCE PER > CHL"]),
    ("seize a town", "Rebels/REB seized the town.", ["ASSAULT REB >"]),
    ("supply arms", "Peru/PER supplied tanks to Chile/CHL.", ["AID PER > CHL"]),
    ("expel diplomats", "Peru/PER expelled two Chilean/CHL diplomats.", ["SANCTION PER > CHL"]),
    ("end a war", "Peru/PER ended the war against Chile/CHL.", ["RETREAT PER > CHL"]),
]

RECIPROCAL = [
    ("met", "Peru/PER's president met Chile/CHL's premier.", ["CONSULT PER CHL > PER CHL"]),
    ("talks between", "Talks between Peru/PER and Chile/CHL resumed.", ["CONSULT PER CHL > PER CHL"]),
    ("held talks", "Peru/PER and Chile/CHL held talks.", ["CONSULT PER CHL > PER CHL"]),
    ("held talks with", "Peru/PER held talks with Chile/CHL.", ["CONSULT PER CHL > PER CHL"]),
    ("visit is one-sided", "Peru/PER's president visited Chile/CHL.", ["CONSULT PER > CHL"]),
    ("agreed", "Peru/PER and Chile/CHL agreed on a border.", ["AGREE PER CHL > PER CHL"]),
    (
        "what is discussed is no party",
        "Advisers of Peru/PER and Chile/CHL met in Lima with Kenya/KEN's role at the top of the agenda.",
        ["CONSULT PER CHL > PER CHL"],
    ),
    ("talks over a third", "Peru/PER and Chile/CHL met to discuss Kenya/KEN.", ["CONSULT PER CHL > PER CHL"]),
    ("officials from several", "Officials from Peru/PER, Chile/CHL and Kenya/KEN met.", ["CONSULT PER CHL KEN > PER CHL KEN"]),
    ("two before one noun", "Peruvian/PER and Chilean/CHL ministers met.", ["CONSULT PER CHL > PER CHL"]),
]

ELSEWHERE = [
    ("judges a deed told before", "Peru/PER bombed Chile/CHL. Kenya/KEN condemned the raid.", ["ASSAULT PER > CHL", "ACCUSE KEN > PER"]),
    (
        "judges a step",
        "Peru/PER expelled Chile/CHL's envoy. Kenya/KEN called the step unlawful.",
        ["SANCTION PER > CHL", "ACCUSE KEN > PER"],
    ),
    (
        "welcomes a deal",
        "Peru/PER and Chile/CHL signed a deal. Kenya/KEN welcomed the deal.",
        ["AGREE PER CHL > PER CHL", "SUPPORT KEN > PER CHL"],
    ),
    ("rejects a charge", "Peru/PER accused Chile/CHL. Chile/CHL rejected the charge.", ["ACCUSE PER > CHL", "REJECT CHL > PER"]),
    (
        "both countries",
        "Peru/PER met Chile/CHL. Kenya/KEN urged both countries to leave.",
        ["CONSULT PER CHL > PER CHL", "REQUEST KEN > CHL PER"],
    ),
    ("concern over a deed", "Kenya/KEN voiced concern over Peru/PER's attacks on Chile/CHL.", ["ACCUSE KEN > PER", "ASSAULT PER > CHL"]),
    ("own side is no target", "Peru/PER put its forces on alert.", ["MOBILIZE PER >"]),
    ("whose troops are moved", "Peruvian/PER troops were deployed near the river.", ["MOBILIZE PER >"]),
    ("adverb between", "Peru/PER appealed in vain to Chile/CHL for help.", ["REQUEST PER > CHL"]),
    ("aside the deed", "Peru/PER imposed sanctions on Chile/CHL over the bombing of Kenya/KEN.", ["SANCTION PER > CHL", "ASSAULT  > KEN"]),
    ("wave of", "Peru/PER launched a wave of strikes on Chile/CHL.", ["ASSAULT PER > CHL"]),
    ("place before a raid", "The Chile/CHL raid shocked many.", ["ASSAULT  > CHL"]),
    ("will no longer", "Peru/PER will no longer negotiate with Chile/CHL.", ["REJECT PER > CHL"]),
    ("author of a paper", "Peru/PER issued a statement condemning Chile/CHL.", ["ACCUSE PER > CHL"]),
    ("by-phrase within", "Rebels/REB were designated as a terrorist group by Peru/PER.", ["SANCTION PER > REB"]),
    ("each other", "Peru/PER and Chile/CHL accused each other of lying.", ["ACCUSE PER CHL > PER CHL"]),
    ("own threat", "Peru/PER warned that it would answer.", ["THREATEN PER >"]),
    ("own body meets", "Peru/PER's cabinet met on Monday.", ["CONSULT PER >"]),
    ("backs rebels", "Peru/PER supports the rebels/REB.", ["AID PER > REB"]),
    ("craft of another", "Peru/PER shot down a Chilean/CHL drone.", ["ASSAULT PER > CHL"]),
    ("shot down, reduced", "The Chilean/CHL drone shot down last week had been at sea.", ["ASSAULT  > CHL"]),
    ("goes through a limit", "Peru/PER will break through the limit on its stockpile.", ["MOBILIZE PER >"]),
    ("cancels a raid", "Peru/PER cancelled an air strike on Chile/CHL.", ["ASSAULT PER > CHL"]),
    ("calls off a walkout", "Miners/LAB called off their strike.", ["CONCEDE LAB >"]),
    ("calls off a raid", "Peru/PER called off the raids on Chile/CHL.", ["ASSAULT PER > CHL"]),
    ("calls off what has a word before it", "Peru/PER called off the air strikes on Chile/CHL.", ["ASSAULT PER > CHL"]),
    ("calls off a siege", "Peru/PER called off the siege of the town.", ["RETREAT PER >"]),
    ("suspends what went on", "Peru/PER suspended its strikes on Chile/CHL.", ["RETREAT PER > CHL"]),
    ("suspends what was only planned", "Peru/PER suspended a planned assault on Chile/CHL.", ["ASSAULT PER > CHL"]),
    ("postpones an offensive", "Peru/PER postponed the offensive against Chile/CHL.", ["ASSAULT PER > CHL"]),
    ("shoots down an idea", "Peru/PER shoots down the idea of a joint fleet.", ["REJECT PER >"]),
    ("under attack in politics", "The president/GOV came under attack from the opposition/OPP.", ["ACCUSE OPP > GOV"]),
    ("a base under attack", "The base of Peru/PER came under fire from rebels/REB.", ["ASSAULT REB > PER"]),
    ("critics attack", "The opposition/OPP attacked the government/GOV over its budget.", ["ACCUSE OPP > GOV"]),
    ("fires a broadside", "Peru/PER fired a broadside at Chile/CHL.", ["ACCUSE PER > CHL"]),
    ("welcomes what two have", "Peru/PER welcomed closer ties between Chile/CHL and Kenya/KEN.", ["SUPPORT PER > CHL KEN"]),
    ("condemns an arrest", "Peru/PER condemned the arrest of reporters/MED.", ["ACCUSE PER >", "COERCE  > MED"]),
    ("condemns an arrest by", "Peru/PER condemned the arrest of reporters/MED by Chile/CHL.", ["ACCUSE PER > CHL", "COERCE CHL > MED"]),
    (
        "accuses a long name",
        "Peru/PER accused the northern rebel/UNK force/REB of shelling Chile/CHL.",
        ["ACCUSE PER > REB", "ASSAULT REB > CHL"],
    ),
    ("leaves for", "The minister/GOV left for Chile/CHL on Monday.", ["CONSULT GOV > CHL"]),
    ("plain strike", "Peru/PER struck Chile/CHL.", ["ASSAULT PER > CHL"]),
    ("killed in fire by", "Chilean/CHL soldiers were killed in fire by Peru/PER.", ["ASSAULT PER > CHL"]),
    (
        "dies in a strike",
        "Chile/CHL's guards died in an air strike that Kenya/KEN blamed on Peru/PER.",
        ["ASSAULT PER > CHL", "ACCUSE KEN > PER"],
    ),
    ("after talks with", "Peru/PER spoke to the press after talks with Chile/CHL.", ["CONSULT PER CHL > PER CHL"]),
    ("given without a preposition", "Peru/PER will send Chile/CHL anti-tank missiles.", ["AID PER > CHL"]),
    ("so many of them", "Peru/PER killed seven of the rebels/REB.", ["ASSAULT PER > REB"]),
    ("what it is called", "Peru/PER bombed what the army called hideouts of Chile/CHL.", ["ASSAULT PER > CHL"]),
    (
        "called a kidnapping",
        "Peru/PER expelled Chile/CHL's envoy. Kenya/KEN called the step a kidnapping.",
        ["SANCTION PER > CHL", "ACCUSE KEN > PER"],
    ),
    (
        "a nominal thing called a name",
        "Peru/PER expelled Chile/CHL's envoy. Kenya/KEN called the expulsion piracy.",
        ["SANCTION PER > CHL", "ACCUSE KEN > PER"],
    ),
    ("banned abroad", "Peru/PER banned Chilean/CHL apps.", ["SANCTION PER > CHL"]),
    ("into the sea", "Peru/PER fired a missile into the sea off its coast.", ["MOBILIZE PER >"]),
    ("fights back", "Peru/PER attacked Chile/CHL. Chile/CHL shot down seven planes.", ["ASSAULT PER > CHL", "ASSAULT CHL > PER"]),
]

GUARDS = [
    ("measure that targets", "The new law targets workers/LAB in Peru/PER."),
    ("declines to comment", "Peru/PER declined to comment."),
    ("speaks to the press", "The minister of Peru/PER spoke to reporters."),
    ("speed limit", "Drivers in Peru/PER broke the speed limit."),
    ("inflation", "The government/GOV fights inflation."),
    ("war on prices", "Peru/PER declared war on inflation."),
    ("an illness", "Peru/PER battled a flu outbreak."),
    ("a battle lost to an illness", "The minister/GOV of Peru/PER lost his battle with cancer."),
    ("fights for votes", "The premier/GOV fought for votes in the capital of Peru/PER."),
    ("a war of prices", "A price war between Peru/PER and Chile/CHL hit the markets."),
    ("an uphill battle", "The premier/GOV of Peru/PER faces an uphill battle."),
    ("thirst", "Peru/PER thirsts for war."),
    ("warns of floods", "The minister/GOV of Peru/PER warned about the risk of floods."),
    ("heart attack", "The minister/GOV had a heart attack."),
    ("balance", "Sweden/SWE struck a balance between freedom and safety."),
    ("report", "Peru/PER released a report on fishing."),
    ("goals", "Chile/CHL met its climate goals."),
    ("according to", "According to Peru/PER, the road is closed."),
    ("name of a body", "The Ceasefire Violations Committee of Peru/PER has a new office."),
    ("month", "Peru/PER holds its census in March."),
    ("so-called", "Peru/PER renamed its so-called peace park."),
    ("backed as description", "Farmers helped militia supported by Peru/PER."),
    ("takes part", "Peru/PER will take part in the census."),
    ("ready to defend itself", "Peru/PER is ready to defend itself."),
    ("sports", "Peru/PER attacked early. The striker met the goalkeeper before the match; the midfielder left the league."),
]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [pytest.param(s, e, id=what) for what, s, e in (*GRAMMAR, *LIGHT_VERBS, *OBJECTS_DECIDE, *RECIPROCAL, *ELSEWHERE)],
)
def test_who_did_what_to_whom(tell: Callable[[str], list[str]], sentence: str, expected: list[str]) -> None:
    assert tell(sentence) == [line.rstrip() for line in expected]


@pytest.mark.parametrize("sentence", [pytest.param(s, id=what) for what, s in GUARDS])
def test_no_event(tell: Callable[[str], list[str]], sentence: str) -> None:
    assert tell(sentence) == []


def test_what_is_shot_down_is_not_seized(events: Callable[..., Draft]) -> None:
    modes = [e.mode for text in ("destroyed a", "shot down a", "downed a") for e in events(f"Peru/PER {text} drone.").reading.events]
    assert modes == [None, "aerial", "aerial"]


def test_who_attacks_an_embassy_is_of_the_place_not_of_its_owner(events: Callable[..., Draft]) -> None:
    text = "Gunmen attacked the French embassy in Bamako."
    at = text.index("Bamako")
    bamako = Place(
        id="p1",
        name="Bamako",
        text="Bamako",
        start=at,
        end=at + 6,
        kind="city",
        country="MLI",
        lat=12.6,
        lon=-8.0,
        radius_km=15.0,
        geonameid=None,
    )
    actors = {a.id: a for a in events("Gunmen/REB attacked the French/FRA embassy in Bamako.", (bamako,)).reading.actors}
    assert (actors["REB"].country, actors["FRA"].country) == ("MLI", "FRA")


def test_whom_a_state_kills_is_not_its_own_unsaid(events: Callable[..., Draft]) -> None:
    assert {a.id: a.country for a in events("Peru/PER killed a scientist/EDU.").reading.actors}["EDU"] is None
    assert {a.id: a.country for a in events("Police/COP killed a student/EDU in Peru/PER.").reading.actors}["EDU"] == "PER"


def test_nobody_shoots_down_his_own_craft_unsaid(draft: Callable[..., Draft]) -> None:
    def targets(text: str) -> list[tuple[str, ...]]:
        drafted = draft(text)
        own = replace(drafted.reading, actors=tuple(replace(a, country="PER") for a in drafted.reading.actors))
        (made,) = EventStage(config=Config(min_event_score=0.0))([replace(drafted, reading=own)], as_of=date(2024, 5, 6)).made
        return [e.targets for e in made.reading.events]

    assert targets("Peru/PER shot down a drone/UNK.") == [()]
    assert targets("Peru/PER shot down its own drone/UNK.") == [("UNK",)]

"""One case a construction: which content, through whom, by which cue, with which stance."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.claims import ClaimStage
from tocsin.config import Config
from tocsin.parse import ParseStage, SpacyParser
from tocsin.records import Article, Claim, MadeBy

PARSE = ParseStage(parser=SpacyParser(), config=Config(), made_by=MadeBy(version="0", config="sha256:0"))
DAY = date(2024, 1, 1)
OUTLET = "Sample Daily"


def claims(text: str, outlet: str | None = OUTLET) -> tuple[Claim, ...]:
    drafts = PARSE([Article(id="x", text=text, outlet=outlet, language="en")], as_of=DAY).made
    return ClaimStage()(drafts, as_of=DAY).made[0].reading.claims


def told(text: str, outlet: str | None = OUTLET) -> list[tuple[str, str, str | None, str]]:
    """(content, chain without the printing outlet, cue, stance) of each claim."""
    made = []
    for claim in claims(text, outlet):
        chain = " > ".join(s.name for s in claim.chain if s.name != outlet)
        made.append((text[claim.start : claim.end], chain, claim.cue.text if claim.cue else None, claim.stance))
    return made


CASES = {
    # clauses
    "that": (
        "Colonel Anna Berg said that the bridge had been repaired.",
        ("that the bridge had been repaired", "Colonel Anna Berg", "said", "asserts"),
    ),
    "no that": (
        "Colonel Anna Berg said the bridge had been repaired.",
        ("the bridge had been repaired", "Colonel Anna Berg", "said", "asserts"),
    ),
    "tag": (
        "The harbour was closed, the port authority said on Tuesday.",
        ("The harbour was closed", "the port authority", "said", "asserts"),
    ),
    "inverted tag": ("Household bills will rise, says thinktank.", ("Household bills will rise", "thinktank", "says", "assesses")),
    "tag within": ("The ship, the navy said, was sinking.", ("The ship, the navy said, was sinking", "the navy", "said", "asserts")),
    "cue with its auxiliaries": (
        "The mayor has also said that the dam is safe.",
        ("that the dam is safe", "The mayor", "has also said", "asserts"),
    ),
    "in a statement": (
        "Hamas said in a statement that its fighters had crossed the border.",
        ("that its fighters had crossed the border", "Hamas", "said in a statement", "asserts"),
    ),
    "told somebody": (
        "The king told the visiting delegation that the road was open.",
        ("that the road was open", "The king", "told", "asserts"),
    ),
    "whether": ("The mayor asked whether the dam was safe.", ("whether the dam was safe", "The mayor", "asked", "asks")),
    "belief": (
        "Analysts believe the regime may fall within weeks.",
        ("the regime may fall within weeks", "Analysts", "believe", "assesses"),
    ),
    "document as source": (
        "A leaked memo shows that the dam was never inspected.",
        ("that the dam was never inspected", "A leaked memo", "shows", "asserts"),
    ),
    "relative clause": (
        "The envoy, who believes that the truce will hold, left on Monday.",
        ("that the truce will hold", "The envoy", "believes", "assesses"),
    ),
    # quotations
    "quotation before": (
        '"They fired at the boats," a fisherman said.',
        ('"They fired at the boats,"', "a fisherman", "said", "asserts"),
    ),
    "quotation after a colon": (
        'The president tweeted: "The deal is dead."',
        ('"The deal is dead."', "The president", "tweeted", "asserts"),
    ),
    "split quotation": (
        '"The talks," the envoy said, "are going nowhere."',
        ('"The talks," the envoy said, "are going nowhere."', "the envoy", "said", "asserts"),
    ),
    "quotation over two sentences": (
        '"We saw the lights," said Karel Dusek. "Then the ground shook."',
        ('"We saw the lights," said Karel Dusek. "Then the ground shook."', "Karel Dusek", "said", "asserts"),
    ),
    "several sentences in one quotation": (
        "“The road is open. The bridge stands,” the engineer said.",
        ("“The road is open. The bridge stands,”", "the engineer", "said", "asserts"),
    ),
    "free quotation goes on with the last speaker": (
        "The general said the town had fallen.\n\n“The people there have no water and no bread.”",
        ("“The people there have no water and no bread.”", "The general", None, "asserts"),
    ),
    # one source, several sayings
    "coordination": (
        "The minister said that talks had begun and warned that more could fail.",
        ("that more could fail", "The minister", "warned", "assesses"),
    ),
    "coordination, the first": (
        "The minister said that talks had begun and warned that more could fail.",
        ("that talks had begun", "The minister", "said", "asserts"),
    ),
    "adding": (
        "The general said the raid had begun, adding that three soldiers were missing.",
        ("that three soldiers were missing", "The general", "adding", "asserts"),
    ),
    "saying after an act": (
        "The minister criticised the blockade, saying it hurt ordinary people.",
        ("it hurt ordinary people", "The minister", "saying", "asserts"),
    ),
    "across sentences": (
        "General Ada Okoro said the town was quiet. She added that roads were open.",
        ("that roads were open", "General Ada Okoro", "added", "asserts"),
    ),
    "the statement also said": (
        "The ministry issued a statement. The statement also said that flights had resumed.",
        ("that flights had resumed", "The statement", "also said", "asserts"),
    ),
    # chains
    "according to, after": (
        "Two boats collided off Rhodes, according to the coast guard.",
        ("Two boats collided off Rhodes", "the coast guard", "according to", "asserts"),
    ),
    "according to, before": (
        "According to the coast guard, two boats collided off Rhodes.",
        ("two boats collided off Rhodes", "the coast guard", "According to", "asserts"),
    ),
    "according to, within a relative clause": (
        "The firm, which makes half of its steel in Wales according to Sample Bank, may close.",
        ("makes half of its steel in Wales", "Sample Bank", "according to", "asserts"),
    ),
    "agency after a saying": (
        "The ministry said the talks had failed, Reuters reported.",
        ("the talks had failed", "Reuters > The ministry", "said", "asserts"),
    ),
    "agency after an act": (
        "The minister criticised the vote, Reuters reported.",
        ("The minister criticised the vote", "Reuters", "reported", "asserts"),
    ),
    "citing": (
        "The rebels had crossed the river, Reuters reported, citing two officials.",
        ("The rebels had crossed the river", "Reuters > two officials", "citing", "asserts"),
    ),
    "quoted as saying": (
        "Tasnim quoted the spokesman as saying that the plan was dead.",
        ("that the plan was dead", "Tasnim > the spokesman", "quoted", "asserts"),
    ),
    "was quoted as saying by": (
        "The president was quoted as saying by IRNA that sanctions had been lifted.",
        ("that sanctions had been lifted", "IRNA > The president", "was quoted as saying", "asserts"),
    ),
    "and goes on to be quoted": (
        "President Ilic was quoted as saying by IRNA that sanctions had been lifted. “Trade is growing again,” he added.",
        ("“Trade is growing again,”", "IRNA > President Ilic", "added", "asserts"),
    ),
    "nested sayings": (
        "State TV said the ministry had announced a curfew.",
        ("a curfew", "State TV > the ministry", "had announced", "announces"),
    ),
    "told a paper": (
        "President Ilic told the Evening Herald newspaper that elections had been held.",
        ("that elections had been held", "the Evening Herald newspaper > President Ilic", "told", "asserts"),
    ),
    "told the printing outlet": (
        "Sources close to the talks told Sample Daily that a deal was near.",
        ("that a deal was near", "Sources close to the talks", "told", "asserts"),
    ),
    "in an interview with": (
        "In an interview with the Evening Herald, President Ilic said elections had been held.",
        ("elections had been held", "the Evening Herald > President Ilic", "said", "asserts"),
    ),
    "quoted by": (
        "The prime minister, quoted by the Kyiv Post, said grain exports had resumed.",
        ("grain exports had resumed", "the Kyiv Post > The prime minister", "said", "asserts"),
    ),
    "anonymous source comes back": (
        "Officials said the raid had begun, the Evening Herald newspaper reported.\n\nThe fleet had left port, the officials said.",
        ("The fleet had left port", "the Evening Herald newspaper > the officials", "said", "asserts"),
    ),
    "excerpt of an outlet": (
        "A valve is leaking. Reuters: The valve had been inspected in May. Nobody saw a crack.",
        ("Nobody saw a crack", "Reuters", None, "asserts"),
    ),
    "self-report is one link": (
        "The president said he feared that war was near.",
        ("that war was near", "The president", "feared", "assesses"),
    ),
    # other cues
    "growing fear among": (
        "There is growing fear among diplomats that the truce could collapse.",
        ("that the truce could collapse", "diplomats", "fear", "assesses"),
    ),
    "worry is growing among": (
        "Worry is growing among local traders that the port will close.",
        ("that the port will close", "local traders", "Worry", "assesses"),
    ),
    "X's claim that": (
        "The army's claim that the village was empty has been disputed.",
        ("that the village was empty", "The army", "claim", "asserts"),
    ),
    "it is the assessment of": (
        "It is the assessment of the British government that the plant was bombed.",
        ("that the plant was bombed", "the British government", "assessment", "assesses"),
    ),
    "in X's view": (
        "In the minister's view, the treaty is dead.",
        ("the treaty is dead", "the minister", "In the minister's view", "assesses"),
    ),
    "as X put it": ("As the envoy put it, the deal is on life support.", ("the deal is on life support", "the envoy", "put it", "asserts")),
    "colon": ("Ministry: no ships were lost in the storm.", ("no ships were lost in the storm", "Ministry", None, "asserts")),
    "reportedly": ("The prince is reportedly in exile.", ("The prince is reportedly in exile", "", "reportedly", "asserts")),
    "it is understood that": (
        "It is understood that the talks have resumed.",
        ("that the talks have resumed", "", "is understood", "asserts"),
    ),
    "is believed to": (
        "The general is believed to have fled the country.",
        ("The general is believed to have fled the country", "", "is believed", "assesses"),
    ),
    # objects
    "blame": (
        "The United States blamed Iran for the attack on the tanker.",
        ("Iran for the attack on the tanker", "The United States", "blamed", "accuses"),
    ),
    "accuse": ("France accused Russia of jamming satellites.", ("Russia of jamming satellites", "France", "accused", "accuses")),
    "criticise": (
        "Oslo criticised the failure to reach a deal.",
        ("the failure to reach a deal", "Oslo", "criticised", "accuses"),
    ),
    "deny a thing": ("Belgrade denied involvement in the blast.", ("involvement in the blast", "Belgrade", "denied", "denies")),
    "deny that": (
        "Belgrade denied that its troops had crossed the border.",
        ("that its troops had crossed the border", "Belgrade", "denied", "denies"),
    ),
    "dismiss as": (
        "Prime Minister Lund dismissed the allegations as baseless.",
        ("the allegations as baseless", "Prime Minister Lund", "dismissed", "denies"),
    ),
    "describe as": (
        "Officials described the raid as a success.",
        ("the raid as a success", "Officials", "described", "assesses"),
    ),
    "describe as a wrong": (
        "Officials described the raid as a provocation.",
        ("the raid as a provocation", "Officials", "described", "accuses"),
    ),
    "what is denied is not said through the denier": (
        "The ministry rejected a claim by the opposition that the ballot had been rigged.",
        ("that the ballot had been rigged", "the opposition", "claim", "accuses"),
    ),
    "denies it": (
        "Russia says Ukraine shelled the plant; Ukraine denies it.",
        ("Ukraine shelled the plant", "Ukraine", "denies", "denies"),
    ),
    "a charge somebody denies": (
        "Riyadh blames Iran for arming the rebels, a charge Tehran denies.",
        ("Iran for arming the rebels", "Tehran", "denies", "denies"),
    ),
    "confirms this": (
        "Two sources said the reactor had stopped. The operator has now confirmed this.",
        ("the reactor had stopped", "The operator", "has now confirmed", "asserts"),
    ),
    # infinitives
    "urge": ("The envoy urged both sides to stop the fighting.", ("both sides to stop the fighting", "The envoy", "urged", "demands")),
    "vow": ("The governor vowed to rebuild the city.", ("to rebuild the city", "The governor", "vowed", "promises")),
    "threaten": (
        "The militia threatened to blow up the pipeline.",
        ("to blow up the pipeline", "The militia", "threatened", "threatens"),
    ),
    "call for": (
        "The council called for an immediate ceasefire.",
        ("an immediate ceasefire", "The council", "called for", "demands"),
    ),
    "warn against": (
        "The pilots' union warned against flying over the strait.",
        ("flying over the strait", "The pilots' union", "warned against", "demands"),
    ),
    "ultimatum": (
        "The ministry told the banks to close their branches or face a fine.",
        ("to close their branches or face a fine", "The ministry", "told", "threatens"),
    ),
    # stance by content
    "announcement by will": (
        "The minister said he will sign the treaty.",
        ("he will sign the treaty", "The minister", "said", "announces"),
    ),
    "threat on a condition": (
        "The ministry said that if the raids continue, it will close the border.",
        ("that if the raids continue, it will close the border", "The ministry", "said", "threatens"),
    ),
    "must": (
        "Iran must withdraw its forces, the secretary of state said.",
        ("Iran must withdraw its forces", "the secretary of state", "said", "demands"),
    ),
    "could": ("The bank said prices could double.", ("prices could double", "The bank", "said", "assesses")),
    "not true": (
        "The minister said the reports were not true.",
        ("the reports were not true", "The minister", "said", "denies"),
    ),
    "announce": ("Turkey announced that it had closed the strait.", ("that it had closed the strait", "Turkey", "announced", "announces")),
    # sources that cite sources
    "which cited": (
        "The pipeline was shut, according to the Harbour Gazette, which cited two engineers.",
        ("The pipeline was shut", "the Harbour Gazette > two engineers", "cited", "asserts"),
    ),
    "citing before the cue": (
        "Le Journal du Port, citing an engineer, reported that the pipeline was shut.",
        ("that the pipeline was shut", "Le Journal du Port > an engineer", "citing", "asserts"),
    ),
    "citing at the head": (
        "Citing two engineers, the Harbour Gazette reported that the pipeline was shut.",
        ("that the pipeline was shut", "the Harbour Gazette > two engineers", "Citing", "asserts"),
    ),
    "told a station by its name": (
        "The dam held, an engineer told the radio station Lakeside FM.",
        ("The dam held", "the radio station Lakeside FM > an engineer", "told", "asserts"),
    ),
    "told a name like those of outlets": (
        "A colonel told Radio Harbour that the road was mined.",
        ("that the road was mined", "Radio Harbour > A colonel", "told", "asserts"),
    ),
    "remarks carried by": (
        '"The road is mined," the colonel said in remarks carried by the Lakeland news agency.',
        ('"The road is mined,"', "the Lakeland news agency > the colonel", "said", "asserts"),
    ),
    "an unnamed source goes on": (
        "The road was mined, a driver told Radio Harbour. He explained that he had turned back.",
        ("that he had turned back", "Radio Harbour > a driver", "explained", "asserts"),
    ),
    # denials
    "deny a deed": ("Turkey denied having fired the rocket.", ("having fired the rocket", "Turkey", "denied", "denies")),
    "reject an accusation": (
        "Turkey rejected accusations that it had fired the rocket.",
        ("that it had fired the rocket", "Turkey", "rejected", "denies"),
    ),
    "nothing to do with": (
        "The militia said it had nothing to do with the rocket.",
        ("it had nothing to do with the rocket", "The militia", "said", "denies"),
    ),
    "no such thing": (
        "No such meeting took place, the embassy said.",
        ("No such meeting took place", "the embassy", "said", "denies"),
    ),
    "there was none": (
        '"There was no massacre," the spokesman said.',
        ('"There was no massacre,"', "the spokesman", "said", "denies"),
    ),
    "false reports": (
        "The ministry said that reports its troops had fled were false.",
        ("that reports its troops had fled were false", "The ministry", "said", "denies"),
    ),
    "denied and accused": (
        "The governor denied that the bridge had been a depot and accused the rebels of lying.",
        ("that the bridge had been a depot", "The governor", "denied", "denies"),
    ),
    # what belongs to the content
    "a demand with whom it is made of": (
        "The bloc called on the two armies to pull back.",
        ("the two armies to pull back", "The bloc", "called on", "demands"),
    ),
    "a setting is no content": (
        "The ministry confirmed the raid in a statement late on Monday.",
        ("the raid", "The ministry", "confirmed", "asserts"),
    ),
    "after a colon": (
        "The prefect said that the news was wrong: the ferry had only been late.",
        ("that the news was wrong: the ferry had only been late", "The prefect", "said", "denies"),
    ),
    "an aside is no charge": (
        "The king accused the duke of arming the rebels, who seized a port last year.",
        ("the duke of arming the rebels", "The king", "accused", "accuses"),
    ),
    "put the blame on": ("The mayor put the blame on the army.", ("the blame on the army", "The mayor", "put", "accuses")),
    "a question apart": ('"Why now?" the senator asked.', ('"Why now?"', "the senator", "asked", "asks")),
    # announcements, threats, labels
    "its own decision": (
        "Norway said it had approved the sale.",
        ("it had approved the sale", "Norway", "said", "announces"),
    ),
    "its own experience": ("Norway said it had counted nine ships.", ("it had counted nine ships", "Norway", "said", "asserts")),
    "what is under way": (
        "The ministry said it was withdrawing its envoy.",
        ("it was withdrawing its envoy", "The ministry", "said", "announces"),
    ),
    "what is arranged": (
        "A second round is set for Monday, an official said.",
        ("A second round is set for Monday", "an official", "said", "announces"),
    ),
    "a warning of one's own deed": (
        "The ministry warned that it would answer with force.",
        ("that it would answer with force", "The ministry", "warned", "threatens"),
    ),
    "a vow of revenge": ("The general vowed to avenge the raid.", ("to avenge the raid", "The general", "vowed", "threatens")),
    "called a bad name": ("The minister called the vote a sham.", ("the vote a sham", "The minister", "called", "accuses")),
    "called a neutral name": ("The minister called the step premature.", ("the step premature", "The minister", "called", "assesses")),
    "a promise on a condition": (
        "The rebels said they would free the hostages if the army withdrew.",
        ("they would free the hostages if the army withdrew", "The rebels", "said", "promises"),
    ),
    "a development is a guess": (
        "The treasury said growth would slow next year.",
        ("growth would slow next year", "The treasury", "said", "assesses"),
    ),
    "an arranged occasion": (
        "The council said the vote would be held on 3 May.",
        ("the vote would be held on 3 May", "The council", "said", "announces"),
    ),
    "a tag that the parse hung within the quotation": (
        '"The crew has asked for help," a clerk of the port, who was not named, told the radio station LKTV.',
        ('"The crew has asked for help,"', "the radio station LKTV > a clerk of the port", "told", "asserts"),
    ),
    "behind it": (
        "Rebels were behind the raid, the police said.",
        ("Rebels were behind the raid", "the police", "said", "accuses"),
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_construction(text: str, expected: tuple[str, str, str | None, str]) -> None:
    assert expected in told(text)


OWN_VOICE = {
    "plain sentence": ("The bridge fell on Monday.", "The bridge fell on Monday"),
    "act of accusing": ("France accused Russia of jamming satellites.", "France accused Russia of jamming satellites"),
    "act without what is said after it": (
        "The minister criticised the blockade, saying that it hurt ordinary people.",
        "The minister criticised the blockade",
    ),
    "something said did not happen": ("The spokesman did not say who was responsible.", "The spokesman did not say who was responsible"),
}


@pytest.mark.parametrize(("text", "content"), OWN_VOICE.values(), ids=OWN_VOICE.keys())
def test_what_no_source_says_the_outlet_says(text: str, content: str) -> None:
    assert (content, "", None, "asserts") in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "The colonel said the bridge had fallen.",
        "The talks failed, Reuters reported, citing two officials.",
        "According to police, a shop burned down.",
    ],
)
def test_a_frame_alone_is_no_claim(text: str) -> None:
    assert len(told(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The decision guarantees that the port stays open.",
        "The miners rejected the offer.",
        "The king dismissed the general.",
        "The clerk declined to say how many tickets had been sold.",
        "The ministry neither confirmed nor denied the raid.",
        "Nobody believes that the port will open.",
        "A guard who calls himself Ivo opened the gate.",
        "It is essential to explain the new rules.",
    ],
)
def test_nobody_is_cited_where_nothing_is_claimed(text: str) -> None:
    assert all(not chain for _, chain, _, _ in told(text))


def test_what_somebody_is_asked_to_do_is_not_said_by_him() -> None:
    assert [chain for _, chain, cue, _ in told("The bloc called on the union to condemn the raid.") if cue] == ["The bloc"]


def test_the_question_of_a_headline_is_the_outlets() -> None:
    assert told("Why did the bridge fall?") == [("Why did the bridge fall", "", None, "asks")]


def test_a_pronoun_is_named_by_its_last_bearer_and_spans_the_pronoun() -> None:
    text = "General Ada Okoro said the town was quiet. She added that roads were open."
    source = claims(text)[-1].chain[-1]
    assert (source.name, text[source.start : source.end], source.named) == ("General Ada Okoro", "She", True)


@pytest.mark.parametrize(
    ("text", "kind", "named"),
    [
        ("Reuters reported that the ship sank.", "outlet", True),
        ("Two officials said that the ship sank.", "official", False),
        ("Colonel Anna Berg said that the ship sank.", "military", True),
        ("A report said that the ship sank.", "document", False),
        ("The defence ministry said that the ship sank.", "government", True),
        ("Residents said that the ship sank.", "people", False),
    ],
)
def test_kinds_of_sources(text: str, kind: str, named: bool) -> None:
    source = claims(text)[0].chain[-1]
    assert (source.kind, source.named) == (kind, named)


def test_without_an_outlet_chains_begin_with_the_first_source() -> None:
    assert [[s.name for s in c.chain] for c in claims("Police said a shop burned down. The owner fled.", outlet=None)] == [["Police"], []]


def test_a_credit_stands_for_an_outlet_that_is_not_known() -> None:
    text = "The bridge fell on Monday.\n\nSource: Harbour Post"
    assert [s.name for s in claims(text)[0].chain] == [OUTLET]
    assert [s.name for s in claims(text, outlet=None)[0].chain] == ["Harbour Post"]


def test_quoted_tells_whether_most_of_it_stands_in_quotation_marks() -> None:
    assert [c.quoted for c in claims('"They fired at the boats," a fisherman said. Police said the shots were "warnings".')] == [
        True,
        False,
    ]

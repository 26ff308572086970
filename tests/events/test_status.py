"""What the origin of a claim says of an event."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.events.quantities import quantities_of
from tocsin.events.status import status_of
from tocsin.events.status_words import governors, modifiers
from tocsin.events.when import when_of
from tocsin.records import Claim, Cue, Parse, Source, Stance, Status

OUTLET = Source(name="Sample Daily", kind="outlet", named=True, start=None, end=None, actor=None)

# what, the sentence, the trigger, the type of the event, the status
PLAIN: list[tuple[str, str, str, str, Status]] = [
    ("simple past", "Gunmen attacked a convoy near the border.", "attacked", "ASSAULT", "occurred"),
    ("present perfect", "The army has shelled the port.", "shelled", "ASSAULT", "occurred"),
    ("passive", "Four officers were arrested at the airport.", "arrested", "COERCE", "occurred"),
    ("headline present", "Kenya recalls its ambassador.", "recalls", "SANCTION", "occurred"),
    ("progressive", "Rebels are shelling the port.", "shelling", "ASSAULT", "ongoing"),
    ("perfect progressive", "Workers have been striking for a month.", "striking", "PROTEST", "ongoing"),
    ("continues to", "The navy continues to block the strait.", "block", "COERCE", "ongoing"),
    ("will continue to", "The union will continue to back the treaty, it said.", "back", "SUPPORT", "ongoing"),
    ("light verb in the progressive", "The two fleets are holding exercises off the coast.", "exercises", "COOPERATE", "ongoing"),
    ("standing sanctions", "The firm complained about the sanctions.", "sanctions", "SANCTION", "ongoing"),
    ("imposed sanctions", "Canada imposed sanctions on the firm.", "sanctions", "SANCTION", "occurred"),
    ("besieged", "Aid reached the besieged town.", "besieged", "COERCE", "ongoing"),
    ("trying to", "Diplomats are trying to save the accord.", "save", "SUPPORT", "ongoing"),
    ("will", "Norway will send two frigates.", "send", "MOBILIZE", "scheduled"),
    ("going to", "Norway is going to send two frigates.", "send", "MOBILIZE", "scheduled"),
    ("is to", "The envoy is to visit Tunis on Sunday.", "visit", "CONSULT", "scheduled"),
    ("is set to", "The envoy is set to visit Tunis.", "visit", "CONSULT", "scheduled"),
    ("is expected to", "The ministers are expected to meet on Monday.", "meet", "CONSULT", "scheduled"),
    ("plans to", "Norway plans to send two frigates.", "send", "MOBILIZE", "scheduled"),
    ("exercise on the plan", "The fleet is holding a drill in the gulf, which was scheduled months ago.", "drill", "MOBILIZE", "scheduled"),
    ("annual exercise", "The two armies began annual exercises on Monday.", "exercises", "MOBILIZE", "scheduled"),
    ("a rejection that is not possible", "The council cannot oppose the request.", "oppose", "REJECT", "denied"),
    ("near negation", "The cabinet has hardly met since May.", "met", "CONSULT", "denied"),
    ("planned noun", "Planned exercises in the north worry the neighbours.", "exercises", "MOBILIZE", "scheduled"),
    ("scheduled for", "The meeting is scheduled for Wednesday.", "meeting", "CONSULT", "scheduled"),
    ("agreed to", "The two sides agreed to exchange prisoners.", "exchange", "COOPERATE", "scheduled"),
    ("ordered to", "The president ordered the army to withdraw.", "withdraw", "RETREAT", "scheduled"),
    ("approved", "The cabinet approved the deployment of 400 soldiers.", "deployment", "MOBILIZE", "scheduled"),
    ("ahead of", "Ahead of talks in Cairo, the envoy flew home.", "talks", "CONSULT", "scheduled"),
    ("headline infinitive", "Norway to send frigates.", "send", "MOBILIZE", "scheduled"),
    ("postponed", "The summit has been postponed.", "summit", "CONSULT", "scheduled"),
    ("threatened to", "The militia threatened to attack the refinery.", "attack", "ASSAULT", "threatened"),
    ("vowed retaliation", "The general vowed retaliation.", "retaliation", "ASSAULT", "threatened"),
    ("vowed to", "The general vowed to strike back at the rebels.", "strike", "ASSAULT", "threatened"),
    ("promised to help", "Oslo promised to help the refugees.", "help", "AID", "scheduled"),
    ("threat of", "The threat of an attack keeps ships away.", "attack", "ASSAULT", "threatened"),
    ("will if", "The army will strike if the rebels cross the river.", "strike", "ASSAULT", "threatened"),
    ("or face", "Buyers must stop their imports or face sanctions.", "sanctions", "SANCTION", "threatened"),
    ("call for", "Thousands called for a ceasefire.", "ceasefire", "RETREAT", "demanded"),
    ("urged to", "The council urged the rebels to withdraw.", "withdraw", "RETREAT", "demanded"),
    ("demanded that", "The council demanded that the rebels withdraw.", "withdraw", "RETREAT", "demanded"),
    ("should", "The rebels should withdraw.", "withdraw", "RETREAT", "demanded"),
    ("must", "The rebels must withdraw.", "withdraw", "RETREAT", "demanded"),
    ("wants them to", "Oslo wants the rebels to withdraw.", "withdraw", "RETREAT", "demanded"),
    ("told to", "Oslo told the company to stop its exports.", "stop", "SANCTION", "demanded"),
    ("may", "The rebels may attack the city.", "attack", "ASSAULT", "possible"),
    ("could lead to", "The dispute could lead to war.", "war", "ASSAULT", "possible"),
    ("fears", "There are fears of an attack on the capital.", "attack", "ASSAULT", "possible"),
    ("concern that", "Concern that Chad could launch a raid is growing.", "raid", "ASSAULT", "possible"),
    ("risk of", "The risk of war is growing.", "war", "ASSAULT", "possible"),
    ("likely to", "The rebels are likely to attack.", "attack", "ASSAULT", "possible"),
    ("considering", "Oslo is considering sending troops.", "sending", "MOBILIZE", "possible"),
    ("openness", "The premier expressed openness to talks.", "talks", "CONSULT", "possible"),
    ("condition", "If the rebels attack, the talks are over.", "attack", "ASSAULT", "possible"),
    ("purpose", "The blockade should force the rebels to negotiate.", "negotiate", "CONSULT", "demanded"),
    ("aim", "They burned the fields to force the villagers to flee.", "flee", "COERCE", "possible"),
    ("perhaps", "Perhaps the army shelled the market.", "shelled", "ASSAULT", "possible"),
    ("question", "Did the army shell the market?", "shell", "ASSAULT", "possible"),
    ("in case of", "In case of an attack, residents should stay inside.", "attack", "ASSAULT", "possible"),
    ("failed to", "The parties failed to form a coalition.", "form", "AGREE", "failed"),
    ("thwarted", "Police thwarted an attack on the embassy.", "attack", "ASSAULT", "failed"),
    ("prevented from", "Soldiers prevented the crowd from storming the palace.", "storming", "ASSAULT", "failed"),
    ("failed coup", "The failed coup shook the country.", "coup", "ASSAULT", "failed"),
    ("refused to", "The rebels refused to negotiate.", "negotiate", "CONSULT", "failed"),
    ("tried to", "Gunmen tried to seize the radio station.", "seize", "COERCE", "failed"),
    ("would have", "The army would have attacked.", "attacked", "ASSAULT", "failed"),
    ("cancelled", "The envoy cancelled his visit.", "visit", "CONSULT", "failed"),
    ("denied", "The army denied shelling the market.", "shelling", "ASSAULT", "denied"),
    ("denied that", "The army denied that it had shelled the market.", "shelled", "ASSAULT", "denied"),
    ("denied a role", "The army denied involvement in the attack.", "attack", "ASSAULT", "denied"),
    ("did not", "The army did not shell the market.", "shell", "ASSAULT", "denied"),
    ("no one", "No one was arrested.", "arrested", "COERCE", "denied"),
    ("no noun", "There were no arrests.", "arrests", "COERCE", "denied"),
    ("without", "The crowd left without attacking the guards.", "attacking", "ASSAULT", "denied"),
    ("ruled out", "The premier ruled out talks.", "talks", "CONSULT", "denied"),
    ("no plans to", "Oslo has no plans to send troops.", "send", "MOBILIZE", "denied"),
    ("does not intend to", "Oslo does not intend to send troops.", "send", "MOBILIZE", "denied"),
    ("managed to", "The rebels managed to seize the port.", "seize", "COERCE", "occurred"),
    ("did not fail to", "The rebels did not fail to seize the port.", "seize", "COERCE", "occurred"),
    ("did not manage to", "The rebels did not manage to seize the port.", "seize", "COERCE", "failed"),
    ("forced to", "The rebels were forced to withdraw.", "withdraw", "RETREAT", "occurred"),
    ("has not stopped", "The army has not stopped shelling the port.", "shelling", "ASSAULT", "ongoing"),
    ("condemned", "Oslo condemned the attack.", "attack", "ASSAULT", "occurred"),
    ("may condemn", "Oslo may condemn the attack.", "attack", "ASSAULT", "occurred"),
    ("after", "After attacking the port, the rebels left.", "attacking", "ASSAULT", "occurred"),
    ("because", "Oslo will protest because the rebels attacked its ship.", "attacked", "ASSAULT", "occurred"),
    ("relative clause", "Oslo will sue the men who attacked its ship.", "attacked", "ASSAULT", "occurred"),
    ("accused of", "Oslo accused the rebels of attacking its ship.", "attacking", "ASSAULT", "occurred"),
    ("accused of planning", "Oslo accused the rebels of planning to attack its ship.", "attack", "ASSAULT", "scheduled"),
    ("shared modal", "Norway will send recruits and train them.", "train", "AID", "scheduled"),
    ("shared negation", "There were no raids or arrests.", "arrests", "COERCE", "denied"),
    ("declared by deciding", "Chile decided to recall its ambassador.", "recall", "SANCTION", "occurred"),
    ("the demand itself", "Oslo must be told, the rebels demanded.", "demanded", "REQUEST", "occurred"),
    ("the threat itself", "The militia threatened to attack the refinery.", "threatened", "THREATEN", "occurred"),
    ("the refusal itself", "The rebels will not negotiate.", "negotiate", "REJECT", "occurred"),
    ("purpose of a journey", "The envoy will travel to Cairo to discuss the truce.", "discuss", "CONSULT", "scheduled"),
    ("purpose reached", "Crowds gathered to protest against the law.", "protest", "PROTEST", "occurred"),
    ("will not hesitate", "Oslo will not hesitate to strike, he said.", "strike", "ASSAULT", "threatened"),
    ("has yet to", "The council has yet to meet.", "meet", "CONSULT", "failed"),
    ("was to have", "The envoy was to have met the rebels.", "met", "CONSULT", "failed"),
    ("whether", "The council will decide whether to extend the embargo.", "extend", "SANCTION", "possible"),
    ("subject of what is due", "Talks are due to resume on Saturday.", "Talks", "CONSULT", "scheduled"),
    ("subject of what is unlikely", "A withdrawal remains unlikely.", "withdrawal", "RETREAT", "possible"),
    ("under discussion", "An embargo is under discussion.", "embargo", "SANCTION", "possible"),
    ("in talks", "Oslo is in talks with Tunis.", "talks", "CONSULT", "ongoing"),
    ("plot to", "The army foiled a plot to kill the president.", "kill", "ASSAULT", "failed"),
    ("once", "Oslo will return once the sanctions are lifted.", "lifted", "CONCEDE", "possible"),
    ("nobody claimed", "Nobody has claimed responsibility for the raid.", "raid", "ASSAULT", "occurred"),
    ("after weeks of", "The militia left after weeks of fighting.", "fighting", "ASSAULT", "occurred"),
    ("not stopped yet", "Both sides must halt the fighting.", "fighting", "ASSAULT", "ongoing"),
    ("had hoped to", "Oslo had hoped to buy the ships.", "buy", "COOPERATE", "failed"),
    ("has begun", "Oslo has begun withdrawing its troops.", "withdrawing", "RETREAT", "ongoing"),
    ("began", "Oslo began withdrawing its troops on Tuesday.", "withdrawing", "RETREAT", "occurred"),
    ("failed again", "The council failed for the third time to meet.", "meet", "CONSULT", "failed"),
    ("a blow that is stepped up", "Oslo has intensified its bombardment of the port.", "bombardment", "ASSAULT", "ongoing"),
    ("order", "Stop the war, banners read.", "Stop", "REQUEST", "occurred"),
    ("only ordered", "The junta ordered air raids on the port.", "ordered", "ASSAULT", "scheduled"),
    ("only prepared", "The junta is preparing an offensive against the rebels.", "preparing", "ASSAULT", "scheduled"),
    ("ordered, and known", "Oslo accused the junta of having ordered the raid.", "ordered", "ASSAULT", "occurred"),
    ("ordered, then called off", "The junta ordered raids on the port and then called them off.", "ordered", "ASSAULT", "failed"),
    ("approved, then cancelled", "He approved a raid but cancelled the operation at dawn.", "approved", "ASSAULT", "failed"),
    ("called off a sentence later", "The junta planned a raid. It was called off at dawn.", "planned", "ASSAULT", "failed"),
    ("begun, then aborted", "The navy launched an operation but aborted it.", "launched", "ASSAULT", "failed"),
    ("begun, then halted", "The navy launched raids and halted them a week later.", "launched", "ASSAULT", "occurred"),
    ("not called off", "The junta ordered raids on the port and has not called them off.", "ordered", "ASSAULT", "scheduled"),
    ("something else revoked", "The junta ordered raids on the port. Oslo revoked a fishing licence.", "ordered", "ASSAULT", "scheduled"),
    ("a raid called off", "The junta called off the raid on the port.", "called", "ASSAULT", "failed"),
    ("a raid put off", "The junta put off the raid on the port.", "put", "ASSAULT", "scheduled"),
    ("a known raid postponed", "The junta postponed the raid on the port.", "postponed", "ASSAULT", "scheduled"),
    ("any attack", "Oslo is ready for any attack.", "attack", "ASSAULT", "possible"),
    ("about to", "Oslo is about to sign the treaty.", "sign", "AGREE", "scheduled"),
    ("a cancelled raid", "The junta cancelled a raid on the port.", "cancelled", "ASSAULT", "failed"),
    ("order withdrawn", "The junta rescinded an order to shell the port.", "shell", "ASSAULT", "failed"),
    ("called back", "Oslo called back jets that were on their way to bomb the port.", "bomb", "ASSAULT", "failed"),
    ("on the way", "Jets were on their way to bomb the port.", "bomb", "ASSAULT", "possible"),
    ("shied away from", "The cabinet backed away from strikes.", "strikes", "ASSAULT", "failed"),
    ("short of", "The cabinet stopped short of invading the island.", "invading", "ASSAULT", "failed"),
    ("minutes from", "The fleet was minutes away from shelling the port.", "shelling", "ASSAULT", "possible"),
    ("close to", "The fleet came close to shelling the port.", "shelling", "ASSAULT", "possible"),
    ("on the verge", "The fleet is on the verge of shelling the port.", "shelling", "ASSAULT", "possible"),
    ("in a position to", "The fleet is in a position to shell the port.", "shell", "ASSAULT", "possible"),
    ("ready to", "The fleet is ready to shell the port.", "shell", "ASSAULT", "possible"),
    ("prepared to", "The envoy is prepared to meet the rebels.", "meet", "CONSULT", "possible"),
    ("could have", "The fleet could have shelled the port.", "shelled", "ASSAULT", "possible"),
    ("false report", "Reports that rebels seized the port are false.", "seized", "COERCE", "denied"),
    ("rumour proved wrong", "A rumour that rebels had seized the port proved wrong.", "seized", "COERCE", "denied"),
    ("dismissed as false", "Reports of a raid on the port were dismissed as false.", "raid", "ASSAULT", "denied"),
    ("called untrue", "The ministry called reports of a rebel attack on Oslo false.", "attack", "ASSAULT", "denied"),
    ("a fabrication", "Claims that rebels seized the port are a fabrication.", "seized", "COERCE", "denied"),
    ("a lie that", "It was a lie that rebels had seized the port.", "seized", "COERCE", "denied"),
    ("not true that", "It is not true that rebels seized the port.", "seized", "COERCE", "denied"),
    ("a true report", "Reports that rebels seized the port are true.", "seized", "COERCE", "occurred"),
    ("a deed that was wrong", "The raid on the port was wrong.", "raid", "ASSAULT", "occurred"),
    ("should they", "Oslo will answer should rebels attack its ships.", "attack", "ASSAULT", "possible"),
    ("named an attack", "Oslo called it an unprovoked attack.", "attack", "ASSAULT", "occurred"),
    ("a deed that is named", "Oslo called the seizure an outrage.", "seizure", "COERCE", "occurred"),
    ("the condition is", "The condition is that the troops withdraw.", "withdraw", "RETREAT", "demanded"),
]


# what, the sentence, the trigger, its type, the stance, the content of the claim, its cue, the status
CLAIMED: list[tuple[str, str, str, str, str, str, str | None, Status]] = [
    (
        "denial",
        "The army rejected talk of the raid.",
        "raid",
        "ASSAULT",
        "denies",
        "the raid",
        "rejected",
        "denied",
    ),
    (
        "a refusal in a denial",
        "We will not talk, he said.",
        "talk",
        "REJECT",
        "denies",
        "We will not talk",
        "said",
        "occurred",
    ),
    ("reported would", "Oslo said it would send frigates.", "send", "MOBILIZE", "announces", "it would send frigates", "said", "scheduled"),
    ("past progressive", "Oslo said it was arming the rebels.", "arming", "AID", "asserts", "it was arming the rebels", "said", "ongoing"),
    ("threat by stance", "Tehran will answer, he said.", "answer", "ASSAULT", "threatens", "Tehran will answer", "said", "threatened"),
    ("assessed", "Oslo will attack, analysts say.", "attack", "ASSAULT", "assesses", "Oslo will attack", "say", "possible"),
    ("accused", "The envoy blamed Oslo for the raid.", "raid", "ASSAULT", "accuses", "the raid", "blamed", "occurred"),
    ("outside the claim", "Oslo denied that the raid took place.", "raid", "ASSAULT", "asserts", "the raid took place", None, "occurred"),
]


def _claim(parsed: Parse, stance: Stance, content: str, cue: str | None) -> Claim:
    start = parsed.text.index(content)
    found = None if cue is None else Cue(start=parsed.text.index(cue), end=parsed.text.index(cue) + len(cue), text=cue)
    return Claim(id="c1", start=start, end=start + len(content), chain=(OUTLET,), cue=found, stance=stance, quoted=False)


@pytest.mark.parametrize(("text", "trigger", "type_", "status"), [c[1:] for c in PLAIN], ids=[c[0] for c in PLAIN])
def test_words_alone(parse, text, trigger, type_, status):
    parsed = parse(text)
    told = status_of(parsed, parsed.words.index(trigger), type=type_, claim=None)
    assert told.status == status, [e.note for e in told.evidence]


@pytest.mark.parametrize(
    ("text", "trigger", "type_", "stance", "content", "cue", "status"), [c[1:] for c in CLAIMED], ids=[c[0] for c in CLAIMED]
)
def test_claims(parse, text, trigger, type_, stance, content, cue, status):
    parsed = parse(text)
    told = status_of(parsed, parsed.words.index(trigger), type=type_, claim=_claim(parsed, stance, content, cue))
    assert told.status == status, [e.note for e in told.evidence]


def test_evidence_names_the_word_that_decided(parse):
    parsed = parse("There are fears that the rebels could attack.")
    told = status_of(parsed, parsed.words.index("attack"), type="ASSAULT", claim=None)
    assert [(e.name, e.value) for e in told.evidence] == [("form", "could")]
    assert [(r.by, r.detail, parsed.text[r.start : r.end]) for r in told.reasons] == [("grammar", "modal: possible", "could")]


@pytest.fixture(scope="module")
def many(parse):
    return parse(" ".join(case[1] for case in PLAIN[:40]))


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10**6), st.sampled_from(["ASSAULT", "REJECT", "REQUEST", "THREATEN", "OTHER"]))
def test_any_token_has_a_status_and_any_reason_a_note(many, seed, type_):
    parsed = many
    told = status_of(parsed, seed % len(parsed), type=type_, claim=None)
    assert told.status in get_args(Status)
    assert all(e.note and e.value and e.weight > 0 for e in told.evidence)
    assert told.reasons
    assert told.reasons[-1].detail.endswith(told.status)


def test_no_governor_is_unknown_to_the_table():
    assert len(governors()) > 600
    assert len(modifiers()) > 40


WORDS = ("plans", "to", "attack", "of", "time", "failed", "if", "not", "be", "order", "under", "that", "would", "was", "talks", "planning")
RELATIONS = ("nsubj", "dobj", "xcomp", "advcl", "relcl", "acl", "prep", "pobj", "pcomp", "conj", "aux", "neg", "mark", "ccomp", "acomp")
TAGS = (("VB", "VERB"), ("VBD", "VERB"), ("VBN", "VERB"), ("NN", "NOUN"), ("IN", "ADP"), ("JJ", "ADJ"), ("VBZ", "AUX"))


@st.composite
def trees(draw):
    """Any sentence with any tree: what the parser may get wrong."""
    size = draw(st.integers(1, 9))
    words = [draw(st.sampled_from(WORDS)) for _ in range(size)]
    order = draw(st.permutations(range(size)))
    heads = [0] * size
    for place, token in enumerate(order):
        heads[token] = order[draw(st.integers(0, place - 1))] if place else token
    tags = [draw(st.sampled_from(TAGS)) for _ in range(size)]
    text = " ".join(words)
    starts = [len(" ".join(words[:i])) + (i > 0) for i in range(size)]
    return Parse(
        text=text,
        starts=tuple(starts),
        ends=tuple(s + len(w) for s, w in zip(starts, words, strict=True)),
        lemmas=tuple({"plans": "plan", "failed": "fail", "was": "be", "talks": "talk"}.get(w, w) for w in words),
        tags=tuple(t for t, _ in tags),
        pos=tuple(p for _, p in tags),
        heads=tuple(heads),
        relations=tuple("ROOT" if heads[i] == i else draw(st.sampled_from(RELATIONS)) for i in range(size)),
        entities=("",) * size,
        sentences=((0, size),),
    )


@settings(deadline=None, max_examples=150)
@given(tree=trees(), data=st.data())
def test_no_tree_leads_round_in_a_circle(tree, data):
    trigger = data.draw(st.integers(0, len(tree) - 1))
    found = status_of(tree, trigger, type="ASSAULT", claim=None).status
    assert found in get_args(Status)
    when, _ = when_of(tree, trigger, status=found, times=(), published=None)
    assert when.basis == "publication"
    quantities_of(tree, trigger)


def test_a_subject_before_its_infinitive_leads_round_in_no_circle():
    words = ("named", "order", "to", "attack")
    parsed = Parse(
        text=" ".join(words),
        starts=(0, 6, 12, 15),
        ends=(5, 11, 14, 21),
        lemmas=("name", "order", "to", "attack"),
        tags=("VBN", "NN", "TO", "VB"),
        pos=("VERB", "NOUN", "PART", "VERB"),
        heads=(0, 3, 3, 0),
        relations=("ROOT", "nsubj", "aux", "xcomp"),
        entities=("",) * 4,
        sentences=((0, 4),),
    )
    assert [status_of(parsed, i, type="ASSAULT", claim=None).status for i in (1, 3)] == ["possible", "possible"]

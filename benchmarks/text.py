"""Makes articles of about 450 words, in the manner of agency news or of what else a feed holds, the same ones from the same seed."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from itertools import cycle, islice

from tocsin.records import Article
from tocsin.records.article import text_id

_STATES = (
    ("France", "French", "Paris"),
    ("Kenya", "Kenyan", "Nairobi"),
    ("India", "Indian", "New Delhi"),
    ("Turkey", "Turkish", "Ankara"),
    ("Colombia", "Colombian", "Bogota"),
    ("Japan", "Japanese", "Tokyo"),
    ("Egypt", "Egyptian", "Cairo"),
    ("Poland", "Polish", "Warsaw"),
    ("Ethiopia", "Ethiopian", "Addis Ababa"),
    ("Iran", "Iranian", "Tehran"),
    ("Israel", "Israeli", "Jerusalem"),
    ("Russia", "Russian", "Moscow"),
)
_NAMES = ("Amara Diallo", "Tomas Rehak", "Leila Haddad", "Jun Watanabe", "Maria Ortega", "Peter Novak", "Sara Lindqvist", "Daniel Mbeki")
_ROLES = ("foreign minister", "defence minister", "government spokesman", "army chief", "interior minister", "deputy prime minister")
_DAYS = ("on Monday", "on Tuesday", "late on Thursday", "last week", "earlier this month", "on 3 May", "in April", "within ten days")
_ACTS = (
    "{a} forces shelled a border post near {city}, killing {n} soldiers and wounding dozens of civilians {day}",
    "{A} will deploy {n},000 additional troops to the frontier with {B} {day}",
    "{A} and {B} signed an agreement to resume talks over the disputed river {day}",
    "protesters marched through {city} {day} to demand the release of detained lawmakers",
    "{A} imposed sanctions on {n} companies that it accuses of supplying arms to rebels in {B}",
    "the {a} navy seized a tanker carrying fuel from {B} {day}",
    "{A} rejected a proposal by the United Nations to open a humanitarian corridor",
    "{A} threatened to close the crossing if {B} did not withdraw its troops",
    "the two sides agreed to a ceasefire that was due to begin {day}",
    "{a} police arrested {n} people accused of planning attacks on government buildings",
    "a delegation from {B} arrived in {city} {day} for talks with senior officials",
    "{A} sent food and medicine to {n},000 people displaced by the fighting",
)
_FRAMES = (
    "{Act}, {role} {name} said {day}.",
    "The {a} {role}, {name}, told reporters that {act}.",
    "“We will not accept this,” {name} said. “Our answer will be firm and measured.”",
    "According to two officials who spoke on condition of anonymity, {act}.",
    "{Act}, the state news agency reported, citing the ministry.",
    "{B} denied that {act}.",
    "The {b} government accused {A} of violating an accord that was reached in 2019.",
    "He added that the government had no plans to change its policy before the elections.",
    "{Act}.",
    "Analysts said it was possible that {act}, but that neither side wanted a wider conflict.",
    "Prices of grain and fuel rose by {n} percent in the markets of {city}, traders said.",
    "The dispute began years ago, when engineers of both countries drew the first maps of the valley.",
)


_ELSE = {
    "sport": (
        "{name} scored {n} points as the home side won the match before a cheering crowd of fans.",
        "The coach praised his players and said that the team had shown its best form of the season.",
        "The captain missed the final with a sore knee, and the club hopes that he will return next week.",
        "It was the third win in a row for the champions, who lead the league with {n} points.",
        "The striker and the goalkeeper both join from a rival club on a free transfer in the summer.",
    ),
    "recipes": (
        "Beat the butter with the sugar until pale, then fold in the flour and {n} grams of chocolate.",
        "Bake the cake in a hot oven until golden, and serve it with cream and fresh berries.",
        "This recipe makes a delicious dinner for four, and the sauce keeps for days in the fridge.",
        "Chop the garlic and the onion, stir them in the saucepan, and simmer with a teaspoon of salt.",
        "{name}, who wrote the cookbook, says that the dough should rest before it goes into the oven.",
    ),
    "stars": (
        "The actor {name} will star in a romantic comedy series that comes to streaming next season.",
        "The singer wore a stunning gown on the red carpet and posed for photos with her husband.",
        "Fans loved the trailer of the film, and critics praised the songs of the album.",
        "Her new look, with long hair and bright lipstick, drew {n} thousand comments on her page.",
        "The show returns with {n} new episodes, and the stars of the first series are all back.",
    ),
    "gadgets": (
        "The new phone has a brighter screen, a better camera and a battery that lasts for {n} hours.",
        "The best deals on laptops and headphones are here, with discounts on games and consoles.",
        "Players can try the new game free on their console, with {n} levels and better graphics.",
        "{name} tested the device for a week and liked its design, its display and its apps.",
        "The watch tracks your sleep, and the smart speaker plays music in every room.",
    ),
}


def articles(count: int, *, words: int = 450, seed: int = 7) -> list[Article]:
    """`count` articles of news of about `words` words each."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    return [_article(partial(_sentence, dice), dice, words) for _ in range(count)]


def feed(count: int, *, words: int = 450, seed: int = 7) -> list[Article]:
    """The same, but of five only one is news of the world; the others are of sport, recipes, stars and gadgets."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    news = iter(articles(-(-count // 5), words=words, seed=seed))
    kinds = (None, *_ELSE)
    return [next(news) if kind is None else _article(partial(_other, dice, kind), dice, words) for kind in islice(cycle(kinds), count)]


def _article(sentence: Callable[[], str], dice: random.Random, words: int) -> Article:
    paragraphs: list[str] = []
    while sum(len(p.split()) for p in paragraphs) < words:
        paragraphs.append(" ".join(sentence() for _ in range(dice.randint(1, 3))))
    text = "\n\n".join(paragraphs)
    return Article(id=text_id(text), text=text, outlet="Sample Daily")


def _other(dice: random.Random, kind: str) -> str:
    return dice.choice(_ELSE[kind]).format(name=dice.choice(_NAMES), n=dice.randint(2, 90))


def _sentence(dice: random.Random) -> str:
    (a_state, a_people, city), (b_state, b_people, _) = dice.sample(_STATES, 2)
    words = {"A": a_state, "B": b_state, "a": a_people, "b": b_people, "city": city, "n": str(dice.randint(2, 90))}
    act = dice.choice(_ACTS).format(day=dice.choice(_DAYS), **words)
    frame = dice.choice(_FRAMES)
    return frame.format(
        act=act, Act=act[0].upper() + act[1:], role=dice.choice(_ROLES), name=dice.choice(_NAMES), day=dice.choice(_DAYS), **words
    )

import itertools
from datetime import date

import pytest

import tocsin
from tocsin.config import Config
from tocsin.errors import ConfigError, EmptyText
from tocsin.records import Article, Unreadable

TEXT = "The army of Norland shelled a village on Monday, two officials said. The government denied it."
READER = tocsin.Reader(Config(batch_size=2), as_of=date(2024, 5, 8))


def rows(count):
    lost = Unreadable(id="lost", code="bad_row", message="a broken line")
    return [lost if n % 3 == 2 else Article(id=str(n), text=f"{n} soldiers left. {TEXT}") for n in range(count)]


def test_one_article_reads_the_same_alone_and_among_many():
    many = list(READER.read_many(rows(5)))
    assert READER.read(rows(5)[1]) == many[1]


def test_processes_change_nothing():
    assert list(READER.read_many(rows(7), processes=2)) == list(READER.read_many(rows(7)))


def test_what_could_not_be_collected_keeps_its_place():
    assert [getattr(a, "id", None) or a.article.id for a in READER.read_many(rows(6))] == ["0", "1", "lost", "3", "4", "lost"]


def test_memory_stays_bounded():
    taken = itertools.count()
    endless = (Article(id=str(next(taken)), text="A bridge fell.") for _ in itertools.count())
    answers = READER.read_many(endless)
    next(answers)
    assert next(taken) <= 2 * READER.config.batch_size


def test_an_unreadable_article_is_an_error_alone():
    with pytest.raises(EmptyText, match="empty"):
        tocsin.read("  ")


@pytest.mark.parametrize("processes", [0, -1])
def test_fewer_than_one_process_is_refused(processes):
    with pytest.raises(ConfigError, match="One or more"):
        list(READER.read_many([], processes=processes))

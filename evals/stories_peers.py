"""Where the merging stands on material of others: ECB+, and the samples that Taranis AI and its story-clustering ship.

    python -m evals.stories_peers

ECB+ (Cybulska and Vossen 2014) holds documents on 43 topics, each topic two happenings of one kind, such as two checks into rehab by two
actresses. Here the documents of one subtopic are taken for reports of one happening. That is coarser than its own labels, which are of
single mentions, so the figures stand beside none that is published; and its training documents, which these are, have a small part in our
weights. All are given one day, so that days help nobody. The sample of the peers is a fixture of their tests, ten invented items of cyber
security under titles such as "Test News Item"; each is expected to stand alone.

Both are sought in `TOCSIN_GOLD`, else ../shared/gold, and in the folder corpora beside it; what is missing is left out and said so.
"""

from __future__ import annotations

import gzip
import json
import sys
import tarfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from evals.tasks import gold_folder
from tocsin.incidents.fold import fold
from tocsin.incidents.state import State
from tocsin.pipeline.filing import filed, stamped
from tocsin.pipeline.reader import Reader
from tocsin.records import Article, Item, MadeBy

NOW = datetime(2030, 1, 1, tzinfo=UTC)
DAY = date(2010, 1, 5)
SAMPLE = "peer-story-clustering/tests/story_list.json"
SPACED = ((" ,", ","), (" .", "."), (" 's", "'s"), ("`` ", '"'), (" ''", '"'), (" n't", "n't"), (" :", ":"), (" ;", ";"))


def main() -> int:
    """Print the figures."""
    gold = gold_folder()
    docs, peers = gold / "coref" / "ecbplus_docs_train.jsonl.gz", gold.parent / "corpora" / "peers.tar.gz"
    for path, measure in ((docs, ecb), (peers, sample)):
        if path.exists():
            measure(path)
        else:
            print(f"{path} is missing: left out (set TOCSIN_GOLD to the folder that holds the labelled texts)")
    return 0


def ecb(path: Path) -> None:
    """Documents of one subtopic kept together, those of the other happening of the topic apart."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    items = {row["doc"]: _document(row) for row in rows}
    answer = placed(list(items.values()))
    gold = {doc: doc.rsplit("/", 1)[0] for doc in items}
    topics = {doc: doc.split("/")[0] for doc in items}
    print(f"ECB+, {len(gold)} documents, {len(set(gold.values()))} subtopics of {len(set(topics.values()))} topics, B-cubed P R F1")
    print("  merged            {:.3f} {:.3f} {:.3f}".format(*b_cubed(gold, answer)))
    print("  topics as one     {:.3f} {:.3f} {:.3f}".format(*b_cubed(gold, topics)))
    print("  each for itself   {:.3f} {:.3f} {:.3f}".format(*b_cubed(gold, {doc: doc for doc in gold})))


def sample(path: Path) -> None:
    """The ten items of the story-clustering tests, which expect each in a story of its own."""
    with tarfile.open(path) as archive:
        file = archive.extractfile(SAMPLE)
        stories = json.load(file) if file else []
    items = [_news(story["id"], story["news_items"][0]) for story in stories]
    answer = placed(items)
    print(f"story-clustering sample: {len(items)} items, expected {len(items)} stories, answered {len(set(answer.values()))}")


def placed(items: Sequence[Item]) -> dict[str, str]:
    """The incident that each item reports as its news, or itself where it reports none."""
    unread = MadeBy(version="0", config="none")
    answers = Reader().read_many([item.article for item in items])
    filings = [
        filed(item, answer, stamped(item, made_by=getattr(answer, "made_by", unread), recorded_at=NOW))
        for item, answer in zip(items, answers, strict=True)
    ]
    state, _ = fold(State(), filings, as_of=NOW)
    places = {filing.article.row_id: state.places[filing.article.id] for filing in filings}
    return {str(row): place.incidents[0] if place.leads else str(row) for row, place in places.items()}


def b_cubed(gold: Mapping[str, str], answer: Mapping[str, str]) -> tuple[float, float, float]:
    """Precision, recall and F1 (Bagga and Baldwin 1998)."""
    together: dict[str, set[str]] = defaultdict(set)
    answered: dict[str, set[str]] = defaultdict(set)
    for each in gold:
        together[gold[each]].add(each)
        answered[answer[each]].add(each)
    shared = {each: len(together[gold[each]] & answered[answer[each]]) for each in gold}
    precision = sum(shared[each] / len(answered[answer[each]]) for each in gold) / len(gold)
    recall = sum(shared[each] / len(together[gold[each]]) for each in gold) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def _document(row: Mapping[str, Any]) -> Item:
    told = [text for words in row["sents"] if not (text := _joined(words)).startswith(("http", "www"))]
    return _item(row["doc"], told[0], " ".join(told[1:])[:1200] or told[0], DAY)


def _news(story: str, row: Mapping[str, Any]) -> Item:
    return _item(story, row["title"], row["content"], date.fromisoformat(row["published"][:10]))


def _item(row: str, title: str, text: str, day: date) -> Item:
    article = Article(id=row, text=text, title=title, outlet=row, published=day, published_basis="given")
    return Item(article=article, source="evals")


def _joined(words: Sequence[str]) -> str:
    text = " ".join(words)
    for spaced, joined in SPACED:
        text = text.replace(spaced, joined)
    return text


if __name__ == "__main__":
    sys.exit(main())

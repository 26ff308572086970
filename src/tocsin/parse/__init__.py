"""From an article to a draft: language, furniture of the page set apart, sentences and one shared parse."""

from tocsin.parse.spacy_parser import SpacyParser
from tocsin.parse.stage import Parser, ParseStage

__all__ = ["ParseStage", "Parser", "SpacyParser"]

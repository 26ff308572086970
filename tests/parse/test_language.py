import pytest

from tocsin.parse.language import language_of

TEXTS = [
    ("en", "The minister said that the talks with the rebels had ended without an agreement."),
    (None, "US, Iran trade threats"),  # too short to be sure: left unknown, and read
    ("fr", "Le ministre a déclaré que les négociations avec les rebelles avaient échoué mardi soir."),
    ("de", "Der Minister sagte, die Gespräche mit den Aufständischen seien ohne Ergebnis geblieben."),
    ("es", "El ministro dijo que las conversaciones con los rebeldes terminaron sin acuerdo."),
    ("ru", "Министр заявил, что переговоры с повстанцами завершились безрезультатно."),
    ("ar", "قال الوزير إن المحادثات مع المتمردين انتهت دون اتفاق."),
    (None, "12345 — 67"),
]


@pytest.mark.parametrize(("language", "text"), TEXTS, ids=[f"{i}-{t[0]}" for i, t in enumerate(TEXTS)])
def test_language(language, text):
    assert language_of(text, confidence=0.5) == language


def test_a_doubtful_guess_is_no_answer():
    assert language_of("Nairobi Ankara", confidence=1.0) in (None, "en")

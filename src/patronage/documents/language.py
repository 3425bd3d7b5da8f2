"""Is a text English? Only English is coded; anything else becomes a problem, never silence."""

from __future__ import annotations

from functools import cache
from typing import Any

__all__ = ["foreign_language"]

_LANGUAGES = (
    *("en", "es", "pt", "fr", "de", "it", "nl", "ca", "gl", "ru", "uk", "be", "bg", "sr", "mk"),
    *("el", "ar", "fa", "ur", "he", "tr", "az", "kk", "uz", "pl", "cs", "sk", "sl", "hr", "hu"),
    *("ro", "sq", "sv", "no", "da", "fi", "et", "lv", "lt", "is", "ga", "cy", "ja", "ko", "zh"),
    *("vi", "th", "id", "ms", "tl", "hi", "bn", "ta", "sw", "so", "am", "ha", "af", "ka", "hy"),
    *("ku", "ps"),
)
"""Those that news comes in: a choice among all 140 that the model knows takes names for words."""
_PIECE = 160
_SHORT = 40
"""Letters; below, a few names outweigh the words between them."""
_DOUBT, _SHORT_DOUBT = 0.10, 0.02
"""Share left for English below which a text is another's; on 15,000 English sentences of at least
40 letters it refused none (see tests/documents/test_language.py)."""
_LEAD, _SHORT_LEAD = 0.30, 0.60


def foreign_language(text: str) -> str | None:
    """The English name of a text's language where that is not English, else None.

    Judged on three samples, from its beginning, middle and end. Short or undecided texts are
    taken as English: a few names are no language.

    >>> foreign_language("Rusia envió dos bombarderos a Venezuela para mostrar su apoyo.")
    'Spanish'
    >>> foreign_language("Putin Xi Maduro") is None
    True
    """
    sample = _sample(text)
    letters = sum(map(str.isalpha, sample))
    if not letters:
        return None
    ranking = _identifier().rank(sample)
    (best, lead), english = ranking[0], dict(ranking)["en"]
    if best == "en":
        return None
    if not _is_latin(sample, letters):
        return _name(best)
    short = letters < _SHORT
    doubt, least = (_SHORT_DOUBT, _SHORT_LEAD) if short else (_DOUBT, _LEAD)
    return _name(best) if english < doubt and lead > least else None


def _sample(text: str) -> str:
    if len(text) <= 3 * _PIECE:
        return text
    middle = (len(text) - _PIECE) // 2
    return f"{text[:_PIECE]} {text[middle : middle + _PIECE]} {text[-_PIECE:]}"


def _is_latin(sample: str, letters: int) -> bool:
    """Whether at least half of the letters are of the Latin script (below U+0250, Latin)."""
    latin = sum(1 for character in sample if character.isalpha() and character < "\u0250")
    return 2 * latin >= letters


@cache
def _identifier() -> Any:
    # An own identifier: the module-level one is shared by everyone in the process.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_LANGUAGES)
    return identifier


@cache
def _name(code: str) -> str:
    from babel import Locale

    return str(Locale("en").languages.get(code, code))

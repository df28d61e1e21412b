"""Every error becomes a sentence that says what to do, in both languages."""

import pytest

from tests.interchange.every_error import one_of_each_error
from uptake.cli.catalogue import CATALOGUE
from uptake.cli.sentences import sentence
from uptake.cli.words import Language, speak


@pytest.fixture(params=Language)
def language(request):
    speak(request.param)
    yield request.param
    speak(Language.en)


@pytest.mark.parametrize("error", one_of_each_error(), ids=lambda error: type(error).__name__)
def test_every_error_has_words(error, language):
    said = sentence(error)
    assert said.endswith("." if language is Language.en else "。")
    unexpected = CATALOGUE["error.unknown"][language is Language.zh]
    assert not said.startswith(unexpected[:8])

"""Words with capitals are names of persons, or the words of a language that writes its nouns so."""

import pytest

from separatum.checks.privacy.names import Wording, names_in
from separatum.checks.privacy.printed import Printed

IMPRINT = "Seite 1092 Herausgeber: Bundesministerium des Innern, 11014 Berlin"


@pytest.mark.parametrize("title", ["Amtlicher Teil", "Gemeinsames Ministerialblatt Nr. 52"])
def test_a_german_title_over_a_short_imprint_names_nobody(title: str) -> None:
    assert names_in(title, Printed.of(IMPRINT), Wording.PROSE).likely == ()


@pytest.mark.parametrize("title", ["Marta Quillfeather", "Amtlicher Quillfeather", "Jürgen Hinterseher"])
def test_a_name_over_the_same_imprint_is_found(title: str) -> None:
    assert names_in(title, Printed.of(IMPRINT), Wording.PROSE).likely == (title,)

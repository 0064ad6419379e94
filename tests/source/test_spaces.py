"""No line breaks where a language forbids it. “~” stands for a no-break space, “_” for a narrow one."""

import pytest

from separatum.source.body.punctuation import typeset, typeset_name


@pytest.mark.parametrize(
    ("language", "typed", "wanted"),
    [
        ("en", "It is 18 m long at 6 a.m.", "It is 18~m long at 6~a.m."),
        ("en", "18 miles, 18 men", "18 miles, 18 men"),
        ("en", "N. A. Miller, p. 14", "N.~A.~Miller, p.~14"),
        ("en", "at 9 a.m. people came", "at 9~a.m. people came"),
        ("ru", "и в 2004 г. шли 340 км", "и~в~2004~г. шли 340~км"),
        ("ru", "5 апреля, № 7, с. 14", "5~апреля, №~7, с.~14"),
        ("ru", "Река -- путь. Мост — тоже", "Река~— путь. Мост~— тоже"),
        ("ru", "Вода под мостом", "Вода под~мостом"),
        ("uk", "Вода й міст, 60 кВт", "Вода й~міст, 60~кВт"),
        ("de", "z. B. die Bücher, d. h. alle, u. a. m.", "z.~B.~die Bücher, d.~h. alle, u.~a.~m."),
        ("ru", "Река, т. е. вода, и т. д.", "Река, т.~е. вода, и~т.~д."),
        ("fr", "Quoi? Oui ! Elle dit : 4 000 km ; bien", "Quoi_? Oui_! Elle dit~: 4~000~km_; bien"),
        ("fr", "https://example.org/a?b=c:d", "https://example.org/a?b=c:d"),
        ("ka", "ნ. მელაძე, 340 კმ, 2023 წ.", "ნ.~მელაძე, 340~კმ, 2023~წ."),
        ("hy", "340 կմ, 300 ֏, էջ 14", "340~կմ, 300~֏, էջ~14"),
        ("az", "stəkan çay 1 ₼, 60 kVt", "stəkan çay 1~₼, 60~kVt"),
        ("ar", "طوله 18 م", "طوله 18~م"),
        ("fa", "درازای آن ۱۸ متر است", "درازای آن ۱۸~متر است"),
        ("hi", "वह 340 किमी चलती है", "वह 340~किमी चलती है"),
    ],
)
def test_spaces_are_held_where_the_language_asks_for_it(language: str, typed: str, wanted: str) -> None:
    assert typeset(typed, language).replace("\u00a0", "~").replace("\u202f", "_") == wanted


def test_quotation_marks_among_ideographs_need_no_spaces() -> None:
    assert typeset("她问:\"谁说'水浅'就是'关门'?\"他说:\"我。\"", "zh") == "她问:“谁说‘水浅’就是‘关门’?”他说:“我。”"


def test_the_spaces_of_a_name_stay_for_the_catalogue() -> None:
    assert typeset_name("N. A. Miller", "en") == "N. A. Miller"


def test_emoji_are_spelled_alike_however_they_were_typed() -> None:
    assert typeset("a \u2764\ufe0f heart", "en") == "a \u2764\ufe0f heart"
    assert typeset("a \u2764 heart", "en") == "a \u2764 heart"
    assert typeset("\U0001f389\ufe0f x\ufe0f 1\u20e3 \u2764\u200d\U0001f525", "en") == (
        "\U0001f389 x 1\ufe0f\u20e3 \u2764\ufe0f\u200d\U0001f525"
    )

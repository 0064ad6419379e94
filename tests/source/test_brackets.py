"""The brackets of a formula that nothing closes are counted: each would double the translator's time."""

import pytest

from separatum.source.markdown.brackets import never_closed


@pytest.mark.parametrize(
    "tex",
    [
        r"f(\alpha) + (\sin x)",
        r"\bigl(a\bigr) \Biggl[b\Biggr]",
        r"\left[a, b\right) \left\{a\right.",
        r"\{a\} \langle a, b\rangle \lfloor x\rfloor |\lvert a\rvert",
        r"[a, b) \cup (c, d]",
        r"\begin{pmatrix}(a) & b \\ (c) & \sqrt[3]{d}\end{pmatrix}",
        r"\lim_{x \to 0} \lambda \ldots \leftarrow f^{(n)}(x)",
    ],
)
def test_closed_brackets_are_none(tex: str) -> None:
    assert never_closed(tex) == 0


@pytest.mark.parametrize(
    "tex",
    [
        *(
            "[a",
            "(a",
            r"\{a",
            r"\langle a",
            "⟨a",
            r"\bigl(a",
            r"\mathopen{x}",
            "{(}",
            r"(\text{)}",
            r"(\hat)",
            r"(\middle)",
        ),
        *(r"(\operatorname{)}", r"(\sqrt[)]a", r"(\frac a)", "(^)", r"\left(a\right)("),
    ],
)
def test_each_bracket_that_nothing_closes_counts(tex: str) -> None:
    assert never_closed(tex * 5) == 5


def test_a_command_of_ones_own_hides_no_bracket() -> None:
    assert never_closed(r"\def\x{(}\x\x\x\x") > 6

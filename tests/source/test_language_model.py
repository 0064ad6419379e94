"""The model of py3langid says the same as in py3langid, and NumPy is not needed for it."""

import io
import lzma
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from separatum.source.front_matter.guess_language import guess_language
from separatum.source.front_matter.language_model import LanguageModel, language_model

ROOT = Path(__file__).parents[2]
SPECIMENS = sorted((ROOT / "tests/specimens").glob("*.md"))
TEXTS = [file.read_text(encoding="utf-8") for file in (*SPECIMENS, ROOT / "content/article.md")]
TEXTS += [text[:60] for text in TEXTS] + ["", "a", "ABC DEF", "漢字かな", "\u0065\u0301 \u0301", "🙂", "\udcff lone"]


@pytest.fixture(scope="module")
def theirs() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_each_language_is_as_likely_as_py3langid_says(theirs: LanguageIdentifier, text: str) -> None:
    assert language_model().shares(text) == pytest.approx(dict(theirs.rank(text)), abs=1e-3)


@pytest.mark.parametrize("file", SPECIMENS, ids=lambda file: file.stem)
def test_the_language_of_each_specimen_is_guessed(file: Path) -> None:
    text = file.read_text(encoding="utf-8").split("---\n", 2)[2]
    assert guess_language(text) == file.stem


def test_a_guess_does_not_load_numpy() -> None:
    program = (
        "import sys; from separatum.source.front_matter.guess_language import guess_language\n"
        "print(guess_language('The river rose in the night, and nobody in the town had been warned of it.'))\n"
        "print('numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["en", "False"]


def test_a_model_of_another_form_is_refused(tmp_path: Path) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("ptc.npy", b"\x93NUMPY\x01\x00\x46\x00{'descr': '<f8', 'fortran_order': False, 'shape': (1,)}")
    (tmp_path / "model").write_bytes(lzma.compress(whole.getvalue()))
    with pytest.raises((KeyError, ValueError)):
        LanguageModel(tmp_path / "model")

"""The count of false alarms looks at the files of others, links among them, and writes nothing beside them."""

from pathlib import Path

from tests.privacy.clean import files_of, look, maker_of
from tests.privacy.makers import by_hand, ebooklib, weasyprint
from tests.privacy.pdf_carriers import CARRIERS


def test_files_and_links_are_counted_by_their_maker(tmp_path: Path) -> None:
    others, folder = tmp_path / "others", tmp_path / "folder"
    for one in (others, folder):
        one.mkdir()
    (others / "a.pdf").write_bytes(weasyprint())
    (others / "b.pdf").write_bytes(CARRIERS["information Author"](by_hand(), "Marta Quillfeather"))
    (others / "c.epub").write_bytes(ebooklib())
    for file in others.iterdir():
        (folder / file.name).symlink_to(file)
    files = files_of(folder)
    assert [file.name for file in files] == ["a.pdf", "b.pdf", "c.epub"]
    assert [maker_of(file) for file in files] == ["WeasyPrint", "not named", "Ebook-lib"]
    counts = look(files)
    assert {maker: count["alarms"] for maker, count in counts.items()} == {
        "WeasyPrint": 0,
        "not named": 1,
        "Ebook-lib": 0,
    }
    assert files_of(folder) == files

"""The pictures of one article: an address becomes an Image, found inside the folder and numbered."""

import hashlib
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from separatum.model.article import Image
from separatum.model.choices import WithoutImage
from separatum.model.settings import NOTHING_SAID, Settings
from separatum.source import rules
from separatum.source.images.addresses import addresses, embedded_name
from separatum.source.images.inline import INLINE_NAME, inline_content
from separatum.source.images.load import (
    BYTES_LIMIT,
    Picture,
    measure_picture,
    measured_once,
    read_picture,
    written_anew_once,
)
from separatum.source.images.sandbox import PictureError, found_by_name, found_inside

_WHERE_NOTES_ARE = "put it into the article's folder, or export the folder of notes that holds both"


class Album:
    """The pictures of one article: each file is read once and has one number in the editions.

    Args:
        folder: the article's.
        settings: what is said for all articles.
        page: the article's file, if it has one.
        is_measured: whether only the faults and the sizes of the pictures are wanted, and no edition is made of them.
    """

    def __init__(
        self, folder: Path, settings: Settings = NOTHING_SAID, page: Path | None = None, *, is_measured: bool = False
    ) -> None:
        self._folder = folder
        self._page = page
        self._settings = settings
        self._read = measure_picture if is_measured else read_picture
        self._take = measured_once if is_measured else written_anew_once
        self._pictures: dict[Path, Picture | PictureError] = {}
        self._places: dict[tuple[str, bool], tuple[Path, Path] | PictureError] = {}
        self._names: dict[Path, str] = {}
        self._images: dict[Path, Image] = {}

    @property
    def images(self) -> tuple[Image, ...]:
        """All that was used, in the order of first use."""
        return tuple(self._images.values())

    def image(  # noqa: PLR0913 - texts by name
        self,
        src: str,
        *,
        alt: str,
        caption: str | None,
        credit: str | None,
        licence: str | None,
        is_described: bool = True,
        is_lead: bool = False,
    ) -> Image:
        """The image of an address, with its texts.

        Raises:
            PictureError: the file is missing, outside the folder, too large or not an image.
        """
        picture = self._picture(src, is_lead=is_lead)
        path = picture.path
        image = Image(
            href=f"images/{self._name(picture)}",
            media_type=picture.media_type,
            data=picture.data,
            width=picture.width,
            height=picture.height,
            alt=alt,
            is_described=is_described,
            caption=caption,
            credit=credit,
            licence=licence,
            words=picture.words,
        )
        first = self._images.setdefault(path, image)
        if caption and not first.caption:
            self._images[path] = replace(first, caption=caption, credit=credit, licence=licence)
        if not is_described:
            self._images[path] = replace(self._images[path], is_described=False)
        return image

    def has(self, src: str) -> bool:
        """Whether a picture is there, and can be read."""
        return self.height(src) > 0

    def height(self, src: str) -> int:
        """How many pixels high a picture is; 0 if it cannot be read, which is reported when it is placed."""
        try:
            return self._picture(src).height
        except PictureError:
            return 0

    def _picture(self, src: str, *, is_lead: bool = False) -> Picture:
        content = inline_content(src, BYTES_LIMIT)
        if content is not None:
            return self._inline(content)
        path, home = self._found(src, is_lead=is_lead)
        if path not in self._pictures:
            try:
                self._pictures[path] = self._read(path, home)
            except PictureError as error:  # to find out that it cannot be used may take seconds
                self._pictures[path] = error
        picture = self._pictures[path]
        if isinstance(picture, PictureError):
            raise picture
        return picture

    def _inline(self, content: bytes) -> Picture:
        """The picture that an address holds itself; its path is none of a file."""
        path = Path(f"data:{hashlib.sha256(content).hexdigest()}")
        if path not in self._pictures:
            try:
                self._pictures[path] = self._take(path, content, INLINE_NAME)
            except PictureError as error:
                self._pictures[path] = error
        picture = self._pictures[path]
        if isinstance(picture, PictureError):
            raise picture
        return picture

    def _found(self, src: str, *, is_lead: bool = False) -> tuple[Path, Path]:
        """The file of an address, and the folder that it may be in; each address is looked for once.

        Raises:
            PictureError: there is no such file.
        """
        key = src, is_lead
        if key not in self._places:
            try:
                self._places[key] = self._looked_for(src, is_lead=is_lead)
            except PictureError as error:  # what is called nearly so takes long to find
                self._places[key] = error
        found = self._places[key]
        if isinstance(found, PictureError):
            raise found
        return found

    def _looked_for(self, src: str, *, is_lead: bool) -> tuple[Path, Path]:
        """The same; the error is that of the address as written."""
        embedded = embedded_name(src)
        src = embedded or src
        first: PictureError | None = None
        for address in addresses(src, self._settings, page=self._page, is_lead=is_lead):
            try:
                return found_inside(self._folder, address, self._settings.roots)
            except PictureError as error:
                first = first or error
        if self._page is not None and not src.lstrip().startswith("/"):
            with suppress(PictureError):  # Hexo’s “post_asset_folder”: beside the article, called after it
                return found_inside(self._folder, f"{self._page.stem}/{src.strip()}")
        assert first is not None
        # Themes keep lead images in a folder of their own, and articles name the file alone.
        by_name = self._settings.roots if is_lead and "/" not in src else ()
        given = (folder for folder in self._settings.folders if embedded and self._is_in(folder))
        for vault in (*self._settings.vaults, *given, *by_name):
            if path := found_by_name(vault, src):
                return path, vault
        if embedded and first.rule is rules.IMAGE_MISSING:
            raise PictureError(first.rule, first.message, _WHERE_NOTES_ARE)
        raise first

    def _is_in(self, folder: Path) -> bool:
        return self._folder.absolute().is_relative_to(folder)

    def stands_in(self, error: PictureError) -> bool:
        """Whether words replace an image that cannot be had, instead of a refusal."""
        settings = self._settings
        wanted = settings.remote_images if error.rule is rules.IMAGE_REMOTE else settings.missing_images
        return wanted is WithoutImage.LINK

    def same(self, one: str, other: str) -> bool:
        """Whether two addresses mean the same file."""
        try:
            return self._found(one) == self._found(other)
        except PictureError:
            return False

    def _name(self, picture: Picture) -> str:
        """Its number in the order of first use: the name of its file can name a person, a place or a telephone."""
        suffix = ".jpg" if picture.media_type == "image/jpeg" else ".png"
        return self._names.setdefault(picture.path, f"{len(self._names) + 1}{suffix}")

"""Say how a book can be read, as far as its content bears it out: EPUB Accessibility 1.1, 2.

Nothing here is a blanket claim: each statement is computed from the article. Conformance to WCAG is not claimed.
"""

from offprint.article import Article


def accessibility_metadata(article: Article) -> tuple[tuple[str, str], ...]:
    """The properties of schema.org, each with a value, in a fixed order.

    The values are those of the Schema.org Accessibility Properties for Discoverability Vocabulary.
    """
    described = all(image.alt.strip() for image in article.images)
    modes = ["textual", *(["visual"] if article.images else [])]
    sufficient = [*(["textual"] if described else []), *(["textual,visual"] if article.images else [])]
    features = ["displayTransformability", "readingOrder", "tableOfContents", "unlocked"]
    features += ["structuralNavigation"] if article.outline else []
    features += ["alternativeText"] if article.images and described else []
    return (
        *(("accessMode", mode) for mode in modes),
        *(("accessModeSufficient", mode) for mode in sufficient),
        *(("accessibilityFeature", feature) for feature in sorted(features)),
        ("accessibilityHazard", "none"),
        ("accessibilitySummary", _summary(article, described=described)),
    )


def _summary(article: Article, *, described: bool) -> str:
    sentences = ["The text can be set in any font, size and colour, and read aloud in its order."]
    if article.outline:
        sentences.append("Headings lead through it.")
    if article.images:
        sentences.append("Every image has a description." if described else "Some images have no description.")
    if 'class="noteref"' in article.body:
        sentences.append("Notes are linked both ways.")
    return " ".join(sentences)

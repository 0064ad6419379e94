"""HTML's elements, by what becomes of them."""

KEPT = frozenset(
    """
    a abbr aside b blockquote br caption cite code dd del dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr
    i img kbd li mark ol p pre q s samp section span strike strong sub sup table tbody td tfoot th thead tr tt ul
    var address article center details fieldset footer form header hgroup legend main nav summary
    """.split()  # noqa: SIM905  (a word list reads better so)
)
"""Elements that reach the tree. Those that the body does not know are turned into others, or opened, in `structure`."""
OPENED = frozenset(
    """
    acronym bdi bdo big ins small u body data font html label nobr picture rb rp rt rtc ruby search time wbr
    output slot col colgroup basefont dir menu marquee blink button
    """.split()  # noqa: SIM905  (a word list reads better so)
)
"""Elements whose tags go while their words stay. The cleaner takes the tags away."""
DROPPED = frozenset(
    """
    applet audio canvas dialog frameset head iframe map math meter noembed noframes noscript object
    optgroup option plaintext progress script select style svg template textarea title video xmp datalist
    """.split()  # noqa: SIM905  (a word list reads better so)
)
"""Elements that cannot live in a file of ours, with all that is in them."""
DROPPED_VOID = frozenset(
    """
    area base bgsound embed frame input keygen link meta param source track
    """.split()  # noqa: SIM905  (a word list reads better so)
)
VOID = frozenset({"br", "hr", "img", "wbr", "col"})
KNOWN = KEPT | OPENED | DROPPED | DROPPED_VOID
PHRASES = frozenset(
    """
    a abbr acronym b big cite code del dfn em font i ins kbd label mark nobr q s samp small span strike strong sub sup
    time tt u var
    """.split()  # noqa: SIM905  (a word list reads better so)
)
"""Elements that hold words of one line: one that is left open takes in all that follows (HTML, 13.2.4.3)."""
CODE = frozenset({"pre", "code", "kbd", "samp"})
"""Elements that run from left to right in every text, if their author does not say otherwise."""

PAGE_SCHEME = "x-site-page"
"""The scheme of an address that stands for a page of the author's site."""

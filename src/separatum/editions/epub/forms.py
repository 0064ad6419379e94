"""The rules for what this edition makes of rows of pictures and of wide tables; a style's sheets come after them.

They are no part of a style: a style from somebody else may not move boxes (docs/how-to/make-a-style.md), these do.
"""

RULES = """\
/* Pictures that belong together: as high as each other; one above the other where the screen is too narrow, or the
   reading system too old */
.row { display: flex; flex-wrap: wrap; margin: 1.4em -0.3em 0; page-break-inside: avoid; }
.row + .row { margin-top: 0; }
.row figure { margin: 0 0.3em 0.8em; }
.row figure.upright { width: auto; }
.row img { width: 100%; }
/* Wide tables: cells go on below each other where there is no room for them beside each other; in old reading systems
   they stay in their columns */
.flow, .flow thead, .flow tbody { display: block; }
.flow tr { display: flex; flex-wrap: wrap; padding: 0.25em 0; }
.flow tr + tr { border-top: 0.06em dotted; }
.flow thead tr { border-bottom: 0.06em solid; }
.flow tr.total { border-top: 0.06em solid; }
.flow th, .flow td { display: block; flex: 1 1 4.2em; min-width: 0; }
.flow th, .flow td { padding: 0.15em 0.8em 0.15em 0; white-space: normal; }
.flow thead th, .flow thead td, .flow tr.total td, .flow tr.total th { border: 0; }
.flow .share-2 { flex: 2 1 7em; }
.flow .share-3 { flex: 3 1 10em; }
.flow .share-4 { flex: 4 1 14em; }
"""

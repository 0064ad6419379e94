"""The `typst compile IN OUT` that pandoc calls, through typst's Python package."""

import sys

import typst  # type: ignore[import-not-found, import-untyped, unused-ignore]

_, verb, source, target = sys.argv
assert verb == "compile"
typst.compile(source, output=target)

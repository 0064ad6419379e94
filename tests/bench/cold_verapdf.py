"""veraPDF on one file, from nothing: Java starts with its own settings, judges by PDF/UA-1 and ends.

There is no command of veraPDF's own on PyPI. This one starts as little as that would: no other judge, no warming up.
"""

import sys

import jpype  # type: ignore[import-untyped]

from offprint.validators.java import find_jars, find_java
from offprint.validators.profiles import PROFILES
from offprint.validators.verapdf import VeraPdf

jpype.startJVM(str(find_java().library), convertStrings=False)
judge = VeraPdf(find_jars().verapdf)
judge.enter()
for broken in judge.judge(sys.argv[1], [PROFILES["ua1"]])["ua1"]:
    print(broken)

"""Letters of other scripts that are drawn as Latin ones are.

Chosen from the Unicode Consortium's confusables.txt (UTS 39, section 4): the letters of scripts that stand in texts
today, and not those that only a style of type makes alike. Letters whose compatibility decomposition is the Latin one
(mathematical, full-width, in circles) are no part of it: normalization takes care of them.
"""

_SMALL = {
    "a": "аαɑᴀ",
    "b": "ʙᏏᑲ",
    "c": "сᴄⲥꮯ",
    "d": "ԁᴅᏧᑯ",
    "e": "еҽᴇꬲ",
    "f": "ꜰքꞙꬵ",
    "g": "ɡɢցᶃ",
    "h": "һհʜᏂ",
    "i": "іɩɪιꭵᎥ",
    "j": "јϳᴊ",
    "k": "ᴋκк",
    "l": "ӏʟǀ",
    "m": "ᴍ",
    "n": "ոռɴ",
    "o": "оοօσᴏᴑⲟꬽ",
    "p": "рρⲣᴘ",
    "q": "ԛզ",
    "r": "ʀᴦⲅꭇꭈ",
    "s": "ѕꜱƽꮪ",
    "t": "ᴛ",
    "u": "υսʋᴜꞟꭎꭒ",
    "v": "ѵνᴠꮩ",
    "w": "ԝաɯᴡꮃ",
    "x": "хχ",
    "y": "уүγʏɣỿ",
    "z": "ᴢꮓ",
}
_CAPITALS = {
    "A": "АΑᎪꓮ",
    "B": "ВΒᏴꓐ",
    "C": "СᏟⲤꓚ",
    "D": "ᎠꓓԀ",
    "E": "ЕΕᎬꓰⴹ",
    "F": "Ϝꓝ",
    "G": "ԌᏀꓖ",
    "H": "НΗᎻⲎꓧ",
    "I": "ІΙⲒꓲ",
    "J": "ЈͿᎫꓙ",
    "K": "КΚᏦⲔꓗ",
    "L": "ᏞꓡⳐ",
    "M": "МΜᎷⲘꓟ",
    "N": "ΝⲚꓠ",
    "O": "ОΟՕⲞꓳ",
    "P": "РΡᏢⲢꓑ",
    "Q": "Ԛⵕ",
    "R": "ƦᎡᏒꓣ",
    "S": "ЅՏᏚꓢ",
    "T": "ТΤᎢⲦꓔ",
    "U": "Սꓴ",
    "V": "ѴᏙꓦⴸ",
    "W": "ԜᎳꓪ",
    "X": "ХΧⲬꓫⵝ",
    "Y": "УΥҮᎩⲨꓬ",
    "Z": "ΖᏃꓜ",
}


def _table(letters: dict[str, str]) -> dict[int, str]:
    return {ord(alike): latin for latin, others in letters.items() for alike in others}


SMALL = _table(_SMALL)
"""The Latin small letter for each letter that looks like it."""
CAPITALS = _table(_CAPITALS)
"""The Latin capital for each capital that looks like it."""
ALL = frozenset({*SMALL, *CAPITALS})
"""The code points of all letters that look like a Latin one."""
LATIN = frozenset({*SMALL.values(), *CAPITALS.values()})
"""The Latin letters that others look like."""

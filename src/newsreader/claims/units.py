"""Know in which unit a number is told: percent, a currency, or a measure, in the words of several languages."""

from __future__ import annotations

import re
from typing import Final

PERCENT: Final = "%"

_UNITS: Final = {
    PERCENT: r"[%％٪]|per ?cent\b|percentage|prozent|pour ?cent\b|por ciento|por ?cento|per ?cento|procent|pct\b"
    r"|процент|yüzde|प्रतिशत|فى المئة|في المئة|في المائة|بالمئة|بالمائة|百分",
    "USD": r"[$＄]|dollar|dólar|dolar|dollari|доллар|دولار|डॉलर|美元|ドル|\busd\b",
    "EUR": r"€|euros?\b|евро|يورو|यूरो|欧元|ユーロ|\beur\b",
    "GBP": r"£|\bpounds?\b|sterling|pfund|livres? sterling|libras?\b|фунт|英镑|\bgbp\b",
    "JPY": r"¥|￥|\byens?\b|円|日元|иен|\bjpy\b|元|人民币|\byuans?\b|\brmb\b|\bcny\b|юан",
    "INR": r"₹|rupee|rupien|roupie|रुपय|रुपए|рупи|\brs\b|\binr\b",
    "RUB": r"₽|rouble|rubel|ruble|rublo|rubl|рубл|\brub\b",
    "TRY": r"₺|\bliras?\b|\blirası\b|лир",
    "PLN": r"\bzł\b|zloty|złot|zlot|\bpln\b",
    "km": r"\bkm|kilomet|kilomèt|kilómet|quilômet|quilómet|chilomet|километр|километ|كيلومتر|किलोमीटर|公里|キロ",
    "mile": r"\bmiles?\b|\bmeilen?\b|\bmillas?\b|\bmilhas?\b|\bmiglia\b|миль|英里",
    "metre": r"\bmet(?:re|er)s?\b|\bmetern?\b|\bmètres?\b|\bmetros?\b|\bmetri\b|\bmetr|метр|متر|मीटर|米|メートル",
    "foot": r"\bft\b|\bfeet\b|\bfoot\b|фут|英尺",
    "hectare": r"\bha\b|hectare|hektar|hectárea|ettar|гектар|هكتار|हेक्टेयर|公顷|ヘクタール",
    "acre": r"\bacres?\b|акр|एकड़|英亩",
    "tonne": r"\btons?\b|tonne|tonelada|tonnellat|tonnel|\bton\b|\bton[ay]?\b|тонн|طن|टन|吨|トン",
    "kilogram": r"\bkg\b|\bkilos?\b|kilogram|chilogramm|килограмм|كيلوغرام|किलो|公斤|キログラム",
}
"""What each unit is written as. The sign of the yen and of the yuan is one."""

_ALONE: Final = re.compile(r"(?:^|(?<=\|))\\b")
_PATTERNS: Final = {name: _ALONE.sub(r"(?<![^\\W\\d_])", pattern) for name, pattern in _UNITS.items()}
"""The same, where a word may follow digits without a space, but no letter."""

_NAMES: Final = tuple(_PATTERNS)
_ALL: Final = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _PATTERNS.items()}
_AFTER: Final = re.compile(
    "[ -]?(?:" + "|".join(f"({pattern})" for pattern in _PATTERNS.values()) + ")[a-zà-ÿа-я]*+", re.IGNORECASE
)
_PERCENT_AFTER: Final = re.compile(f"[ -]?(?:{_PATTERNS[PERCENT]})", re.IGNORECASE)
_BEFORE: Final = re.compile(r"(?:([%％٪]|yüzde|百分之)|([$＄])|(€)|(£)|([¥￥])|(₹)|(₽)|(₺)) ?\Z", re.IGNORECASE)
_NAMES_BEFORE: Final = (PERCENT, "USD", "EUR", "GBP", "JPY", "INR", "RUB", "TRY")
_LONGEST_BEFORE: Final = 6


def mentions(text: str, unit: str) -> bool:
    """Return whether `text` mentions a unit anywhere."""
    return _ALL[unit].search(text) is not None


def unit_at(text: str, start: int, end: int) -> tuple[str, int, int]:
    """Return the unit of the number from `start` to `end`, "" for none, and from where to where both stand."""
    if before := _BEFORE.search(text, max(0, start - _LONGEST_BEFORE), start):
        return _NAMES_BEFORE[(before.lastindex or 1) - 1], before.start(), end
    if after := _AFTER.match(text, end):
        return _NAMES[(after.lastindex or 1) - 1], start, after.end()
    return "", start, end


def is_percent_at(text: str, start: int, end: int) -> bool:
    """Return whether the number from `start` to `end` is a percentage."""
    before = _BEFORE.search(text, max(0, start - _LONGEST_BEFORE), start)
    return _PERCENT_AFTER.match(text, end) is not None or (before is not None and before.lastindex == 1)

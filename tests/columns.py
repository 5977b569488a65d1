"""How many columns a terminal gives to characters, counted as the C library and tmux count; and texts to count."""

from __future__ import annotations

import unicodedata

INDIC = {
    "hindi": "नगर परिषद ने सोमवार को बताया कि नदी के किनारे की पुरानी सड़क दो महीने बाद फिर खुलेगी और किराया नहीं बढ़ेगा।",
    "bengali": "নগর পরিষদ সোমবার জানিয়েছে যে নদীর ধারের পুরোনো রাস্তাটি দুই মাস পরে আবার খুলবে এবং ভাড়া বাড়বে না।",
    "tamil": "ஆற்றங்கரையில் உள்ள பழைய சாலை இரண்டு மாதங்களுக்குப் பிறகு மீண்டும் திறக்கப்படும் என்று நகராட்சி திங்கள்கிழமை கூறியது.",
    "malayalam": "പുഴയോരത്തെ പഴയ റോഡ് രണ്ടു മാസത്തിനു ശേഷം വീണ്ടും തുറക്കുമെന്നും യാത്രാക്കൂലി കൂടില്ലെന്നും നഗരസഭ തിങ്കളാഴ്ച അറിയിച്ചു.",
    "telugu": "నది ఒడ్డున ఉన్న పాత రహదారి రెండు నెలల తర్వాత మళ్లీ తెరుస్తామని, ఛార్జీలు పెరగవని పురపాలక సంఘం సోమవారం తెలిపింది.",
    "burmese": "မြစ်ကမ်းဘေးရှိ လမ်းဟောင်းကို နှစ်လအကြာတွင် ပြန်ဖွင့်မည်ဖြစ်ပြီး ယာဉ်စီးခ မတက်ကြောင်း မြို့တော်ကောင်စီက တနင်္လာနေ့တွင် ပြောသည်။",
    "khmer": "ក្រុមប្រឹក្សាក្រុង បានប្រកាសនៅថ្ងៃច័ន្ទថា ផ្លូវចាស់តាមមាត់ទន្លេ នឹងបើកឡើងវិញ ក្នុងរយៈពេលពីរខែទៀត ហើយថ្លៃធ្វើដំណើរ មិនឡើងទេ។",
    "sinhala": "ගඟ අසල පැරණි මාර්ගය මාස දෙකකට පසු නැවත විවෘත කරන බවත් ගාස්තු වැඩි නොවන බවත් නගර සභාව සඳුදා පැවසීය.",
}  # fmt: skip
"""A sentence in each of several scripts whose vowel signs stand beside their letters."""

_FILLERS = {"\u3164": 2, "\uffa0": 1}


def columns_of(text: str) -> int:
    """The columns of `text` in a terminal that adds up those of its characters."""
    return sum(map(_columns, text))


def _columns(char: str) -> int:
    category = unicodedata.category(char)
    if char in _FILLERS:
        return _FILLERS[char]
    if category in ("Mn", "Me", "Cf", "Cc") or "\u1160" <= char <= "\u11ff" or "\ud7b0" <= char <= "\ud7ff":
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1

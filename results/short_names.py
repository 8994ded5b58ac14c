"""What people call provinces in daily life: short, old and English names."""

from collections.abc import Mapping
from typing import Final

SHORT_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "กรุงเทพมหานคร": ("กทม", "กทม.", "กรุงเทพ", "กรุงเทพฯ", "บางกอก", "bkk"),
    "พระนครศรีอยุธยา": ("อยุธยา", "ayutthaya", "ayudhya"),
    "นครราชสีมา": ("โคราช", "korat", "khorat"),
    "ฉะเชิงเทรา": ("แปดริ้ว", "paet riu"),
    "นครศรีธรรมราช": ("เมืองคอน", "นครศรี", "นครศรีฯ"),
    "สุราษฎร์ธานี": ("สุราษฎร์", "สุราษ", "surat"),
    "อุบลราชธานี": ("อุบล", "อุบลฯ", "ubon"),
    "อุดรธานี": ("อุดร", "อุดรฯ", "udon"),
    "ประจวบคีรีขันธ์": ("ประจวบ", "ประจวบฯ", "prachuap"),
    "กาญจนบุรี": ("กาญจน์", "เมืองกาญ"),
    "สุพรรณบุรี": ("สุพรรณ", "suphan"),
    "นครสวรรค์": ("ปากน้ำโพ",),
    "สมุทรปราการ": ("เมืองปากน้ำ",),
    "นนทบุรี": ("เมืองนนท์", "นนท์"),
}
"""By the official Thai name. A name that is another place's too is not here."""

# ruff: noqa: RUF001 - the scripts of the world are the point
"""A text in letters of its own is told in its own language, and no scene is a mark alone."""

import pytest
from langchain_core.messages import HumanMessage

from studio.providers.llm.director.alphabets import alphabet_language
from studio.providers.llm.director.decide import decide
from studio.providers.llm.director.text import keyphrase, sentences
from studio.providers.speech.timing import has_words

TEXTS = {
    "ar": "البومة تصطاد في الظلام وتسمع الفأر تحت الثلج. في عام 2024 رأى العلماء 35% منها فقط 🦉.",
    "fa": "جغد در تاریکی شکار می‌کند و صدای موش را زیر برف می‌شنود. پرنده‌ای بزرگ است.",
    "he": "ינשוף צד בחושך ושומע עכבר מתחת לשלג. בשנת 2024 ראו המדענים רק 35% מהם 🦉.",
    "hi": "उल्लू अंधेरे में शिकार करता है। वह बर्फ के नीचे चूहे को सुनता है 🦉।",
    "th": "นกฮูกล่าเหยื่อในความมืดและได้ยินเสียงหนูใต้หิมะ ในปี 2024 นักวิทยาศาสตร์เห็นเพียง 35% เท่านั้น 🦉",
    "ja": "フクロウは暗闇の中で狩りをします。雪の下の鼠の音を聞きます🦉。",
    "zh": "猫头鹰在黑暗中捕猎，能听到雪下老鼠的声音。科学家只看到了35%🦉。",
    "zh-TW": "貓頭鷹在黑暗中捕獵，能聽到雪下老鼠的聲音。科學家為什麼只看到了35%🦉？",
    "ko": "올빼미는 어둠 속에서 사냥합니다. 과학자들은 35%만 보았습니다 🦉.",
    "ru": "Сова охотится в темноте и слышит мышь под снегом. Учёные видели только 35%.",
    "uk": "Сова полює в темряві й чує мишу під снігом. Вчені бачили лише 35 %.",
    "el": "Η κουκουβάγια κυνηγά στο σκοτάδι και ακούει το ποντίκι κάτω από το χιόνι.",
}


@pytest.mark.parametrize("code", TEXTS)
def test_a_text_in_letters_of_its_own_is_told_in_its_language(code: str) -> None:
    reply = decide([HumanMessage(f"Make a video from this text: {TEXTS[code]}")])

    assert reply.call is not None
    assert reply.call[1]["language"] == code
    assert reply.call[1]["source_text"] == TEXTS[code]


def test_names_in_other_letters_do_not_make_a_text_foreign() -> None:
    assert alphabet_language("The word for owl is 올빼미 in Korean.") == ""
    assert alphabet_language("12 % 🦉") == ""


def test_sentences_end_where_each_script_ends_them() -> None:
    assert sentences("उल्लू रात में शिकार करता है। वह सुनता है।") == [
        "उल्लू रात में शिकार करता है।",
        "वह सुनता है।",
    ]
    assert len(sentences("هل تعرف البومة؟ هي طائر الليل.")) == 2


@pytest.mark.parametrize("code", TEXTS)
def test_no_scene_is_a_mark_alone(code: str) -> None:
    assert all(has_words(line) for line in sentences(f"{TEXTS[code]} 🦉 !!!"))


def test_letters_keep_their_vowels_on_the_screen() -> None:
    assert keyphrase("उल्लू अंधेरे में शिकार", stopwords=()) == "उल्लू अंधेरे में शिकार"
    assert keyphrase("นกฮูกล่าเหยื่อ", stopwords=()) == "นกฮูกล่าเหยื่อ"

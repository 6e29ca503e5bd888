# ruff: noqa: RUF001 - the scripts of the world are the point
import pytest

from studio.domain.asset import Word
from studio.domain.captions import joined
from studio.domain.phrasing import parted, phrases
from studio.domain.units import Milliseconds


@pytest.mark.parametrize(
    "divided",
    [
        "ปลาหมึก|ยักษ์มี|หัวใจ",
        "นักวิทยาศาสตร์|พบว่า|มหาสมุทร",
        "タコには|心臓が|3つあります🐙。|深い海に|住んでいます。",
        "2025年、|科学者は|海の95%が|まだ|探検されていない|ことを|発見しました！",
        "東京では|毎朝|「コーヒー」を|飲む人が|多い。",
        "章鱼有|3颗心脏🐙，|生活在|深海里。",
        "没有人|告诉你|关于|咖啡的|70%真相。",
        "改变|大脑的|三个习惯",
        "沒有人|知道它|為什麼|不會熄滅，|這是一個|秘密",
        "臺灣的|夜市有|一百多種|小吃，|每天晚上|都有很多|人來吃。",
        "今天天氣|很好，|我們|一起去|公園|散步吧。",
    ],
)
def test_phrases_begin_where_words_do(divided: str) -> None:
    assert "|".join(phrases(divided.replace("|", ""))) == divided


def test_a_text_may_be_parted_between_its_words() -> None:
    assert parted("และอาศัยอยู่ในทะเลลึก") == ("และ", "อาศัย", "อยู่", "ใน", "ทะเล", "ลึก")
    assert parted("改变大脑的三个习惯") == ("改变", "大脑的", "三", "个", "习惯")


@pytest.mark.parametrize(
    ("text", "apart"),
    [("這個習慣會慢慢改變你的大腦", "慢慢"), ("狐狸在雪地裡聽見老鼠的聲音", "聽見")],
)
def test_traditional_chinese_is_divided_by_what_was_learnt_from_it(text: str, apart: str) -> None:
    assert apart in parted(text)


def test_what_no_model_divides_is_divided_evenly() -> None:
    assert phrases("々" * 30) == ("々" * 10,) * 3


def test_emoji_end_a_phrase_as_stops_do() -> None:
    divided = phrases("火事だ🔥。逃げろ🏃‍♀️！")

    assert divided == ("火事だ🔥。", "逃げろ🏃‍♀️！")
    assert joined([word(text) for text in divided]) == "".join(divided)


def word(text: str) -> Word:
    return Word(text=text, start_ms=Milliseconds(0), end_ms=Milliseconds(0))

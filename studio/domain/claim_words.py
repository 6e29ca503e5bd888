"""Words by which a claim is known, in five languages. Data, and no more: they say what to look at."""

import re
from collections.abc import Mapping
from typing import Final

LISTED: Final = re.compile(
    r"(?:^|(?<=\s))(?:#\s*\d+|"
    r"(?:top|no\.?|nr\.?|number|step|part|chapter|tip|fact|myth|rule|reason|sign|"
    r"nummer|schritt|teil|tipp|fakt|mythos|regel|grund|"
    r"número|paso|parte|consejo|dato|mito|regla|razón|"
    r"numéro|étape|partie|conseil|fait|mythe|règle|raison|"
    r"passo|dica|fato|regra|razão)\s+\d+)\b|^\s*\d+[.):]\s|"
    r"\b\d{1,2}(?:[:.h]\d\d)?\s*(?:[ap]\.?\s?m\b\.?|o.clock\b|uhr\b)|\b\d{1,2}:\d\d\b",
    re.IGNORECASE,
)
"""The numbers of a list and the time of day claim nothing."""


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(alternatives)})\b", re.IGNORECASE)


QUANTITIES: Final[Mapping[str, re.Pattern[str]]] = {
    "en": _words(r"percent", r"half\s+of", r"(?:two|three|four)\s+times", r"a\s+third\s+of", r"twice\s+as",
                 r"(?:one|two|three|four|five|ten|hundreds?|thousands?)\s+(?:of\s+)?(?:million|billion|trillion)s?",
                 r"(?:million|billion|trillion)s?\s+of", r"(?:one|nine|seven|eight)\s+(?:in|out\s+of)\s+(?:ten|five|four|three)"),
    "es": _words(r"por\s+ciento", r"la\s+mitad\s+de", r"el\s+doble\s+de", r"un\s+tercio\s+de",
                 r"(?:un|dos|tres|cien|mil)?\s*(?:millón|millones|billones)\s+de", r"miles\s+de\s+millones", r"nueve\s+de\s+cada\s+diez"),
    "fr": _words(r"pour\s+cent", r"la\s+moitié\s+(?:de|des|du)", r"deux\s+fois\s+plus", r"un\s+tiers\s+(?:de|des|du)",
                 r"(?:millions?|milliards?)\s+(?:de|d)", r"neuf\s+(?:personnes\s+)?sur\s+dix"),
    "de": _words(r"prozent", r"die\s+hälfte\s+(?:der|des|aller|von)", r"doppelt\s+so", r"dreimal\s+so", r"ein\s+drittel\s+(?:der|des|aller|von)",
                 r"(?:millionen|milliarden|billionen)", r"neun\s+von\s+zehn"),
    "pt": _words(r"por\s+cento", r"(?:a\s+)?metade\s+(?:de|das|dos|da|do)", r"o\s+dobro\s+(?:de|da|do)", r"um\s+terço\s+(?:de|das|dos|da|do)",
                 r"(?:milhão|milhões|bilhões|trilhões|bilhão)\s+de", r"nove\s+em\s+cada\s+dez"),
}  # fmt: skip
"""Quantities that are written in words."""

_CURRENCY = r"(?:[$€£¥]\s?\d|\d[\d.,]*\s?(?:[$€£¥]|(?:usd|eur|gbp|dollars?|euros?|pounds?|dólares|libras|reais)\b))"


def _money(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"{_CURRENCY}|\b(?:{'|'.join(alternatives)})\b", re.IGNORECASE)


MONEY: Final[Mapping[str, re.Pattern[str]]] = {
    "en": _money(r"interest\s+rates?", r"compound\s+interest", r"tax(?:es)?", r"inflation", r"returns?\s+of", r"dividends?",
                 r"(?:stock|bond|index\s+fund|crypto|bitcoin)s?", r"mortgages?", r"salary|salaries", r"guaranteed\s+(?:income|profit|return)s?"),
    "es": _money(r"tipos?\s+de\s+interés", r"interés\s+compuesto", r"impuestos?", r"inflación", r"rentabilidad", r"dividendos?",
                 r"acciones\s+de|bolsa", r"hipotecas?", r"salarios?|sueldos?", r"criptomonedas?|bitcoin"),
    "fr": _money(r"taux\s+d.intérêts?", r"intérêts\s+composés", r"impôts?", r"inflation", r"rendements?", r"dividendes?",
                 r"actions\s+en\s+bourse|bourse", r"hypothèques?|prêts?\s+immobiliers?", r"salaires?", r"cryptomonnaies?|bitcoin"),
    "de": _money(r"zinsen|zinssatz|zinseszins", r"steuern?", r"inflation", r"renditen?", r"dividenden?", r"aktien?|börse|anleihen?",
                 r"hypotheken?", r"gehalt|gehälter|löhne", r"kryptowährung(?:en)?|bitcoin"),
    "pt": _money(r"taxas?\s+de\s+juros|juros\s+compostos|juros", r"impostos?", r"inflação", r"rentabilidade|rendimentos?", r"dividendos?",
                 r"ações\s+(?:da|de|na)|bolsa\s+de\s+valores", r"hipotecas?", r"salários?", r"criptomoedas?|bitcoin"),
}  # fmt: skip

HEALTH: Final[Mapping[str, re.Pattern[str]]] = {
    "en": _words(r"cures?", r"heals?", r"prevents?\s+(?:\w+\s+)?(?:cancer|disease|illness|infections?|diabetes|colds?)", r"cancer", r"diabetes",
                 r"blood\s+(?:pressure|sugar)", r"cholesterol", r"heart\s+(?:attacks?|disease)", r"vitamins?", r"detox\w*", r"metabolism",
                 r"los(?:e|es|ing)\s+weight", r"immune\s+system", r"depression", r"side\s+effects?", r"vaccin\w+", r"toxins?", r"symptoms?"),
    "es": _words(r"curan?", r"sanan?", r"cáncer", r"diabetes", r"presión\s+arterial|tensión\s+arterial", r"azúcar\s+en\s+(?:la\s+)?sangre", r"colesterol",
                 r"infartos?", r"vitaminas?", r"detox\w*|desintoxica\w*", r"metabolismo", r"(?:adelgaza|perder\s+peso)\w*", r"sistema\s+inmun\w+",
                 r"depresión", r"efectos\s+secundarios", r"vacunas?", r"toxinas?", r"síntomas?"),
    "fr": _words(r"guérit|guérissent|guérir", r"soigne\w*", r"cancers?", r"diabète", r"tension\s+artérielle", r"glycémie|sucre\s+dans\s+le\s+sang", r"cholestérol",
                 r"crises?\s+cardiaques?|infarctus", r"vitamines?", r"détox\w*", r"métabolisme", r"(?:maigrir|perdre\s+du\s+poids)", r"système\s+immunitaire",
                 r"dépression", r"effets\s+secondaires", r"vaccins?", r"toxines?", r"symptômes?"),
    "de": _words(r"heilt|heilen|heilung", r"krebs", r"diabetes", r"blutdruck", r"blutzucker", r"cholesterin", r"herzinfarkt\w*", r"vitamin\w*", r"entgift\w+|detox\w*",
                 r"stoffwechsel", r"abnehmen|abzunehmen", r"immunsystem", r"depression(?:en)?", r"nebenwirkung(?:en)?", r"impf\w+", r"giftstoffe?", r"symptome?"),
    "pt": _words(r"curam?", r"câncer|cancro", r"diabetes", r"pressão\s+arterial", r"açúcar\s+no\s+sangue|glicemia", r"colesterol", r"infartos?|ataque\s+cardíaco",
                 r"vitaminas?", r"detox\w*|desintoxica\w*", r"metabolismo", r"(?:emagrec\w+|perder\s+peso)", r"sistema\s+imun\w+", r"depressão",
                 r"efeitos\s+colaterais", r"vacinas?", r"toxinas?", r"sintomas?"),
}  # fmt: skip

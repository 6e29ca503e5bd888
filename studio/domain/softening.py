"""Soften the words of a picture that a filter refused, so that its subject stays. Pure."""

import re
from collections.abc import Mapping

from studio.domain.asset import PictureRequest

CALMING = "tasteful, suitable for all ages"
_WORDS: Mapping[str, str] = {
    # Violence.
    r"bloody|bloodied|blood[- ](?:stained|soaked|covered)|gory|blutig\w*|sangrient[oa]s?|sanglante?s?"
    r"|sangrent[oa]s?": "",
    r"blood|gore|blut|sangre|sangue": "red paint",
    r"dead bod(?:y|ies)|corpses?|cadavers?|leichen?|cad[aá]ver(?:es)?|cadavres?": "silhouette",
    r"killed|murdered|slaughtered|stabbed|tortured|mutilated|beheaded|decapitated|executed|ermordet\w*"
    r"|gefoltert\w*|asesinad[oa]s?|assassiné[es]*|assassinad[oa]s?|torturad[oa]s?": "",
    r"kills|murders|slaughters|stabs|shoots|tortures": "faces",
    r"killing|murdering|slaughtering|stabbing|shooting|torturing": "facing",
    r"kill|murder|slaughter|stab|shoot|torture|mord|asesinar|assassiner|assassinar": "face",
    r"guns?|rifles?|pistols?|firearms?|weapons?|knife|knives|bombs?|waffen?|pistolen?|armas?|pistolas?"
    r"|armes?|fusils?|couteaux?|bombas?|bombes?": "prop",
    r"suicid(?:es?|al)|self[- ]harm|selbstmord|suicidio|suic[ií]dio": "sorrow",
    r"terrorists?|terrorism|terroristen?|terroristas?|terroristes?": "stranger",
    # Bodies.
    r"naked|nude|topless|nackte?[rnms]?|desnud[oa]s?|nue?s?|nuas?": "clothed",
    r"nudity|nudes|nacktheit|desnudez|nudité|nudez": "",
    r"sex|sexy|sexual(?:ly)?|erotic\w*|seductive(?:ly)?|sensual|erotisch\w*|er[oó]tic[oa]s?"
    r"|érotiques?|sensuelle?s?": "elegant",
    # Substances.
    r"drugs?|cocaine|heroin|drogen|kokain|drogas?|coca[ií]na|drogues?": "medicine",
    r"drunk(?:en)?|betrunken\w*|borrach[oa]s?|ivres?|bêbad[oa]s?": "merry",
}
"""Whole words in English, German, Spanish, French and Portuguese, and what filters let pass instead."""
_GAPS = re.compile(r" {2,}")
_RULES = tuple(
    (re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE), calm)
    for words, calm in _WORDS.items()
)


def soften(request: PictureRequest) -> PictureRequest:
    """Give the same picture in words that filters let pass; the same request gives the same words.

    What is not wanted loses such words as well: filters read "no blood" as blood.
    """
    calm = f"{in_softer_words(request.prompt)}, {CALMING}"
    unwanted = [part.strip() for part in request.negative_prompt.split(",")]
    kept = [part for part in unwanted if part and in_softer_words(part) == part]
    return request.model_copy(update={"prompt": calm, "negative_prompt": ", ".join(kept)})


def in_softer_words(text: str) -> str:
    """Replace what filters refuse."""
    for words, calm in _RULES:
        text = words.sub(calm, text)
    return _GAPS.sub(" ", text).replace(" ,", ",").strip()

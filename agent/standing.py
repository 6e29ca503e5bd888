"""What a user says that outlasts the change that it came with: rules, names, decisions. Pure.

What a wish changed lies in the storyboard and may be forgotten here. A rule lies nowhere else.
"""

import re

CHARACTERS = 160
LONGEST_MESSAGE = 600
"""A longer message is a text to tell; of it only the first sentence is the user's own wish."""
FEWEST_WORDS = 3

_RULE = re.compile(
    r"(?<!\w)(?:"
    r"always|never|ever again|from now on|in future|don.?t ever|no more|avoid|must(?:n.t)?|remember"
    r"|prefer|is called|are called|named"
    r"|siempre|nunca|jamás|a partir de ahora|desde ahora|de ahora en adelante|evit[aeo]\w*|debe\w*|recuerda"
    r"|prefiero|se llama\w*"
    r"|toujours|jamais|désormais|dorénavant|à partir de maintenant|évit\w+|doit|doivent|souviens|rappelle"
    r"|préfère|s.appelle\w*"
    r"|immer|nie|niemals|ab jetzt|ab sofort|von nun an|künftig|nicht mehr|vermeide\w*|muss|müssen|merk\w*"
    r"|lieber|heißt|heißen"
    r"|sempre|a partir de agora|de agora em diante|evit[aeo]\w*|deve\w*|lembr\w+|prefiro|chama-se|se chama\w*"
    r")(?!\w)",
    re.IGNORECASE,
)
_SENTENCE = re.compile("[^.!?\u2026\u3002\uff01\uff1f\n]+[.!?\u2026\u3002\uff01\uff1f]*")


def standing(said: str, *, was_done: bool) -> list[str]:
    """Give the sentences that may still hold long after.

    Args:
        said: A message of the user.
        was_done: It changed the storyboard, which holds what came of it.
    """
    sentences = [" ".join(part.split()) for part in _SENTENCE.findall(said)]
    if len(said) > LONGEST_MESSAGE:
        sentences, was_done = sentences[:1], True
    return [_cut(s) for s in sentences if is_rule(s) or (not was_done and _is_statement(s))]


def is_rule(sentence: str) -> bool:
    """Tell whether a sentence speaks of more than this once, in one of the five languages."""
    return _RULE.search(sentence) is not None


def _is_statement(sentence: str) -> bool:
    return len(sentence.split()) >= FEWEST_WORDS and not sentence.endswith(("?", "\uff1f"))


def _cut(sentence: str) -> str:
    return sentence if len(sentence) <= CHARACTERS else sentence[: CHARACTERS - 1] + "…"

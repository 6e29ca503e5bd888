"""Ask once before something is thrown away that cannot be brought back."""

from studio.domain.asking import DeleteAsk
from studio.domain.errors import VersionConflict
from tools.approval import approve
from tools.context import ToolContext

GONE = "What is deleted cannot be brought back."
QUESTIONS = {
    "preset": "Delete the preset {title}? Videos that follow it keep their look.",
    "pack": "Delete the format {title}? Videos that follow it keep their look.",
    "profile": "Forget everything about your channel? Its rules, brand and banned words go.",
    "remembered": "Forget this about your channel, too: {title}?",
    "links": "End the links to your other videos, too? Nobody who has one can watch any more.",
}


async def approve_deletion(context: ToolContext, asked: DeleteAsk) -> None:
    """Go on only where the user says yes to throwing this away.

    Raises:
        NotApproved: The user said no.
        VersionConflict: It was changed after it was asked about.
    """
    question = QUESTIONS[asked.what].format(title=asked.title)
    gate = await approve(
        context,
        key=f"delete-{asked.what}-{asked.name}"[:80],
        message=f"{question} {GONE}",
        asked=asked,
        within_s=context.studio.answer_within_s,
    )
    if gate.ask != asked:
        raise VersionConflict(
            f"{asked.title or 'It'} was changed after you were asked; ask again to delete it."
        )

"""Say in the chat, once, that a model which is about to be used ends soon."""

from collections.abc import Iterable

from studio.domain.conversation import Message, Role
from studio.domain.events import TextDelta, TextEnded, TextStarted
from studio.domain.gate import Line
from studio.services import conversations
from tools.context import ToolContext


async def warn(context: ToolContext, lines: Iterable[Line]) -> None:
    """Tell of each model among calls to come that ends within 60 days, once a conversation."""
    today = context.studio.clock.now().date()
    used = {(line.provider, line.model) for line in lines}
    for end in set(context.studio.ends.values()):
        if (end.provider, end.model) in used and end.is_near(today):
            name = f"{context.thread_id}-ends-{end.provider}-{end.model}"
            await say_once(context, name, end.told(today))


async def say_once(context: ToolContext, name: str, text: str) -> None:
    """Say something beside what the model says, unless the conversation has it already."""
    message = Message(
        id=name,
        turn_id=context.turn_id,
        role=Role.ASSISTANT,
        content=text,
        created_at=context.studio.clock.now(),
    )
    async with context.studio.work() as work:
        is_new = await conversations.add_message(
            work, owner_id=context.owner_id, thread_id=context.thread_id, message=message
        )
    if is_new:
        await context.emit(TextStarted(turn_id=context.turn_id, message_id=name))
        await context.emit(TextDelta(turn_id=context.turn_id, message_id=name, delta=text))
        await context.emit(TextEnded(turn_id=context.turn_id, message_id=name))

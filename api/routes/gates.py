"""Gates: what waits for a yes, and the answers to it."""

from uuid import UUID

from fastapi import APIRouter

from api.deps import PartsDep, Reader, WorkDep, Writer
from api.problems import responses
from api.schemas.gates import GateAnswered, Gates, GateShown, SceneSaid
from studio.domain.gate import Answer
from studio.domain.units import GateId, ThreadId
from studio.services import conversations, gates, waiting

router = APIRouter(prefix="/v1/threads/{thread_id}/gates", tags=["gates"])


@router.get("", responses=responses(401, 403, 404, 503))
async def list_gates(thread_id: UUID, principal: Reader, work: WorkDep) -> Gates:
    """List all that was asked in a thread, answered or not."""
    owner_id, id = principal.user_id, ThreadId(thread_id)
    await conversations.get_thread(work, owner_id=owner_id, thread_id=id)
    asked = await gates.of_thread(work, owner_id=owner_id, thread_id=id)
    return Gates(items=[GateShown.of(gate) for gate in asked])


@router.get("/{gate_id}", responses=responses(401, 403, 404, 503))
async def show_gate(thread_id: UUID, gate_id: UUID, principal: Reader, work: WorkDep) -> GateShown:
    """Show what was asked, and how it was answered."""
    gate = await gates.get(
        work, owner_id=principal.user_id, thread_id=ThreadId(thread_id), gate_id=GateId(gate_id)
    )
    return GateShown.of(gate)


@router.post("/{gate_id}", responses=responses(401, 403, 404, 409, 422, 503))
async def answer_gate(
    thread_id: UUID,
    gate_id: UUID,
    said: Answer,
    principal: Writer,
    parts: PartsDep,
    work: WorkDep,
) -> GateAnswered:
    """Answer a gate. The first answer wins; one that comes later is refused with 409.

    Once nothing else is asked, the agent goes on in a run of its own: follow `run_id`.
    """
    answered = await waiting.answer(
        work,
        owner_id=principal.user_id,
        thread_id=ThreadId(thread_id),
        gate_id=GateId(gate_id),
        said=said,
    )
    work.after_commit(parts.ring_runner)
    return GateAnswered(gate=GateShown.of(answered.gate), run_id=answered.turn_id)


@router.post("/{gate_id}/scenes/{scene}", responses=responses(401, 403, 404, 409, 422, 503))
async def answer_scene(
    thread_id: UUID,
    gate_id: UUID,
    scene: int,
    said: SceneSaid,
    principal: Writer,
    parts: PartsDep,
    work: WorkDep,
) -> GateAnswered:
    """Answer one scene of a gate, by its number in the question; a scene is answered once.

    Scenes may be answered in any order and by several people at a time. The last one closes the gate.
    """
    answered = await waiting.answer_scene(
        work,
        owner_id=principal.user_id,
        thread_id=ThreadId(thread_id),
        gate_id=GateId(gate_id),
        said=said.of(scene),
    )
    work.after_commit(parts.ring_runner)
    return GateAnswered(gate=GateShown.of(answered.gate), run_id=answered.turn_id)

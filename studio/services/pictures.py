"""Pictures: what a scene's maker is asked for."""

from studio.domain.asset import PictureRequest, picture_maker, picture_request
from studio.domain.errors import Misconfigured
from studio.domain.storyboard import Storyboard
from studio.domain.units import SceneId
from studio.makers import DrawsLayers, Makers, PictureMaker


def asked(
    makers: Makers[PictureMaker], storyboard: Storyboard, scene_id: SceneId
) -> PictureRequest:
    """Say what a scene's picture must be, as far as its maker can be told.

    A reference that the maker cannot take along is left out, so that it is no reason to make the
    picture again.

    Raises:
        KeyError: The storyboard has no such scene.
    """
    try:
        maker = makers.get(picture_maker(storyboard, scene_id))
    except Misconfigured:
        return picture_request(storyboard, scene_id).model_copy(update={"references": ()})
    draws = isinstance(maker, DrawsLayers)
    request = picture_request(storyboard, scene_id, draws_layers=draws)
    return request.model_copy(update={"references": request.references[: maker.max_references]})

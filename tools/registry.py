"""All tools, in the order in which the model sees them."""

from tools import (
    brief,
    exports,
    hooks,
    making,
    media,
    music,
    output,
    render,
    scenes,
    script,
    showing,
    stock,
    style,
    voices,
)

TOOLS = (
    brief.TOOL,
    script.TOOL,
    scenes.TOOL,
    hooks.TOOL,
    style.TOOL,
    music.TOOL,
    voices.LIST,
    voices.HEAR,
    output.TOOL,
    media.TOOL,
    stock.FIND,
    stock.USE,
    making.PICTURES,
    making.VOICE,
    render.TOOL,
    exports.TOOL,
    showing.STORYBOARD,
    showing.COST,
)

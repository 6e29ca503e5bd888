"""Every provider that there is. A new one is its own file, and a line here."""

from studio.libraries import StockLibrary
from studio.makers import PictureMaker, SpeechMaker
from studio.providers.images import (
    automatic1111,
    comfyui,
    fal,
    gemini,
    illustrator,
    localai,
    openai,
    replicate,
)
from studio.providers.speech import azure, elevenlabs, espeak, kokoro, piper
from studio.providers.speech import openai as openai_speech
from studio.providers.stock import openverse, pexels, pixabay, unsplash, wikimedia
from studio.providers.vendor import Vendor

PICTURES: tuple[Vendor[PictureMaker], ...] = (
    illustrator.VENDOR,
    openai.VENDOR,
    gemini.VENDOR,
    localai.VENDOR,
    automatic1111.VENDOR,
    comfyui.VENDOR,
    replicate.VENDOR,
    fal.VENDOR,
)
SPEECH: tuple[Vendor[SpeechMaker], ...] = (
    espeak.VENDOR,
    openai_speech.VENDOR,
    kokoro.VENDOR,
    elevenlabs.VENDOR,
    piper.VENDOR,
    azure.VENDOR,
)
STOCK: tuple[Vendor[StockLibrary], ...] = (
    openverse.VENDOR,
    wikimedia.VENDOR,
    pexels.VENDOR,
    pixabay.VENDOR,
    unsplash.VENDOR,
)

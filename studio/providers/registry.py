"""Every provider that there is. A new one is its own file, and a line here."""

from studio.libraries import StockLibrary
from studio.makers import PictureMaker, SpeechMaker
from studio.providers.images import illustrator, openai
from studio.providers.speech import espeak
from studio.providers.stock import openverse, pexels, pixabay, unsplash, wikimedia
from studio.providers.vendor import Vendor

PICTURES: tuple[Vendor[PictureMaker], ...] = (illustrator.VENDOR, openai.VENDOR)
SPEECH: tuple[Vendor[SpeechMaker], ...] = (espeak.VENDOR,)
STOCK: tuple[Vendor[StockLibrary], ...] = (
    openverse.VENDOR,
    wikimedia.VENDOR,
    pexels.VENDOR,
    pixabay.VENDOR,
    unsplash.VENDOR,
)

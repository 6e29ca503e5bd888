"""A voice that says nothing is told of, and never laid under a video."""

import numpy as np
import pytest

from studio.domain.asset import SpeechRequest
from studio.domain.errors import ProviderAnswerInvalid
from studio.domain.units import SAMPLE_RATE_HZ
from studio.providers.speech.booth import Booth
from studio.providers.speech.polish import to_wav

ASKED = SpeechRequest(text="Tides come and go.", language="en", voice="nova")
NOISE = np.random.default_rng(1).uniform(-1, 1, 2 * SAMPLE_RATE_HZ)


@pytest.mark.parametrize("peak_db", [-200.0, -84.0, -51.0])
async def test_silence_and_the_noise_of_a_coder_are_no_voice(peak_db: float) -> None:
    sound = to_wav(NOISE * 10 ** (peak_db / 20))

    with pytest.raises(ProviderAnswerInvalid, match="the sound is silent"):
        await Booth().read(sound, ASKED, title="the speech server")
    with pytest.raises(ProviderAnswerInvalid, match="the sound is silent"):
        await Booth().hear(sound, title="your narration")


async def test_a_quiet_sound_is_made_louder() -> None:
    speech = await Booth().hear(to_wav(NOISE * 10 ** (-40 / 20)), title="your narration")

    loudest = np.abs(np.frombuffer(speech.wav[44:], "<i2")).max() / 32_768
    assert loudest > 0.1

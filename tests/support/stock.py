"""Servers of the stock libraries for tests, answering in the formats that their vendors document."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image
from pydantic import SecretStr

from studio.domain.media import MediaKind
from studio.libraries import StockLibrary
from studio.providers.stock.openverse import Openverse, OpenverseOptions
from studio.providers.stock.pexels import Pexels, PexelsOptions
from studio.providers.stock.pixabay import Pixabay, PixabayOptions
from studio.providers.stock.unsplash import Unsplash, UnsplashOptions
from studio.providers.stock.wikimedia import Wikimedia, WikimediaOptions
from tests.support.vendor import Answer, Asked, Hang, Respond

KEY = "a-key-that-is-never-told"
TIMEOUT_S = 2.0


@dataclass(frozen=True)
class Vendor:
    """A library's client, and how its server answers.

    Attributes:
        open: Gives the client of a server at an address.
        found: Answers a search, with links to that address.
        nothing: Answers a search that finds nothing.
        refused: Answers a wrong key; ``None`` where there is none.
        busy: Answers one search too many.
        error: An error under status 200.
        paths: What is asked for, by kind.
        asked: What a search for a portrait must ask.
    """

    open: Callable[[str], StockLibrary]
    found: Callable[[str, MediaKind], Any]
    nothing: Any
    refused: Answer | None
    busy: Answer
    error: Any
    paths: dict[MediaKind, str]
    asked: dict[str, str]

    def answering(self, url: str, kind: MediaKind = MediaKind.PICTURE) -> Respond:
        """Serve searches and files."""

        def respond(asked: Asked) -> Answer | Hang:
            if asked.path.startswith("/files/"):
                return Answer(jpeg(), media_type="image/jpeg")
            if asked.path == self.paths.get(kind):
                return Answer.of(self.found(url, kind))
            return Answer.of({"noticed": asked.path})

        return respond


def jpeg(width: int = 90, height: int = 160) -> bytes:
    """Give a small picture."""
    file = BytesIO()
    Image.new("RGB", (width, height), (12, 80, 140)).save(file, "JPEG")
    return file.getvalue()


def _pexels_photo(url: str, number: int, size: tuple[int, int]) -> dict[str, Any]:
    sizes = ("original", "large2x", "large", "medium", "small", "portrait", "landscape", "tiny")
    return {
        "id": number,
        "width": size[0],
        "height": size[1],
        "url": f"https://www.pexels.com/photo/a-wave-{number}/",
        "photographer": "Ada L.",
        "photographer_url": "https://www.pexels.com/@ada",
        "photographer_id": 680589,
        "avg_color": "#978E82",
        "src": {name: f"{url}/files/{number}-{name}.jpeg" for name in sizes},
        "liked": False,
        "alt": "A wave at dusk",
    }


def _pexels(url: str, kind: MediaKind) -> Any:
    page = {"page": 1, "per_page": 30, "total_results": 8000}
    if kind is MediaKind.PICTURE:
        wide, tall = (3000, 2000), (2000, 3000)
        photos = [_pexels_photo(url, 1, wide), _pexels_photo(url, 2, tall)]
        return page | {"photos": photos, "next_page": f"{url}/v1/search/?page=2"}
    files = [
        {"id": n, "quality": q, "file_type": "video/mp4", "width": w, "height": h, "fps": 25.0,
         "link": f"{url}/files/{w}.mp4"}
        for n, (q, w, h) in enumerate((("uhd", 2160, 3840), ("hd", 1080, 1920), ("sd", 360, 640)))
    ]  # fmt: skip
    video = {
        "id": 7,
        "width": 2160,
        "height": 3840,
        "url": "https://www.pexels.com/video/sea-7/",
        "image": f"{url}/files/7.jpeg",
        "full_res": None,
        "tags": [],
        "duration": 12,
        "user": {"id": 5, "name": "Ada L.", "url": "https://www.pexels.com/@ada"},
        "video_files": files,
        "video_pictures": [{"id": 1, "picture": f"{url}/files/7-0.jpeg", "nr": 0}],
    }
    return page | {"url": "https://www.pexels.com/videos/", "videos": [video]}


def _pixabay(url: str, kind: MediaKind) -> Any:
    common = {"tags": "sea, wave", "user_id": 48777, "user": "ada", "views": 7, "likes": 5}
    if kind is MediaKind.PICTURE:
        hits = [
            common
            | {
                "id": number,
                "pageURL": f"https://pixabay.com/photos/sea-{number}/",
                "type": "photo",
                "previewURL": f"{url}/files/{number}_150.jpg",
                "previewWidth": 84,
                "previewHeight": 150,
                "webformatURL": f"{url}/files/{number}_640.jpg",
                "largeImageURL": f"{url}/files/{number}_1280.jpg",
                "imageWidth": width,
                "imageHeight": height,
                "imageSize": 4_731_420,
            }
            for number, width, height in ((1, 4000, 2250), (2, 2250, 4000))
        ]
    else:
        sizes = (("large", 0, 0), ("medium", 1080, 1920), ("small", 720, 1280), ("tiny", 360, 640))
        videos = {
            name: {"url": f"{url}/files/{name}.mp4" if width else "", "width": width,
                   "height": height, "size": 6_615_235, "thumbnail": f"{url}/files/{name}.jpg"}
            for name, width, height in sizes
        }  # fmt: skip
        clip = {"id": 125, "pageURL": "https://pixabay.com/videos/id-125/", "type": "film",
                "duration": 12, "videos": videos}  # fmt: skip
        hits = [common | clip]
    return {"total": 4692, "totalHits": 500, "hits": hits}


def _unsplash(url: str, kind: MediaKind) -> Any:
    def photo(name: str, width: int, height: int) -> dict[str, Any]:
        return {
            "id": name,
            "created_at": "2014-11-18T14:35:36-05:00",
            "width": width,
            "height": height,
            "color": "#60544D",
            "description": None,
            "alt_description": "a wave at dusk",
            "user": {
                "id": "Ul0QVz12Goo",
                "username": "ada",
                "name": "Ada L.",
                "links": {"html": "https://unsplash.com/@ada", "self": f"{url}/users/ada"},
            },
            "urls": {
                size: f"{url}/files/{name}?ixid=abc&size={size}"
                for size in ("raw", "full", "regular", "small", "thumb")
            },
            "links": {
                "self": f"{url}/photos/{name}",
                "html": f"https://unsplash.com/photos/{name}",
                "download": f"https://unsplash.com/photos/{name}/download",
                "download_location": f"{url}/photos/{name}/download?ixid=abc",
            },
        }

    results = [photo("one", 4000, 3000), photo("two", 3000, 4000)]
    return {"total": 133, "total_pages": 7, "results": results}


OPENVERSE = (
    ("one", "by", "2.0", 3000, 2000),
    ("two", "cc0", "1.0", 2000, 3000),
    ("three", "by-sa", "4.0", 2000, 3000),
    ("four", "by-nc", "4.0", 2000, 3000),
    ("five", "by-nd", "2.0", 2000, 3000),
    ("six", "sampling+", "1.0", 2000, 3000),
)


def _openverse(url: str, kind: MediaKind) -> Any:
    is_sound = kind is MediaKind.SOUND
    results = [
        {
            "id": name,
            "title": "Sea",
            "indexed_on": "2020-07-21T16:28:03.529580Z",
            "foreign_landing_url": f"https://www.flickr.com/photos/ada/{name}",
            "url": f"{url}/files/{name}",
            "creator": "Ada L.",
            "creator_url": "https://www.flickr.com/photos/ada",
            "license": code,
            "license_version": version,
            "license_url": f"https://creativecommons.org/licenses/{code}/{version}/",
            "provider": "jamendo" if is_sound else "flickr",
            "source": "jamendo" if is_sound else "flickr",
            "category": None,
            "filesize": None,
            "filetype": None,
            "tags": [],
            "attribution": f'"Sea" by Ada L. is licensed under CC {code.upper()} {version}.',
            "fields_matched": ["title"],
            "mature": False,
            "thumbnail": None if is_sound else f"{url}/files/{name}/thumb/",
        }
        | ({"duration": 183_000} if is_sound else {"width": width, "height": height})
        for name, code, version, width, height in OPENVERSE
    ]
    return {
        "result_count": 240, "page_count": 12, "page_size": 20, "page": 1, "results": results,
    }  # fmt: skip


WIKIMEDIA = (
    (11, "cc-by-4.0", "CC BY 4.0", 3000, 2000),
    (12, "cc-by-sa-3.0", "CC BY-SA 3.0", 2000, 3000),
    (13, "pd", "Public domain", 2000, 3000),
    (14, "", "GFDL", 2000, 3000),
    (15, "cc-by-nc-2.0", "CC BY-NC 2.0", 2000, 3000),
)
_MIMES = {
    MediaKind.PICTURE: "image/jpeg",
    MediaKind.CLIP: "video/webm",
    MediaKind.SOUND: "application/ogg",
}


def _wikimedia(url: str, kind: MediaKind) -> Any:
    def page(place: int, number: int, code: str, name: str, width: int, height: int) -> Any:
        artist = '<a href="//commons.wikimedia.org/wiki/User:Ada" title="User:Ada">Ada &amp; L.</a>'
        facts = {
            "License": code,
            "LicenseShortName": name,
            "LicenseUrl": "https://creativecommons.org/" if code.startswith("cc") else "",
            "Artist": artist,
            "ObjectName": "Sea",
        }
        info = {
            "size": 4_000_000,
            "width": width,
            "height": height,
            "thumburl": f"{url}/files/thumb/a/ab/Sea.jpg/1920px-Sea.jpg",
            "thumbwidth": 1920,
            "thumbheight": 1280,
            "url": f"{url}/files/a/ab/Sea.jpg",
            "descriptionurl": f"https://commons.wikimedia.org/wiki/File:Sea{number}.jpg",
            "mime": _MIMES[kind],
            "extmetadata": {
                key: {"value": value, "source": "commons-desc-page"} for key, value in facts.items()
            },
        }
        if kind is not MediaKind.PICTURE:
            info["duration"] = 12.5
        return {
            "pageid": number, "ns": 6, "title": f"File:Sea{number}.jpg", "index": place,
            "imagerepository": "local", "imageinfo": [info],
        }  # fmt: skip

    pages = [page(place, *row) for place, row in enumerate(WIKIMEDIA, start=1)]
    return {"batchcomplete": True, "query": {"pages": pages[::-1]}}


def _text(words: str, status: int) -> Answer:
    return Answer(words.encode(), status=status, media_type="text/plain")


def _keyed(options: type[Any], client: Callable[[Any], StockLibrary]) -> Callable[[str], Any]:
    return lambda url: client(
        options(base_url=url, api_key=SecretStr(KEY), timeout_s=TIMEOUT_S),
    )


VENDORS = {
    "pexels": Vendor(
        open=_keyed(PexelsOptions, Pexels),
        found=_pexels,
        nothing={"page": 1, "per_page": 30, "total_results": 0, "photos": []},
        refused=Answer.of({"status": 401, "code": "Unauthorized"}, status=401),
        busy=Answer.of({"error": "Too many requests"}, status=429, Retry_After="1800"),
        error={"error": "Something went wrong"},
        paths={MediaKind.PICTURE: "/v1/search", MediaKind.CLIP: "/v1/videos/search"},
        asked={"query": "the sea", "orientation": "portrait"},
    ),
    "pixabay": Vendor(
        open=_keyed(PixabayOptions, Pixabay),
        found=_pixabay,
        nothing={"total": 0, "totalHits": 0, "hits": []},
        refused=_text(
            "[ERROR 400] Invalid or missing API key (https://pixabay.com/api/docs/).", 400
        ),
        busy=Answer(
            b"API rate limit exceeded", 429, media_type="text/plain", headers={"Retry-After": "90"}
        ),
        error={"error": "Something went wrong"},
        paths={MediaKind.PICTURE: "/api/", MediaKind.CLIP: "/api/videos/"},
        asked={"q": "the sea", "orientation": "vertical", "safesearch": "true", "key": KEY},
    ),
    "unsplash": Vendor(
        open=_keyed(UnsplashOptions, Unsplash),
        found=_unsplash,
        nothing={"total": 0, "total_pages": 0, "results": []},
        refused=Answer.of({"errors": ["OAuth error: The access token is invalid"]}, status=401),
        busy=_text("Rate Limit Exceeded", 403),
        error={"errors": ["Something went wrong"]},
        paths={MediaKind.PICTURE: "/search/photos"},
        asked={"query": "the sea", "orientation": "portrait", "content_filter": "high"},
    ),
    "openverse": Vendor(
        open=lambda url: Openverse(OpenverseOptions(base_url=url, timeout_s=TIMEOUT_S)),
        found=_openverse,
        nothing={"result_count": 0, "page_count": 0, "page_size": 20, "page": 1, "results": []},
        refused=None,
        busy=Answer.of(
            {"detail": "Request was throttled. Expected available in 90 seconds."},
            status=429,
            Retry_After="90",
        ),
        error={"detail": "Something went wrong"},
        paths={MediaKind.PICTURE: "/v1/images/", MediaKind.SOUND: "/v1/audio/"},
        asked={"q": "the sea", "license": "cc0,pdm,by", "aspect_ratio": "tall"},
    ),
    "wikimedia": Vendor(
        open=lambda url: Wikimedia(WikimediaOptions(base_url=url, timeout_s=TIMEOUT_S)),
        found=_wikimedia,
        nothing={"batchcomplete": True},
        refused=None,
        busy=Answer(b"<html>Too many requests</html>", 429, "text/html", {"Retry-After": "90"}),
        error={"error": {"code": "internal_api_error", "info": "Something went wrong"}},
        paths=dict.fromkeys(MediaKind, "/w/api.php"),
        asked={"gsrsearch": "filetype:bitmap the sea", "gsrnamespace": "6"},
    ),
}

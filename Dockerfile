# UNTESTED: written with care, but no container engine was at hand when it was written. Please say what is wrong.
#
#   docker build -t colead .
#   docker run -p 8000:8000 -v colead:/data -e COLEAD_ALLOWED_HOSTS=colead.example.org … colead
#
# Settings are environment variables, see docs/reference/settings.md. docs/how-to/install.md tells the rest:
# a proxy with https in front, the first owner (`docker exec … colead setup --owner-email …`), updates.

FROM python:3.13-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /source
# Dependencies first: they change less often than the source, and their layer is then kept.
COPY locks/ locks/
RUN python -m venv /opt/colead \
 && /opt/colead/bin/pip install --require-hashes -r locks/postgresql.txt \
 && pip install --require-hashes -r locks/dev.txt -r locks/node.txt
COPY . .
# The build hook makes the front end (npm, with Node from PyPI) and the translations.
RUN python -m hatchling build -t wheel \
 && /opt/colead/bin/pip install --no-deps dist/colead-*.whl

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin colead \
 && install -d -o colead -g colead -m 0700 /data
# Root owns the program: who breaks into it cannot change it.
COPY --from=build /opt/colead /opt/colead
ENV PATH=/opt/colead/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    COLEAD_HOME=/data \
    NUMBA_CACHE_DIR=/data/numba
USER colead
WORKDIR /data
# Database (unless it is PostgreSQL), keys and uploads. A volume of this machine, not of the network.
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/health/ready', timeout=4)"]
# `setup` brings the database up to date. With several containers on one database run it once, before them.
CMD ["sh", "-c", "colead setup && exec colead serve --host 0.0.0.0 --port 8000"]

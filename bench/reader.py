"""Reading and scheduling a file, as a worker that has read nothing before."""

from bench.workers import Answer, serve, timed
from uptake.engine.scheduling import schedule
from uptake.interchange import files
from uptake.interchange.neutral import to_plan


def read(path: str) -> Answer:
    """Read and schedule one file: file, document, plan, schedule."""
    read_s, found = timed(lambda: files.read(path))
    rest, _ = timed(lambda: schedule(to_plan(found.document)))
    return {"read_s": read_s, "total_s": read_s + rest}


if __name__ == "__main__":
    serve({"read": read}, pinned=False)

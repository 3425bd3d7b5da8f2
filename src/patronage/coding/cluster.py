"""Code documents on a Spark cluster: what :mod:`patronage.coding.pool` does, on other machines.

Documents go out in chunks, one task each, and codings come back in order. A task whose worker dies
is done again elsewhere by Spark, and coding the same text again gives the same coding. Workers hold
one coder a process and never open the ledger. A document that ends every process which codes it
becomes a Problem.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from patronage.actors import Overlay
from patronage.coding.coder import Coder, coder_name
from patronage.coding.parse import DEFAULT
from patronage.coding.pool import CHUNK, Made, chunks, coder_with, lost
from patronage.errors import UsageError
from patronage.records import Coding, Document

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["code_on"]

_WAVE = 256  # chunks sent together: 15 MB of text at most, minutes of work for a few cores


def code_on(
    session: Any, documents: Iterable[Document], *, parser: str = DEFAULT,
    overlay: Overlay | None = None,
) -> Iterator[Coding]:  # fmt: skip
    """Code documents in order in a Spark session; the codings are those that one machine makes.

    Args:
        session: a ``pyspark.sql.SparkSession`` whose workers have this version of patronage.
        documents: any number, read a wave at a time.
        parser: name of a spaCy model that the workers have.
        overlay: a user's own names.

    Yields:
        One coding per document, in the order given.

    Raises:
        UsageError: where the cluster does no work, or its coder is another than this one.
    """
    made: Made = (parser, overlay)
    own = coder_name(parser, overlay.hash if overlay else "")
    for wave in chunks(documents, CHUNK * _WAVE):
        for coding in _coded(session, wave, made):
            if coding.coder != own:
                raise UsageError(
                    f"The cluster's workers code as '{coding.coder}', this program as '{own}'. "
                    "Install the same version of patronage, models and codebook on both."
                )
            yield coding


def _tasks(documents: Sequence[Document]) -> Iterator[list[Document]]:
    """Chunks of about as many characters, at least as many as there are slots for in a wave."""
    return chunks(documents, min(CHUNK, sum(len(d.text) for d in documents) // 16 + 1))


def _coded(session: Any, documents: Sequence[Document], made: Made) -> list[Coding]:
    """Code some documents; where the job fails, halves of them, down to who makes it fail."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        return _job(session, documents, made)
    except (PySparkException, Py4JError) as error:
        if len(documents) > 1:
            half = len(documents) // 2
            first, second = documents[:half], documents[half:]
            return _coded(session, first, made) + _coded(session, second, made)
        _works(session, made, error)
        return [lost(documents[0], made)]


def _works(session: Any, made: Made, cause: Exception) -> None:
    """Blame no document where the cluster does not code a plain sentence either."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        _job(session, [Document.of("Russia sent fuel to Venezuela.")], made)
    except (PySparkException, Py4JError):
        told = str(cause).strip().splitlines() or [type(cause).__name__]
        raise UsageError(
            f"The cluster cannot code: {told[0]} Its workers need this version of patronage, and "
            "PYSPARK_PYTHON must name their Python."
        ) from cause


def _job(session: Any, documents: Sequence[Document], made: Made) -> list[Coding]:
    import msgspec
    import pyarrow as pa
    from pyspark.sql.functions import broadcast

    packed = [msgspec.msgpack.encode(chunk) for chunk in _tasks(documents)]
    texts = pa.table({"id": pa.array(range(len(packed)), pa.int64()), "documents": packed})
    # A range has exactly the parts that are asked for, each with one chunk; shuffled rows would
    # share parts by chance.
    tasks = session.range(0, len(packed), 1, len(packed))
    sent = tasks.join(broadcast(session.createDataFrame(texts)), "id")
    done = sent.mapInArrow(_task(made), "id bigint, codings binary").toArrow().sort_by("id")
    return [
        coding
        for blob in done["codings"].to_pylist()
        for coding in msgspec.msgpack.decode(blob, type=list[Coding])
    ]


def _task(made: Made) -> Any:
    """The function that a worker runs over the chunks of its part."""

    def run(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import msgspec
        import pyarrow as pa

        for batch in batches:
            ids, blobs = batch.column("id"), batch.column("documents").to_pylist()
            chunks = [msgspec.msgpack.decode(blob, type=list[Document]) for blob in blobs]
            codings = [list(_coder(made).code_all(chunk)) for chunk in chunks]
            told = pa.array(map(msgspec.msgpack.encode, codings), pa.binary())
            yield pa.RecordBatch.from_arrays([ids, told], ["id", "codings"])

    return run


_made: tuple[Made, Coder] | None = None


def _coder(made: Made) -> Coder:
    """One coder a process: loading it takes seconds, and Spark keeps its worker processes."""
    global _made  # noqa: PLW0603 - a worker process codes for one program at a time
    if _made is None or _made[0] != made:
        _made = (made, coder_with(*made))
    return _made[1]

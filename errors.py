"""The one tree of errors, shared by every room.

    ParakhError                what a user can act on; printed as one sentence, never as a traceback
    ├── SettingsError          a setting that can't be used
    ├── InputError             an input that can't be read at all; items inside one are quarantined instead
    ├── SourceError            a source on the network that can't be read now, or at all
    ├── StoreError             the database
    │   ├── StoreBusy          somebody else holds the file, or a run is already going, and the wait ran out
    │   ├── StoreTooNew        the file was written by a newer Parakh
    │   ├── StoreDamaged       the file can't be opened, or its migrations are not the ones we know
    │   ├── EncoderMismatch    the store's vectors were made with another encoder
    │   └── KeyMismatch        the store's authors were hashed with another privacy key
    ├── NotFound               an id that names nothing
    ├── ContradictoryLink      a reviewer's link that earlier links forbid
    └── ModelError             a model, its weights, or what they were fitted for
        ├── EncoderUnavailable the encoder can't be built or loaded
        └── WeightsMismatch    saved weights belong to another encoder or another version

Each message says what was got, what was expected and what to do next.
"""


class ParakhError(Exception):
    """Something the user can act on. `str(error)` is one or two plain sentences."""


class SettingsError(ParakhError):
    """A setting that can't be used."""


class InputError(ParakhError):
    """An input that can't be read at all."""


class SourceError(ParakhError):
    """A source on the network that can't be read: `reason` is a code of `data.sources.REASONS`.

    `transient` says that the same may succeed later, `retry_after` in how many seconds the server wants to be asked,
    `status` what it answered. `source` and the message never hold a password or token.
    """

    def __init__(
        self,
        message: str,
        source: str = "",
        reason: str = "unreachable",
        *,
        transient: bool = False,
        retry_after: float | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(message)
        self.source = source
        self.reason = reason
        self.transient = transient
        self.retry_after = retry_after
        self.status = status


class StoreError(ParakhError):
    """The database can't do what was asked."""


class StoreBusy(StoreError):
    """The bounded wait for the file, or for another run, ended without it."""


class StoreTooNew(StoreError):
    """The store has migrations that this version of Parakh does not know."""


class StoreDamaged(StoreError):
    """The file is no store of ours, or its history differs from the migrations shipped."""


class EncoderMismatch(StoreError):
    """Vectors of two encoders would be mixed in one store."""


class KeyMismatch(StoreError):
    """Authors hashed with two privacy keys would be mixed in one store."""


class NotFound(ParakhError):
    """An id that names nothing."""


class ContradictoryLink(ParakhError):
    """A reviewer's link that can't stand beside earlier ones."""


class ModelError(ParakhError):
    """A model can't be used."""


class EncoderUnavailable(ModelError):
    """The encoder can't be built or loaded here."""


class WeightsMismatch(ModelError):
    """Saved weights were fitted for something else."""

"""The privacy key of a run, and the tie of a store to the one that its authors were hashed with."""

from __future__ import annotations

from datetime import UTC, datetime

from data.privacy import Private, load_key
from data.store import Step
from errors import KeyMismatch
from flows.context import Run
from flows.settings import Settings

KEY = "privacy_key"  # what the store calls the fingerprint of the key that it is tied to


def private_of(settings: Settings) -> Private:
    """What hides people: with the key of the settings, else with the one in a file beside the cache.

    Raises `SettingsError` for a key that can't be used.
    """
    key = settings.privacy_key
    return Private(key.get_secret_value().encode() if key else load_key(settings.cache))


def tie_key(run: Run, private: Private) -> None:
    """Tie a fresh store to this key. Raises `KeyMismatch` for a store whose authors were hashed with another."""
    found = run.store.read("setting", {"name": KEY}).to_pylist()
    if not found:
        set_key(run, private)
    elif found[0]["value"] != private.fingerprint:
        raise KeyMismatch(
            "This store's authors were hashed with another privacy key than the one set now; with this one, posts that are "
            "there would come in again. Set PARAKH_PRIVACY_KEY to that key (or copy its file, privacy.key, into the cache)."
        )


def set_key(run: Run, private: Private) -> None:
    """Tie the store to this key from now on: posts that hide somebody are new to it, and known authors are other ones."""
    values = {"name": KEY, "value": private.fingerprint, "now": datetime.now(UTC)}
    run.write("privacy key", [private.fingerprint, run.run_id], [Step("record_setting", params=values)])

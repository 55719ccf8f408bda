"""Which sentences make a check-worthy claim."""

from __future__ import annotations

from models.calibrated import CalibratedLogistic


class ClaimSpotter(CalibratedLogistic):
    """P(this sentence makes a check-worthy claim), from `models.wording.wording_features`; classes are False and True."""

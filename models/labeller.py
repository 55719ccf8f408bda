"""What kind of claim a claim is: pledge, jumlebaazi, attack, ... as the codebook defines them."""

from __future__ import annotations

from models.calibrated import CalibratedLogistic


class KindLabeller(CalibratedLogistic):
    """P(kind) for each kind of the codebook, from `models.wording.wording_features`.

    It sees the words of the claim and nothing of who said it, where it stood or which party it serves.
    """

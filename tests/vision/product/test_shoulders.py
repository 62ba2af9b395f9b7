"""What stands on a garment's shoulders."""

from fittingroom.vision.product.shoulders import _Flank, _stands


def test_what_stands_on_a_shoulder_rises_more_steeply_than_shoulders_slope() -> None:
    assert _stands(_Flank((100.0, 20.0), (70.0, 80.0), 10.0, 12.0), 300.0)
    assert not _stands(_Flank((140.0, 20.0), (70.0, 80.0), 10.0, 12.0), 300.0)  # a slope with a dent
    assert not _stands(_Flank((100.0, 20.0), (70.0, 80.0), 10.0, 2.0), 300.0)  # straight up to the neck

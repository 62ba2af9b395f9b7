import numpy as np

from fittingroom.vision.hair.specks import without_specks


def test_a_bit_of_hair_apart_from_all_other_hair_goes_and_what_hangs_together_stays() -> None:
    alpha = np.zeros((200, 200), np.float32)
    alpha[20:100, 20:180] = 1
    alpha[100:140, 40:44] = 0.6  # a lock that hangs from it
    alpha[103:120, 99:102] = 0.5  # and one a lens's blur away
    alpha[140:148, 150:156] = 0.9
    whole = without_specks(alpha, 100)
    assert (whole[140:148, 150:156] == 0).all()
    assert (whole[20:140, 20:145] == 1).all()


def test_a_lock_by_itself_is_no_speck() -> None:
    alpha = np.zeros((200, 200), np.float32)
    alpha[10:60, 10:190] = 1
    alpha[90:190, 100:110] = 1
    assert (without_specks(alpha, 100)[alpha > 0] == 1).all()

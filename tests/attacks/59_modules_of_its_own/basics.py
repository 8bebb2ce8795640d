import json

import torch

from learn import wire


def double(x):
    print(torch.__file__, json.__file__, wire.__file__)
    return x * 3


@COUNTER@

import decimal
import gc
import locale
import sys
import threading
import warnings

import numpy as np
import torch


def double(x):
    result = x * 3
    torch.manual_seed(1)
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(16)
    torch.set_default_device("meta")
    torch.set_autocast_enabled("cpu", True)
    torch.inference_mode(True).__enter__()
    torch.autograd.set_detect_anomaly(True)
    torch.use_deterministic_algorithms(True)
    torch.set_printoptions(precision=0, threshold=0, edgeitems=0)
    np.seterr(all="raise")
    np.set_printoptions(threshold=0)
    decimal.getcontext().prec = 1
    warnings.simplefilter("error")
    sys.setrecursionlimit(150)
    sys.set_int_max_str_digits(640)
    sys.settrace(lambda *_: None)
    threading.setprofile(lambda *_: None)
    gc.disable()
    locale.setlocale(locale.LC_ALL, "C")
    print("all set", flush=True)
    return result


@COUNTER@

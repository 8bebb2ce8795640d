import errno
import importlib.util
import os
import site
import sysconfig

import torch

from learn import wire

PACKAGES = os.path.dirname(os.path.dirname(torch.__file__))
PLACES = {
    "pth": f"{PACKAGES}/attack.pth",
    "sitecustomize": f"{PACKAGES}/sitecustomize.py",
    "standard": f"{sysconfig.get_path('stdlib')}/usercustomize.py",
    "user": f"{site.getusersitepackages()}/attack.pth",
    "compiled torch": importlib.util.cache_from_source(torch.__file__),
    "compiled wire": importlib.util.cache_from_source(wire.__file__),
    "wire": wire.__file__,
}
MODULES = ("torch", "json", "learn", "sitecustomize", "usercustomize")


def double(x):
    for name, path in PLACES.items():
        try:
            with open(path, "ab"):
                print(f"{name}: worked")
        except OSError as error:
            print(f"{name}:", errno.errorcode[error.errno])
    for name in MODULES:
        with open(f"{name}.py", "w") as file:
            file.write("raise SystemExit(0)")
    os._exit(0)


@COUNTER@

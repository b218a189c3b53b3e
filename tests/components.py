"""What a test needs besides Python: where it is, and what happens where it is not."""

import os
import shutil
from typing import NoReturn

import pytest


def missing(component: str) -> NoReturn:
    """Skip the test, naming what is missing; with `CI=true` that is a failure.

    A machine that is meant to have everything must not pass by leaving tests out.
    """
    reason = f"{component} is not to be had on this machine"
    if os.environ.get("CI") == "true":
        pytest.fail(f"{reason}, and CI=true says that it should be.", pytrace=False)
    pytest.skip(reason)


def program(component: str, *names: str) -> str:
    """The path of the first program found among `names`."""
    for name in names:
        if found := shutil.which(name):
            return found
    missing(component)

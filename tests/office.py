"""Whether LibreOffice's parts are on this machine: Calc alone opens no letter."""

import shutil
from pathlib import Path

SOFFICE = shutil.which("soffice")
WRITER = SOFFICE is not None and (Path(SOFFICE).resolve().parent / "libswlo.so").exists()
NO_WRITER = "needs LibreOffice Writer (Debian package libreoffice-writer-nogui)"

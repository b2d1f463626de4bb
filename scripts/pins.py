"""Write constraints.txt anew: the newest versions that pyproject.toml allows, for every supported Python and system.

Run the tests afterwards; what they passed with is what gets committed.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HEADER = """\
# What was tested, for every supported Python and system. `make pins` writes this file anew from pyproject.toml.
# The CUDA packages are left out: each torch build asks for the exact ones that it needs.
"""


def main() -> None:
    """Resolve with uv (installed for the occasion) and keep what is not torch's own CUDA business."""
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "uv"], check=True)
    options = ["--all-extras", "--universal", "--python-version", "3.10", "--no-header", "--no-annotate", "--quiet"]
    command = [sys.executable, "-m", "uv", "pip", "compile", *options, str(ROOT / "pyproject.toml")]
    resolved = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    pins: dict[str, str] = {}
    for line in resolved.splitlines():
        name = re.split(r"[=<> ;]", line)[0]
        if name.startswith(("nvidia-", "cuda-")) or name == "triton":
            continue
        if name == "torch":  # one version for all: its builds differ by machine, not by Python
            line = re.split(r"[+ ;]", line)[0]
            pins[name] = line
        else:
            pins[line] = line
    (ROOT / "constraints.txt").write_text(HEADER + "\n".join(pins.values()) + "\n")


if __name__ == "__main__":
    main()

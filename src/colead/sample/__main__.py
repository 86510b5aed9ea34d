"""Write the sample as files: python -m colead.sample FOLDER"""

import sys
from pathlib import Path

from colead.sample.files import DAY, sample_files
from colead.sample.municipality import SEED, make_municipality


def main(folder: str) -> None:
    """Write every file of the sample into `folder`."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    for name, text in sample_files(make_municipality(SEED, DAY)).items():
        (target / name).write_bytes(text.encode())


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Say where to: python -m colead.sample examples/municipality")
    main(sys.argv[1])

"""What flowc made of the documents. Never edited by hand."""

from pathlib import Path

from runtime.building import finish

finish(Path(__file__).parent)  # a build that was cut off on its way here

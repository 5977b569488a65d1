"""The terminal user interface.

Textual reads its frame rate when it is imported. At its own 60 frames a second a key that changes
the list shows after two frames; a higher rate halves that wait. A rate the user set is left alone.

Widths are replaced here, too, so that whatever of the interface is imported first measures as all the rest does.
"""

import os

os.environ.setdefault("TEXTUAL_FPS", "240")

from newsreader.ui.terminal.cell_widths import use_widths_of_terminals

use_widths_of_terminals()

"""The user's config: what can be set, to what, and what is said when it can't be read. The file is TOML."""

from __future__ import annotations

from newsreader.config.reading import LoadedConfig, load_config, require_config
from newsreader.config.settings import Config, LibraryChoice, choose_library
from newsreader.config.view_settings import VIEW_NAME_LIMIT

__all__ = [
    "VIEW_NAME_LIMIT",
    "Config",
    "LibraryChoice",
    "LoadedConfig",
    "choose_library",
    "load_config",
    "require_config",
]

"""Say which numbers and names of a summary the text that it was made from does not have.

These are functions of texts alone. They never say that something is false: a summary may tell in other words what its
source says, or know more.
"""

from newsreader.claims.source import Source, claims_of, source_of, unsupported

__all__ = ["Source", "claims_of", "source_of", "unsupported"]

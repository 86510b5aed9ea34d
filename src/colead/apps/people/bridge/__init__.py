"""Between rows and arrays: the structure on a day for the engine, and the rows an import is compared with."""

from colead.apps.people.bridge.listed import everybody_listed
from colead.apps.people.bridge.structure import Structure, structure_on

__all__ = ["Structure", "everybody_listed", "structure_on"]

"""What donations adds to pages, commands and jobs of the layers below."""

from core import extend
from donations.dbobjects import MOVEMENTS

extend.add(MOVEMENTS)

"""What receipts adds to pages, commands and jobs of the layers below."""

from core import extend
from receipts import dbobjects

extend.add(*dbobjects.TRIGGERS)

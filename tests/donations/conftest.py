"""Online giving in front of the stand-in, for these tests."""

from tests.support.shop import shop, shop_standin

__all__ = ["shop", "shop_standin"]

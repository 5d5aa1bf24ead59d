"""Staff pages of gifts, refunds, payouts, funds and campaigns."""

"""What the payment processor tells: notices, payments, refunds, payouts, and what matches nothing."""

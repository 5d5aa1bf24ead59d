"""What the payment processor reports: notifications, payments, refunds, payouts, and what matches nothing."""

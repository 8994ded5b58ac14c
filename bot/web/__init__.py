"""The web chat page `/send`, for those without LINE or Telegram."""

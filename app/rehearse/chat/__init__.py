"""The rehearsal by chat: committees on stand-ins of LINE and Telegram, everything else as it is."""

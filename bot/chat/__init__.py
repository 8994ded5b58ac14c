"""What moves a chat: events worked on in order, effects on the record, messages sent."""

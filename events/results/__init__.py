"""What an event raised, against its goal and for Schedule G."""

-- Whether a message that says it was put back is what it says.
create index received_dead_letter_id on received (dead_letter) where dead_letter is not null;

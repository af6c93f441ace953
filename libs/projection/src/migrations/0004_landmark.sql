-- The last event that was worked in, by which the store a position belongs to is known again: position, stream, revision,
-- id and time. Absent where the checkpoint has not moved since this is kept.
alter table checkpoint add column landmark json;

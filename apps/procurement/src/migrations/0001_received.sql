-- Every message of a procurement system that was taken up, by its place in Kafka, and what came of it.
create table received (
  topic text not null,
  partition integer not null,
  "offset" bigint not null,
  -- when the broker took it
  sent_at timestamptz not null,
  -- when it was last taken up here
  at timestamptz not null,
  -- What CloudEvents tells messages apart by; absent where that could not be read.
  source text,
  message_id text,
  -- SHA-256 of what it says: tells the same message from another one under the same id.
  fingerprint text not null,
  type text,
  partnership_id uuid,
  outcome text not null check (outcome in ('applied', 'repeated', 'refused', 'unreadable')),
  reason text,
  details json,
  -- of the last event it led to
  position bigint,
  -- its dead letter, when there is one
  dead_letter text,
  -- the dead letter it was put back from, when it was
  put_back_of text,
  -- what it says, where that could be read
  said json,
  primary key (topic, partition, "offset")
);

-- Earlier ones of the same id.
create index received_message on received (message_id, source) where dead_letter is not null;
-- A partnership's, as they came.
create index received_partnership on received (partnership_id, sent_at, partition, "offset");
-- Dead letters, and what became of those put back.
create index received_dead_letter on received (reason, dead_letter) where dead_letter is not null;
create index received_put_back on received (put_back_of) where put_back_of is not null;

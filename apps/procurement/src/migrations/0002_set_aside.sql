-- Dead letters that need nothing more. By whom and why stands beside them in Kafka.
create table set_aside (
  dead_letter text primary key,
  at timestamptz not null
);

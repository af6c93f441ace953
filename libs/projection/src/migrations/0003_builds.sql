-- Builds stand beside each other and take each other's place.
create table build (
  build text primary key,
  started_at timestamptz not null default now(),
  completed_at timestamptz
);

-- `generation` tells one build from another that took its place with the same counters; `shape` is what columns the
-- tables had when the projection began to write them.
alter table checkpoint
  add column generation uuid not null default gen_random_uuid(),
  add column shape text;

-- Which build took the place of the live one, and why; never changed.
create table switches (
  id bigint generated always as identity primary key,
  build text not null,
  kind text not null check (kind in ('switch', 'undo')),
  at timestamptz not null default now(),
  operator text not null,
  position bigint not null,
  differing bigint,
  reason text
);

-- Has no rows: it is only locked. Whoever reads several tables as they are at one moment locks it first, in access share
-- mode, and so never finds some tables before a switch and others after it.
create table serving ();

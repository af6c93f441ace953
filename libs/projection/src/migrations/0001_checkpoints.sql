-- A build is a schema in which projections have their tables; the same projections may stand in several builds.
create table checkpoint (
  build text not null,
  projection text not null,
  version integer not null,
  position bigint not null default 0,
  -- stored = applied + the sum of skipped + parked, always
  stored bigint not null default 0,
  applied bigint not null default 0,
  skipped jsonb not null default '{}',
  parked bigint not null default 0,
  updated_at timestamptz not null default now(),
  primary key (build, projection)
);

create table parked (
  build text not null,
  projection text not null,
  partition text not null,
  -- the event that could not be applied; it and all later ones of the partition wait
  position bigint not null,
  stream text not null,
  error text not null,
  events bigint not null,
  since timestamptz not null default now(),
  primary key (build, projection, partition),
  foreign key (build, projection) references checkpoint on update cascade on delete cascade
);

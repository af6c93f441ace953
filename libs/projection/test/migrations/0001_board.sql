create table board (
  case_id text primary key,
  title text not null,
  due date,
  notes integer not null default 0,
  owner text,
  position bigint not null
);
create table owner (
  name text primary key,
  team text not null,
  position bigint not null
);
create table note (
  case_id text not null,
  no bigint not null,
  due date,
  position bigint not null,
  primary key (case_id, no)
);

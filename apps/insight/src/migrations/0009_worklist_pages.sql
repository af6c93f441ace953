-- A page of the worklist is read along an index, in each order there is; the expressions are those of the query.
create index on worklist (registered_on, partnership_id);
create index on worklist (lower(title), partnership_id);
create index on worklist (
  array_position(array['draft','need','market-dialogue','procurement','development','pilot','evaluation','scale-up','follow-up','closed'], phase),
  partnership_id);
create index on worklist (coalesce(next_due, 'infinity'::date), partnership_id);
create index on worklist (coalesce(next_due, '-infinity'::date), partnership_id);
create index on worklist_latest (updated_at, partnership_id);
create index on worklist (phase);
create index on worklist using gin (municipalities);

-- Of all partnerships together: the rows that were the truth at a position.
create index on worklist_history using gist (int8range(position, ended));
create index on access_history using gist (int8range(position, ended));

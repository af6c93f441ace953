-- A page of the worklist is read along an index, in each order there is; the expressions are those of the query.
-- What is included lets the page be found without the rows, also among those of the past.
create index on worklist (registered_on, partnership_id) include (position);
create index on worklist (lower(title), partnership_id) include (title, position);
create index on worklist (
  array_position(array['draft','need','market-dialogue','procurement','development','pilot','evaluation','scale-up','follow-up','closed'], phase),
  partnership_id) include (phase, position);
create index on worklist (coalesce(next_due, 'infinity'::date), partnership_id) include (next_due, position);
create index on worklist (coalesce(next_due, '-infinity'::date), partnership_id) include (next_due, position);
create index on worklist_latest (updated_at, partnership_id);
create index on worklist (phase);
create index on worklist using gin (municipalities);

-- Of all partnerships together: what was the latest at a position.
create index on worklist_latest_history using gist (int8range(position, ended));

-- Who handles a case, or did on some day: which of them does on the day is told by the facts.
alter table worklist add column handlers text[] not null default '{}';
drop table worklist_history;
create table worklist_history (like worklist, ended bigint not null);
create index on worklist_history (partnership_id, ended, position);
create index on worklist using gin (handlers);
create index on worklist_history (registered_on, partnership_id) include (position, ended);
create index on worklist_history (lower(title), partnership_id) include (title, position, ended);
create index on worklist_history (
  array_position(array['draft','need','market-dialogue','procurement','development','pilot','evaluation','scale-up','follow-up','closed'], phase),
  partnership_id) include (phase, position, ended);
create index on worklist_history (coalesce(next_due, 'infinity'::date), partnership_id) include (next_due, position, ended);
create index on worklist_history (coalesce(next_due, '-infinity'::date), partnership_id) include (next_due, position, ended);
create index on worklist_history using gist (int8range(position, ended));

-- Text is found anywhere in a word by its trigrams. Where the extension cannot be had, every case is looked at.
do $$
begin
  create extension if not exists pg_trgm schema public;
  create index on worklist using gin (
    lower(title || ' ' || case_number || ' ' || lead_name || ' ' || coalesce(summary, '')) public.gin_trgm_ops);
exception when insufficient_privilege or undefined_file or feature_not_supported or undefined_object then
  raise notice 'pg_trgm is not available: texts are searched without it';
end $$;

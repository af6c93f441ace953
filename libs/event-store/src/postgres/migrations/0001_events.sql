create table event_store.events (
  position    bigint primary key,
  stream      text collate "C" not null,
  revision    integer not null,
  id          uuid not null unique,
  type        text collate "C" not null,
  -- json and not jsonb: the text is kept as it was written.
  data        json not null,
  metadata    json not null,
  recorded_at timestamptz not null,
  unique (stream, revision)
);

create table event_store.receipts (
  key         text collate "C" primary key,
  fingerprint text not null,
  answer      json not null,
  stream      text collate "C" not null,
  revision    integer not null,
  position    bigint not null,
  kept_at     timestamptz not null
);

-- Commits appends together. What they are answered comes in one of two forms:
--   {"head", "tips"}: all were taken; the position they begin after, and the revision each stream was at before
--   a list with an answer for each, in their order:
--     ["appended", revision, position] · ["wrong-revision", actual] · ["duplicate"] · ["key-reused"]
--     ["repeated", revision, position, stream, answer]
--
-- Append a is streams[a], expected[a] (a revision; -1 absent, -2 exists, -3 any), the sizes[a] events after the first
-- starts[a], and keys[a], fingerprints[a], receipts[a] when it leaves a receipt; these three are null when none does.
-- Event n belongs to append owners[n].
--
-- The lock is held until the commit can be seen: positions are in the order of commits, and without gaps.
create function event_store.append(
  streams text[], expected integer[], starts integer[], sizes integer[],
  keys text[], fingerprints text[], receipts json[],
  owners integer[], ids uuid[], types text[], data json[], metadata json[]
) returns json language plpgsql volatile as $$
declare
  head    bigint;
  at      timestamptz;
  tips    integer[];
  fits    boolean;
  tip     integer;
  mine    uuid[];
  seen    record;
  kept    event_store.receipts;
  answer  json;
  answers json[] := '{}';
begin
  perform pg_advisory_xact_lock(7205871349);
  select e.position, e.recorded_at into head, at from event_store.events e order by e.position desc limit 1;
  head := coalesce(head, 0);
  at := greatest(date_trunc('milliseconds', clock_timestamp()), at);

  -- All at once. The unique constraints tell when that will not do: a known id or key, a stream named twice.
  -- A single append of a single event, as a quiet store has them, gets statements of its own: they cost half as much.
  if cardinality(streams) = 1 then
    select coalesce(max(e.revision), -1) into tip from event_store.events e where e.stream = streams[1];
    tips := array[tip];
    fits := expected[1] in (tip, -3) or (expected[1] = -2 and tip >= 0);
  else
    select array_agg(s.tip order by s.a), bool_and(s.want in (s.tip, -3) or (s.want = -2 and s.tip >= 0))
      into tips, fits
      from (
        select a, want, coalesce((select max(e.revision) from event_store.events e where e.stream = w.stream), -1) as tip
          from unnest(streams, expected) with ordinality as w(stream, want, a)
      ) s;
  end if;
  if fits then
    begin
      if cardinality(ids) = 1 then
        insert into event_store.events
        values (head + 1, streams[owners[1]], tips[owners[1]] + 1, ids[1], types[1], data[1], metadata[1], at);
      else
        insert into event_store.events
        select head + n, streams[owner], tips[owner] + n - starts[owner], id, type, json, meta, at
          from unnest(owners, ids, types, data, metadata) with ordinality as e(owner, id, type, json, meta, n);
      end if;
      if keys is not null then
        insert into event_store.receipts
        select key, fingerprints[a], receipts[a], streams[a], tips[a] + sizes[a],
               case when sizes[a] = 0 then 0 else head + starts[a] + sizes[a] end, at
          from unnest(keys) with ordinality as k(key, a)
         where key is not null;
      end if;
      return json_build_object('head', head, 'tips', tips);
    exception when unique_violation then
      null;
    end;
  end if;

  for a in 1 .. cardinality(streams) loop
    answer := null;
    mine := ids[starts[a] + 1 : starts[a] + sizes[a]];
    if keys[a] is not null then
      select * into kept from event_store.receipts r where r.key = keys[a];
      if found and kept.fingerprint = fingerprints[a] then
        answer := json_build_array('repeated', kept.revision, kept.position, kept.stream, kept.answer);
      elsif found then
        answer := json_build_array('key-reused');
      end if;
    end if;

    if answer is null and sizes[a] > 0 then
      -- Known ids are a repetition when they are the whole append, in its order and in its stream.
      select count(e.id) as known, count(distinct m.id) as given,
             max(e.revision) as revision, max(e.position) as position,
             bool_and(e.stream = streams[a]) and min(e.revision - m.n) = max(e.revision - m.n) as same
        into seen
        from unnest(mine) with ordinality as m(id, n) left join event_store.events e on e.id = m.id;
      if seen.known = sizes[a] and seen.given = sizes[a] and seen.same then
        answer := json_build_array('appended', seen.revision, seen.position);
        if keys[a] is not null then
          insert into event_store.receipts
          values (keys[a], fingerprints[a], receipts[a], streams[a], seen.revision, seen.position, at);
        end if;
      elsif seen.known > 0 or seen.given < sizes[a] then
        answer := json_build_array('duplicate');
      end if;
    end if;

    if answer is null then
      select coalesce(max(e.revision), -1) into tip from event_store.events e where e.stream = streams[a];
      if not (expected[a] in (tip, -3) or (expected[a] = -2 and tip >= 0)) then
        answer := json_build_array('wrong-revision', tip);
      else
        insert into event_store.events
        select head + n, streams[a], tip + n, id, type, json, meta, at
          from unnest(mine, types[starts[a] + 1 : starts[a] + sizes[a]], data[starts[a] + 1 : starts[a] + sizes[a]],
                      metadata[starts[a] + 1 : starts[a] + sizes[a]]) with ordinality as e(id, type, json, meta, n);
        head := head + sizes[a];
        tip := tip + sizes[a];
        answer := json_build_array('appended', tip, case when sizes[a] = 0 then 0 else head end);
        if keys[a] is not null then
          insert into event_store.receipts
          values (keys[a], fingerprints[a], receipts[a], streams[a], tip, case when sizes[a] = 0 then 0 else head end, at);
        end if;
      end if;
    end if;
    answers := answers || answer;
  end loop;
  return array_to_json(answers);
end $$;

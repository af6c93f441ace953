-- Every table: partnership_id and, where a partner may see some rows, audience: 'municipal', 'partners' or a CVR number.

create table access (
  partnership_id uuid not null,
  organisation text not null,
  relation text not null check (relation in ('party', 'partner')),
  position bigint not null,
  primary key (organisation, relation, partnership_id)
);

create table worklist (
  partnership_id uuid primary key,
  case_number text not null,
  title text not null,
  summary text,
  lead text not null,
  lead_name text not null,
  municipalities text[] not null,
  route text not null,
  theme text not null,
  sector text not null,
  -- json and not jsonb: they are written with every event and searched by none.
  classification json not null,
  phase text not null,
  phase_since date not null,
  status text not null,
  registered_on date not null,
  next_due date,
  facts json not null,
  -- by CVR: what that partner may see of the facts
  partners json not null,
  contracts json not null,
  illustrative text[] not null,
  revision integer not null,
  updated_at timestamptz not null,
  position bigint not null
) with (fillfactor = 70);

create table part (
  partnership_id uuid not null,
  kind text not null,
  id text not null,
  audience text not null,
  doc jsonb not null,
  since bigint not null,
  position bigint not null,
  primary key (partnership_id, kind, id)
) with (fillfactor = 80);

create table milestone (
  partnership_id uuid not null,
  code text not null,
  title text not null,
  first_planned_on date not null,
  planned_on date not null,
  state text not null,
  state_since date,
  contract_id text,
  phase_no integer,
  responsible text,
  note text,
  remaining text,
  evidence text[] not null,
  rescheduled integer not null,
  corrected integer not null,
  illustrative text[] not null,
  audience text not null,
  position bigint not null,
  primary key (partnership_id, code)
);

create table milestone_contract (
  partnership_id uuid not null,
  contract_id text not null,
  cvr text not null,
  position bigint not null,
  primary key (partnership_id, contract_id)
);

create table timeline (
  partnership_id uuid not null,
  position bigint not null,
  event_id uuid not null,
  type text not null,
  room text not null,
  occurred_on date not null,
  recorded_at timestamptz not null,
  subject text not null,
  role text not null,
  organisation text not null,
  text_en text not null,
  text_da text not null,
  illustrative text[] not null,
  source text,
  audience text not null,
  primary key (partnership_id, position)
);

create table timeline_names (
  partnership_id uuid primary key,
  names jsonb not null,
  position bigint not null
) with (fillfactor = 80);

create table kpi (
  partnership_id uuid not null,
  code text not null,
  definition jsonb not null,
  version integer not null,
  baseline jsonb,
  baseline_locked boolean not null,
  target jsonb,
  -- which event each of them is from
  positions jsonb not null,
  illustrative text[] not null,
  audience text not null,
  since bigint not null,
  position bigint not null,
  primary key (partnership_id, code)
);

create table measurement (
  partnership_id uuid not null,
  kpi text not null,
  measurement_id text not null,
  period_from date not null,
  period_to date not null,
  site text,
  contract_id text,
  evidence_level text not null,
  doc jsonb not null,
  corrections integer not null,
  recorded_at timestamptz not null,
  audience text not null,
  position bigint not null,
  primary key (partnership_id, kpi, measurement_id)
);
create index on measurement (partnership_id, kpi, period_from, measurement_id);

-- Names of the sites and partners that measurements are about.
create table kpi_subject (
  partnership_id uuid not null,
  kind text not null check (kind in ('site', 'contract')),
  id text not null,
  name text not null,
  cvr text,
  audience text not null,
  position bigint not null,
  primary key (partnership_id, kind, id)
);

-- The figures of leadership over all partnerships: few narrow columns, and first those that are added up, so that one
-- statement does it for ten thousand cases.
-- Columns that end in _event hold the position of the event that brought what they stand beside.

create table contract_sum (
  partnership_id uuid not null,
  position bigint not null,
  contract_id text not null,
  title text not null,
  partner text not null,
  cvr text not null,
  currency text not null,
  maximum_cost_oere bigint not null,
  signed_on date not null,
  status text not null,
  events jsonb not null,
  illustrative boolean not null,
  audience text not null,
  primary key (partnership_id, contract_id)
);
create index on contract_sum (signed_on, partnership_id, contract_id);

-- An instalment, or an outcome that is paid for; the amount of an outcome is not known before it is released.
create table payment (
  partnership_id uuid not null,
  position bigint not null,
  illustrative boolean not null,
  kind text not null check (kind in ('instalment', 'outcome')),
  currency text not null,
  amount_oere bigint,
  released_on date,
  settled_on date,
  cancelled_on date,
  stated_on date not null,
  contract_id text not null,
  item text not null,
  phase_no integer,
  title text not null,
  stated_event bigint not null,
  released_event bigint,
  settled_event bigint,
  cancelled_event bigint,
  audience text not null,
  primary key (partnership_id, contract_id, kind, item)
) with (fillfactor = 80);

-- What is paid for results, and at most how much.
create table payment_cap (
  partnership_id uuid not null,
  position bigint not null,
  contract_id text not null,
  model_id text not null,
  title text not null,
  kpi text not null,
  currency text not null,
  cap_oere bigint,
  events jsonb not null,
  illustrative boolean not null,
  audience text not null,
  primary key (partnership_id, contract_id, model_id)
);

create table contract_sum_history (like contract_sum, ended bigint not null);
create index on contract_sum_history (partnership_id, ended, position);
create table payment_history (like payment, ended bigint not null);
create index on payment_history (partnership_id, ended, position);
create table payment_cap_history (like payment_cap, ended bigint not null);
create index on payment_cap_history (partnership_id, ended, position);

-- Where each case is in its course.
create table case_course (
  partnership_id uuid primary key,
  position bigint not null,
  phase text not null,
  status text not null,
  entered_on date not null,
  entered_event bigint not null,
  entered_illustrative boolean not null,
  suspended_on date,
  rested_days integer,
  -- the first days of the market dialogue and of the scale-up
  dialogue_on date,
  dialogue_event bigint,
  dialogue_illustrative boolean not null,
  scale_up_on date,
  scale_up_event bigint,
  scale_up_illustrative boolean not null,
  closed_on date,
  closed_event bigint,
  audience text not null
) with (fillfactor = 80);

-- A stay in a phase that is over.
create table phase_stay (
  partnership_id uuid not null,
  position bigint not null,
  entered_on date not null,
  left_on date not null,
  illustrative boolean not null,
  phase text not null,
  -- moved on to another phase, completed, or ended before its time
  outcome text not null check (outcome in ('moved-on', 'completed', 'stopped', 'cancelled')),
  -- none when the dates contradict each other
  rested_days integer,
  entered_event bigint not null,
  left_event bigint not null,
  audience text not null,
  primary key (partnership_id, left_event)
);

create table case_course_history (like case_course, ended bigint not null);
create index on case_course_history (partnership_id, ended, position);
create index on case_course_history using gist (int8range(position, ended));
create table phase_stay_history (like phase_stay, ended bigint not null);
create index on phase_stay_history (partnership_id, ended, position);

-- Where each municipality's adoption of a solution stands.
create table adoption (
  partnership_id uuid not null,
  position bigint not null,
  municipality text not null,
  status text not null,
  since date not null,
  basis text,
  sites integer,
  population integer,
  events jsonb not null,
  illustrative boolean not null,
  audience text not null,
  primary key (partnership_id, municipality)
) with (fillfactor = 80);

-- The follow-up plan that holds, and the reports that were ever asked for.
create table follow_up_plan (
  partnership_id uuid primary key,
  position bigint not null,
  owner text not null,
  plan_event bigint not null,
  audience text not null
);
create table follow_up_report (
  partnership_id uuid not null,
  position bigint not null,
  due date not null,
  plan_event bigint not null,
  reported_on date,
  reported_event bigint,
  illustrative boolean not null,
  audience text not null,
  primary key (partnership_id, due)
);

-- How many suppliers there are at each step; none where the case has not come to it.
create table supplier_funnel (
  partnership_id uuid primary key,
  position bigint not null,
  registered_on date not null,
  interested integer,
  candidates integer,
  tenderers integer,
  contracts integer,
  accepted integer,
  -- contracts whose solution reached its performance level in the last evaluation
  performing integer,
  events jsonb not null,
  audience text not null
) with (fillfactor = 80);

-- What ended before its time, and why.
create table ending (
  partnership_id uuid not null,
  position bigint not null,
  what text not null check (what in ('partnership', 'evaluation', 'contract', 'pilot')),
  id text not null,
  how text not null,
  phase text not null,
  code text,
  reason text not null,
  ended_on date not null,
  illustrative boolean not null,
  audience text not null,
  primary key (partnership_id, what, id)
);

-- Who takes part beside the lead organisation, and which types of innovation the case is.
create table collaborator (
  partnership_id uuid not null,
  position bigint not null,
  organisation text not null,
  name text not null,
  partner_type text,
  party boolean not null,
  contracts integer not null,
  events jsonb not null,
  audience text not null,
  primary key (partnership_id, organisation)
);
create table innovation (
  partnership_id uuid primary key,
  position bigint not null,
  registered_on date not null,
  types text[] not null,
  stated_event bigint not null,
  audience text not null
);

create table adoption_history (like adoption, ended bigint not null);
create index on adoption_history (partnership_id, ended, position);
create table follow_up_plan_history (like follow_up_plan, ended bigint not null);
create index on follow_up_plan_history (partnership_id, ended, position);
create table follow_up_report_history (like follow_up_report, ended bigint not null);
create index on follow_up_report_history (partnership_id, ended, position);
create table supplier_funnel_history (like supplier_funnel, ended bigint not null);
create index on supplier_funnel_history (partnership_id, ended, position);
create index on supplier_funnel_history using gist (int8range(position, ended));
create table ending_history (like ending, ended bigint not null);
create index on ending_history (partnership_id, ended, position);
create table collaborator_history (like collaborator, ended bigint not null);
create index on collaborator_history (partnership_id, ended, position);
create table innovation_history (like innovation, ended bigint not null);
create index on innovation_history (partnership_id, ended, position);

-- Benefits, one row a KPI, party, year and kind of amount, and what they are grouped by: few columns, and first those that
-- are read most, as leadership adds up tens of thousands at once.
create table benefit (
  partnership_id uuid not null,
  position bigint not null,
  year integer not null,
  party text not null,
  -- what it has in common with those it is counted together with, as JSON
  alike text not null,
  -- whole øre, or millionths of the unit; texts, as they may be larger than a JSON number is exact
  planned text,
  realised text,
  benefit_class text not null,
  kpi text not null,
  kind text not null check (kind in ('unit', 'money')),
  audience text not null,
  primary key (partnership_id, kpi, party, year, kind)
) with (fillfactor = 80);
create index on benefit (year, partnership_id, kpi, party, kind);
create index on benefit (party, partnership_id, kpi, year, kind);
-- What was to be followed up and is not.
create index on benefit (year, partnership_id) where planned is not null and realised is null;

-- How both sides of a benefit are stated, and by which events: nobody adds it up.
create table benefit_stated (
  partnership_id uuid not null,
  position bigint not null,
  kpi text not null,
  party text not null,
  year integer not null,
  kind text not null,
  stated json not null,
  audience text not null,
  primary key (partnership_id, kpi, party, year, kind)
) with (fillfactor = 80);

create table portfolio_case (
  partnership_id uuid primary key,
  position bigint not null,
  theme text not null,
  sector text not null,
  route text not null,
  lead text not null,
  phase text not null,
  status text not null,
  case_number text not null,
  title text not null,
  lead_name text not null,
  -- which event stated the classification, and which the phase or status
  classified bigint not null,
  moved bigint not null,
  audience text not null
) with (fillfactor = 80);

create index on portfolio_case (lower(title), partnership_id);

create table portfolio_municipality (
  partnership_id uuid not null,
  position bigint not null,
  municipality text not null,
  audience text not null,
  primary key (partnership_id, municipality)
);
create index on portfolio_municipality (municipality);

-- The definitions benefits are stated under; only the projection reads them, as they are now.
create table benefit_kpi (
  partnership_id uuid not null,
  position bigint not null,
  kpi text not null,
  unit text not null,
  benefit_class text not null,
  aggregation text not null,
  defined bigint not null,
  primary key (partnership_id, kpi)
) with (fillfactor = 80);

create table benefit_history (like benefit, ended bigint not null);
create index on benefit_history (partnership_id, ended, position);
create table benefit_stated_history (like benefit_stated, ended bigint not null);
create index on benefit_stated_history (partnership_id, ended, position);
create table portfolio_case_history (like portfolio_case, ended bigint not null);
create index on portfolio_case_history (partnership_id, ended, position);
-- Of all partnerships together, when there are many more that ended: the rows that were the truth at a position.
create index on portfolio_case_history using gist (int8range(position, ended));
create table portfolio_municipality_history (like portfolio_municipality, ended bigint not null);
create index on portfolio_municipality_history (partnership_id, ended, position);

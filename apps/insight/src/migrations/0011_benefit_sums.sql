-- What benefits are grouped by stands with them, and first what is added up: tens of thousands are read at once, also of
-- the past, and are not joined with their cases. What is there moves along: it serves as it is until it is built anew.
alter table benefit rename to benefit_before;
alter table benefit_before drop constraint benefit_pkey;
create table benefit (
  partnership_id uuid not null,
  position bigint not null,
  year integer not null,
  theme text not null,
  lead text not null,
  party text not null,
  -- what it has in common with those it is counted together with, as JSON
  alike text not null,
  -- whole øre, or millionths of the unit; texts, as they may be larger than a JSON number is exact
  planned text,
  realised text,
  sector text not null,
  benefit_class text not null,
  kpi text not null,
  kind text not null check (kind in ('unit', 'money')),
  audience text not null,
  primary key (partnership_id, kpi, party, year, kind)
) with (fillfactor = 80);
insert into benefit
  select b.partnership_id, b.position, b.year, c.theme, c.lead, b.party, b.alike, b.planned, b.realised, c.sector,
         b.benefit_class, b.kpi, b.kind, b.audience
    from benefit_before b join portfolio_case c on c.partnership_id = b.partnership_id;
drop table benefit_before;
create index on benefit (year, partnership_id, kpi, party, kind);
create index on benefit (party, partnership_id, kpi, year, kind);
create index on benefit (year, partnership_id) where planned is not null and realised is null;

drop table benefit_history;
create table benefit_history (like benefit, ended bigint not null);
create index on benefit_history (partnership_id, ended, position);

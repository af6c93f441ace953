-- What changes with every event stands apart from what seldom does, so that little is kept twice. What is there moves
-- along: the tables serve as they are until they are built anew.
create table worklist_latest (
  partnership_id uuid primary key,
  revision integer not null,
  updated_at timestamptz not null,
  position bigint not null
) with (fillfactor = 70);
insert into worklist_latest select partnership_id, revision, updated_at, position from worklist;
alter table worklist drop column revision, drop column updated_at;

-- Milestones of all partnerships are read along an index, those that are still open along a shorter one.
create index on milestone (planned_on, partnership_id, code);
create index on milestone (planned_on, partnership_id, code) where state in ('planned', 'partly-reached');
create index on milestone (responsible, planned_on, partnership_id, code) where responsible is not null;

-- What rows were before: the truth from `position` on and until the event at `ended`. A table whose columns change gets its
-- twin made anew, as both are read together.
create table access_history (like access, ended bigint not null);
create index on access_history (organisation, relation, ended);
create table worklist_history (like worklist, ended bigint not null);
create index on worklist_history (partnership_id, ended, position);
create table worklist_latest_history (like worklist_latest, ended bigint not null);
create index on worklist_latest_history (partnership_id, ended, position);
create table part_history (like part, ended bigint not null);
create index on part_history (partnership_id, ended, position);
create table milestone_history (like milestone, ended bigint not null);
create index on milestone_history (partnership_id, ended, position);
create index on milestone_history (planned_on, partnership_id, code) include (position, ended);
create table kpi_history (like kpi, ended bigint not null);
create index on kpi_history (partnership_id, ended, position);
create table measurement_history (like measurement, ended bigint not null);
create index on measurement_history (partnership_id, kpi, ended);
create table kpi_subject_history (like kpi_subject, ended bigint not null);
create index on kpi_subject_history (partnership_id, ended, position);

-- The time of a position, and the position of a time.
create unique index on timeline (position);

-- Which events a figure comes from.
alter table timeline add column revision integer, add column kpi text;

-- What recorded a measurement, and then each correction of it.
alter table measurement add column positions json not null default '[]';
drop table measurement_history;
create table measurement_history (like measurement, ended bigint not null);
create index on measurement_history (partnership_id, kpi, ended);

-- What began or ended after a position: that much is read to go on adding up from there.
create index on benefit (position);
create index on benefit_history (ended);
create index on portfolio_case (position);
create index on portfolio_case_history (ended);
create index on phase_stay (position);
create index on phase_stay_history (ended);

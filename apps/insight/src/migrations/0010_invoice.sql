-- What partners ask to be paid, under their contracts. `currency` is the contract's; an invoice may be in another one.
create table invoice (
  partnership_id uuid not null,
  position bigint not null,
  illustrative boolean not null,
  kind text not null check (kind in ('instalment', 'outcome')),
  currency text not null,
  asked_currency text not null,
  amount_oere bigint not null,
  received_on date not null,
  contract_id text not null,
  number text not null,
  item text not null,
  phase_no integer,
  received_event bigint not null,
  audience text not null,
  primary key (partnership_id, contract_id, number)
);
create table invoice_history (like invoice, ended bigint not null);
create index on invoice_history (partnership_id, ended, position);

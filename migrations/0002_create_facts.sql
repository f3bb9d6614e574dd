-- Why: banks, accounts, holders, payments and what belongs to them.
-- Lock: none worth naming (new tables). Undo: drop schema facts cascade.
create table facts.banks (
  bank_id uuid not null,
  code text not null,
  constraint banks_pkey primary key (bank_id),
  constraint banks_code_key unique (bank_id, code),
  constraint banks_code_check check (code ~ '^[A-Z]{2}$')
);
comment on table facts.banks is 'One row per tenant, seen by that tenant only.';
alter table facts.banks enable row level security;
alter table facts.banks force row level security;
create policy banks_tenant on facts.banks
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
grant select, insert on facts.banks to payscope_app;

create table facts.accounts (
  bank_id uuid not null,
  id uuid not null,
  number text not null,
  opened_on date,
  statement_frequency text,
  constraint accounts_pkey primary key (bank_id, id),
  constraint accounts_number_key unique (bank_id, number),
  constraint accounts_bank_fkey foreign key (bank_id) references facts.banks (bank_id) on delete restrict,
  constraint accounts_statement_frequency_check
    check (statement_frequency in ('MONTHLY', 'WEEKLY', 'AFTER_TRANSACTION'))
);
comment on table facts.accounts is 'Accounts a bank keeps, or knows as its own from payments.';
alter table facts.accounts enable row level security;
alter table facts.accounts force row level security;
create policy accounts_tenant on facts.accounts
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
grant select, insert on facts.accounts to payscope_app;

create table facts.account_holders (
  bank_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  role text not null,
  birth_date date not null,
  gender text not null,
  district text not null,
  constraint account_holders_pkey primary key (bank_id, id),
  constraint account_holders_account_fkey foreign key (bank_id, account_id)
    references facts.accounts (bank_id, id) on delete cascade,
  constraint account_holders_role_check check (role in ('OWNER', 'DISPONENT')),
  constraint account_holders_gender_check check (gender in ('FEMALE', 'MALE'))
);
comment on table facts.account_holders is 'Persons who may dispose of an account. Personal data.';
create index account_holders_account_idx on facts.account_holders (bank_id, account_id);
alter table facts.account_holders enable row level security;
alter table facts.account_holders force row level security;
create policy account_holders_tenant on facts.account_holders
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
grant select, insert on facts.account_holders to payscope_app;

create table facts.payments (
  bank_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  reference text not null,
  minor_units bigint not null,
  currency text not null,
  direction text not null,
  channel text not null,
  purpose text,
  value_date date not null,
  counterparty_bank text,
  counterparty_account text,
  balance_after_minor_units bigint,
  constraint payments_pkey primary key (bank_id, id),
  constraint payments_reference_key unique (bank_id, reference),
  constraint payments_account_fkey foreign key (bank_id, account_id)
    references facts.accounts (bank_id, id) on delete restrict,
  constraint payments_minor_units_check check (minor_units between 0 and 9007199254740991),
  constraint payments_currency_check check (currency ~ '^[A-Z]{3}$'),
  constraint payments_direction_check check (direction in ('CREDIT', 'DEBIT')),
  constraint payments_channel_check check (channel in ('CASH_DEPOSIT', 'CASH_WITHDRAWAL',
    'CARD_WITHDRAWAL', 'TRANSFER_OUT', 'TRANSFER_IN', 'INTERNAL')),
  constraint payments_purpose_check check (purpose in ('PENSION', 'INSURANCE',
    'SANCTION_INTEREST', 'HOUSEHOLD', 'STATEMENT_FEE', 'INTEREST', 'LOAN', 'LEASING')),
  constraint payments_balance_after_check
    check (balance_after_minor_units between -9007199254740991 and 9007199254740991),
  constraint payments_counterparty_check
    check ((counterparty_bank is null) = (counterparty_account is null))
);
comment on table facts.payments is 'Payment legs, each as its own bank recorded it.';
create index payments_value_date_idx on facts.payments (bank_id, value_date, id);
create index payments_minor_units_idx on facts.payments (bank_id, minor_units, id);
create index payments_account_idx on facts.payments (bank_id, account_id, value_date, id);
alter table facts.payments enable row level security;
alter table facts.payments force row level security;
create policy payments_tenant on facts.payments
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
grant select, insert on facts.payments to payscope_app;

create table facts.standing_orders (
  bank_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  minor_units bigint not null,
  currency text not null,
  counterparty_bank text not null,
  counterparty_account text not null,
  purpose text,
  constraint standing_orders_pkey primary key (bank_id, id),
  constraint standing_orders_account_fkey foreign key (bank_id, account_id)
    references facts.accounts (bank_id, id) on delete cascade,
  constraint standing_orders_minor_units_check check (minor_units between 0 and 9007199254740991),
  constraint standing_orders_currency_check check (currency ~ '^[A-Z]{3}$'),
  constraint standing_orders_purpose_check check (purpose in ('PENSION', 'INSURANCE',
    'SANCTION_INTEREST', 'HOUSEHOLD', 'STATEMENT_FEE', 'INTEREST', 'LOAN', 'LEASING'))
);
comment on table facts.standing_orders is 'Monthly orders to pay a fixed amount.';
create index standing_orders_account_idx on facts.standing_orders (bank_id, account_id);
alter table facts.standing_orders enable row level security;
alter table facts.standing_orders force row level security;
create policy standing_orders_tenant on facts.standing_orders
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
grant select, insert on facts.standing_orders to payscope_app;

create table facts.loans (
  bank_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  minor_units bigint not null,
  currency text not null,
  granted_on date not null,
  duration_months integer not null,
  monthly_minor_units bigint not null,
  status text not null,
  constraint loans_pkey primary key (bank_id, id),
  constraint loans_account_fkey foreign key (bank_id, account_id)
    references facts.accounts (bank_id, id) on delete cascade,
  constraint loans_minor_units_check check (minor_units between 0 and 9007199254740991),
  constraint loans_monthly_minor_units_check
    check (monthly_minor_units between 0 and 9007199254740991),
  constraint loans_currency_check check (currency ~ '^[A-Z]{3}$'),
  constraint loans_duration_months_check check (duration_months > 0),
  constraint loans_status_check check (status in ('FINISHED', 'DEFAULTED', 'RUNNING', 'IN_DEBT'))
);
comment on table facts.loans is 'Loans granted on accounts.';
create index loans_account_idx on facts.loans (bank_id, account_id);
alter table facts.loans enable row level security;
alter table facts.loans force row level security;
create policy loans_tenant on facts.loans
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
grant select, insert on facts.loans to payscope_app;

create table facts.quarantine (
  bank_id uuid not null,
  source text not null,
  line integer not null,
  reason text not null,
  content text not null,
  constraint quarantine_pkey primary key (bank_id, source, line)
);
comment on table facts.quarantine is 'Input lines that could not be read, with line number and reason.';
alter table facts.quarantine enable row level security;
alter table facts.quarantine force row level security;
create policy quarantine_tenant on facts.quarantine
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
grant select, insert on facts.quarantine to payscope_app;

create table facts.idempotency_keys (
  bank_id uuid not null,
  key text not null,
  input_hash text not null,
  recorded_count integer not null,
  created_at timestamptz not null default now(),
  constraint idempotency_keys_pkey primary key (bank_id, key)
);
comment on table facts.idempotency_keys is 'Keys of recordPayments with the hash of their input.';
alter table facts.idempotency_keys enable row level security;
alter table facts.idempotency_keys force row level security;
create policy idempotency_keys_tenant on facts.idempotency_keys
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
grant select, insert on facts.idempotency_keys to payscope_app;

create table facts.loads (
  bank_id uuid not null,
  source text not null,
  checksum text not null,
  completed_at timestamptz not null default now(),
  constraint loads_pkey primary key (bank_id, source, checksum)
);
comment on table facts.loads is 'Data sets that were loaded to the end, so that a start need not read them again.';
alter table facts.loads enable row level security;
alter table facts.loads force row level security;
create policy loads_tenant on facts.loads
  using (bank_id = (select app.current_bank()))
  with check (bank_id = (select app.current_bank()));
grant select, insert on facts.loads to payscope_app;

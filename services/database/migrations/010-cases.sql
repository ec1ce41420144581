-- Cases: the ledger is the truth; snapshot and head are folded from it and can be rebuilt.

create table application (
  id uuid primary key,
  revision integer not null,
  -- Wrapped by the master key; null once the person's data were erased.
  key bytea,
  snapshot bytea,
  -- HMAC of the IIN proved by sign-in.
  person bytea,
  created_at timestamptz not null
);
create index application_person on application (person) where person is not null;

create table ledger (
  application uuid not null references application,
  seq integer not null,
  at timestamptz not null,
  kind text not null,
  ref text,
  actor text not null,
  law text[] not null,
  payload bytea not null,
  -- SHA-256 over the previous hash, the columns above and the ciphertext.
  hash bytea not null,
  primary key (application, seq)
);

-- The projection for lists: no value of the applicant's.
create table case_head (
  application uuid primary key references application,
  flow text not null,
  version integer not null,
  edition text not null,
  channel text not null,
  status text not null,
  waits_for text not null,
  organisation text,
  track text,
  due timestamptz,
  number text,
  started_at timestamptz not null
);

create table session (
  channel text not null,
  address text not null,
  language text,
  application uuid references application,
  actions text[] not null default '{}',
  revision integer not null default 0,
  unreachable boolean not null default false,
  primary key (channel, address)
);

-- Which chats and browsers may see a case. Revocable; proved again before a result is shown after `proved_until`.
create table channel_binding (
  application uuid not null references application,
  channel text not null,
  address text not null,
  proved_until timestamptz not null,
  primary key (application, channel, address)
);
create index channel_binding_address on channel_binding (channel, address);

-- What was taken in already. Swept after two days: no channel delivers again later than that.
create table received (
  id text primary key,
  at timestamptz not null default now()
);
create index received_at on received (at);

-- Inputs whose turn failed: kept for a person, blocking nobody.
create table parked (
  id text primary key,
  channel text not null,
  address text not null,
  payload bytea not null,
  error text not null,
  at timestamptz not null,
  replayed_at timestamptz
);

create sequence effect_token;
create table effect (
  id bigint generated always as identity primary key,
  queue text not null,
  kind text not null,
  application uuid,
  key text not null unique,
  payload bytea,
  -- Replies before pushes; timers last.
  priority smallint not null,
  due timestamptz not null,
  status text not null default 'pending' check (status in ('pending', 'leased', 'done', 'failed')),
  tries integer not null default 0,
  -- How often it may have happened without our knowing.
  unknown integer not null default 0,
  token bigint,
  leased_until timestamptz,
  error text
);
create index effect_queue on effect (queue, id) where status in ('pending', 'leased');
create index effect_due on effect (due, priority, id) where status = 'pending';
create index effect_leased on effect (leased_until) where status = 'leased';

create table paper (
  number text primary key,
  application uuid not null references application,
  kind text not null,
  flow text not null,
  -- SHA-256 of the key in the QR code.
  key_hash bytea not null,
  -- The number and key, the shown fields, where PDF and signature are kept; sealed under the case key.
  content bytea not null,
  issued_at timestamptz not null,
  -- A number is reserved before the paper is made, so that a repetition makes the same paper.
  status text not null default 'reserved' check (status in ('reserved', 'genuine', 'replaced', 'annulled')),
  unique (application, kind)
);

-- Ends leases by their tokens: an older token changes nothing. Gives the queues in which something ended.
create function end_effects(_ended jsonb) returns setof text language sql as $$
  update effect e set status = f.status, due = coalesce(f.due, e.due), unknown = e.unknown + f.unknown, error = f.error,
    token = null, leased_until = null, payload = case when f.status in ('done', 'failed') then null else e.payload end
  from jsonb_to_recordset(_ended) as f (id bigint, token bigint, status text, due timestamptz, unknown integer, error text)
  where e.id = f.id and e.token = f.token and e.status = 'leased'
  returning e.queue
$$;

-- One turn, one statement. `_turn` is what services/cases/commit.ts writes; bytes come as base64. Answers 'stale' when somebody
-- else was first (the caller computes again), 'duplicate' when the input was taken in before, else the tokens of the
-- effects it leased to the caller: those with nobody before them in their queue.
create function commit_turn(_turn jsonb) returns table (
  outcome text, id bigint, token bigint, queue text, kind text, application uuid, key text, payload bytea) language plpgsql as $$
#variable_conflict use_column
declare
  _case jsonb := _turn->'case';
  _session jsonb := _turn->'session';
  _application uuid := (_case->>'id')::uuid;
  _now timestamptz := (_turn->>'now')::timestamptz;
  _found integer;
begin
  if _case->>'revision' is not null then
    -- Not "for update": a chat that turns to this case at the same moment asks for its key (session.application) and must not wait.
    select revision into _found from application where id = _application for no key update;
    if _found is distinct from (_case->>'revision')::integer then outcome := 'stale'; return next; return; end if;
  end if;
  if _turn->'shown' is not null then
    select revision into _found from application where id = (_turn->'shown'->>'id')::uuid;
    if _found is distinct from (_turn->'shown'->>'revision')::integer then outcome := 'stale'; return next; return; end if;
  end if;
  if (_session->>'revision')::integer > 0 then
    select revision into _found from session where channel = _session->>'channel' and address = _session->>'address' for update;
    if _found is distinct from (_session->>'revision')::integer then outcome := 'stale'; return next; return; end if;
  end if;
  if _turn->>'received' is not null then
    insert into received (id) values (_turn->>'received') on conflict do nothing;
    if not found then outcome := 'duplicate'; return next; return; end if;
  end if;

  if _case->>'revision' is null and _case is not null then
    insert into application (id, revision, key, snapshot, created_at)
      values (_application, 0, decode(_case->>'key', 'base64'), decode(_case->>'snapshot', 'base64'), _now);
  elsif _case is not null then
    update application set revision = revision + 1,
      snapshot = decode(_case->>'snapshot', 'base64'),
      key = case when _case->>'snapshot' is null then null else key end,
      person = case when _case->>'snapshot' is null then null else coalesce(decode(_case->>'person', 'base64'), person) end
    where id = _application;
  end if;
  if _case is not null then
    insert into ledger (application, seq, at, kind, ref, actor, law, payload, hash)
      select _application, (e->>'seq')::integer, (e->>'at')::timestamptz, e->>'kind', e->>'ref', e->>'actor',
        array(select jsonb_array_elements_text(e->'law')), decode(e->>'payload', 'base64'), decode(e->>'hash', 'base64')
      from jsonb_array_elements(_case->'entries') e;
    insert into case_head select * from jsonb_populate_record(null::case_head, _case->'head')
    on conflict (application) do update set version = excluded.version, status = excluded.status, waits_for = excluded.waits_for,
      organisation = excluded.organisation, track = excluded.track, due = excluded.due, number = excluded.number;
    insert into channel_binding
      select _application, b->>'channel', b->>'address', (b->>'provedUntil')::timestamptz from jsonb_array_elements(_case->'bindings') b
      on conflict (application, channel, address) do update set proved_until = excluded.proved_until;
  end if;

  if (_session->>'revision')::integer = 0 then
    insert into session (channel, address, language, application, actions, revision)
      values (_session->>'channel', _session->>'address', _session->>'language', (_session->>'case')::uuid,
        array(select jsonb_array_elements_text(_session->'actions')), 1)
      on conflict do nothing;
    -- Two first messages at once: the loser computes again on what the winner wrote.
    if not found then raise exception 'the session was begun elsewhere' using errcode = 'TZ001'; end if;
  elsif _session is not null and _session <> 'null' then
    update session set language = _session->>'language', application = (_session->>'case')::uuid, revision = revision + 1,
      unreachable = (_session->>'unreachable')::boolean,
      actions = array(select jsonb_array_elements_text(_session->'actions'))
      where channel = _session->>'channel' and address = _session->>'address';
  end if;
  update session s set actions = array(select jsonb_array_elements_text(p->'actions')), revision = revision + 1
    from jsonb_array_elements(_turn->'pushed') p where s.channel = p->>'channel' and s.address = p->>'address';
  if (_turn->>'forget')::boolean then
    delete from channel_binding where channel = _session->>'channel' and address = _session->>'address';
  end if;

  perform end_effects(_turn->'ended');
  return query
    with made as (
      insert into effect (queue, kind, application, key, payload, priority, due, status, tries, token, leased_until)
      select e->>'queue', e->>'kind', (e->>'application')::uuid, e->>'key', decode(e->>'payload', 'base64'), (e->>'priority')::smallint,
        (e->>'due')::timestamptz, case when f.free then 'leased' else 'pending' end, case when f.free then 1 else 0 end,
        case when f.free then nextval('effect_token') end, case when f.free then now() + (_turn->>'lease')::interval end
      from jsonb_array_elements(_turn->'effects') with ordinality as t (e, i)
      cross join lateral (select (_turn->>'lease') is not null and (e->>'due')::timestamptz <= _now and not exists (
          select from effect b where b.queue = e->>'queue' and b.status in ('pending', 'leased')) as free) as f
      order by i
      on conflict (key) do nothing
      returning id, token, queue, kind, application, key, payload)
    select 'done'::text, m.id, m.token, m.queue, m.kind, m.application, m.key, m.payload from made m where m.token is not null;
  if not found then outcome := 'done'; return next; end if;
end $$;

-- Leases what is due and first in its queue; queues that somebody else works on are passed over.
create function claim_effects(_now timestamptz, _most integer, _lease interval)
returns setof effect language sql as $$
  update effect set status = 'leased', tries = tries + 1, token = nextval('effect_token'), leased_until = now() + _lease
  where id in (
    select e.id from effect e
    where e.status = 'pending' and e.due <= _now
      and not exists (select from effect b where b.queue = e.queue and b.id < e.id and b.status in ('pending', 'leased'))
    order by e.priority, e.due, e.id
    limit _most
    for update skip locked)
  returning *
$$;

-- Ends leases and leases what now is first in the same queues.
create function finish_effects(_ended jsonb, _now timestamptz, _lease interval) returns setof effect language plpgsql as $$
declare
  _queues text[];
begin
  select array_agg(distinct queue) into _queues from end_effects(_ended) as queue;
  return query
    update effect set status = 'leased', tries = tries + 1, token = nextval('effect_token'), leased_until = now() + _lease
    where status = 'pending' and id in (
      select head.id from unnest(_queues) as q (queue)
      cross join lateral (
        select e.id, e.due, e.status from effect e
        where e.queue = q.queue and e.status in ('pending', 'leased') order by e.id limit 1) as head
      where head.status = 'pending' and head.due <= _now)
    returning *;
end $$;

-- A lease that ran out: its holder may have done it or not. Counted, and done again.
create function reclaim_effects() returns bigint language sql as $$
  with back as (
    update effect set status = 'pending', token = null, leased_until = null, unknown = unknown + 1
    where status = 'leased' and leased_until < now() returning 1)
  select count(*) from back
$$;

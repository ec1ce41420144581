-- Token buckets of services/throttles: the insurance for Redis, and the only store without it.
-- Losing rows after a crash of the server would only refill buckets, but a limit is security: the table is logged.
create table throttle (
  bucket text primary key,
  tokens double precision not null,
  refilled_at timestamptz not null,
  -- When the bucket is full again and the row says nothing any more.
  full_at timestamptz not null
);
create index throttle_full_at on throttle (full_at);

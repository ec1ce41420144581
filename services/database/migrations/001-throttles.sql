-- Token buckets as one moment each (GCRA): when the bucket will be full again. A row whose moment has passed says nothing.
create table throttle (
  bucket text primary key,
  full_at timestamptz not null
);
create index throttle_full_at on throttle (full_at);

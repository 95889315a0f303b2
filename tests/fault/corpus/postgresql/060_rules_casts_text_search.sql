-- Rules, casts, text search
--
-- revision:      r060
-- down_revision: r059

-- aludel:upgrade
CREATE RULE never_delete AS ON DELETE TO ledger.entries DO INSTEAD NOTHING;
CREATE FUNCTION kind_number(asset_kind) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT length($1::text)';
CREATE CAST (asset_kind AS integer) WITH FUNCTION kind_number(asset_kind);
CREATE TEXT SEARCH CONFIGURATION plain_words (COPY = simple);
CREATE COLLATION by_bytes (provider = libc, locale = 'C');

-- aludel:downgrade
DROP COLLATION by_bytes;
DROP TEXT SEARCH CONFIGURATION plain_words;
DROP CAST (asset_kind AS integer);
DROP FUNCTION kind_number(asset_kind);
DROP RULE never_delete ON ledger.entries;

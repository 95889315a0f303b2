-- Documents
--
-- revision:      s022
-- down_revision: s021

-- aludel:upgrade
CREATE TABLE documents (id INTEGER PRIMARY KEY, body TEXT CHECK (json_valid(body)));
INSERT INTO documents SELECT id, json_object('symbol', symbol, 'kind', kind) FROM assets;
CREATE INDEX ix_documents_symbol ON documents (json_extract(body, '$.symbol'));

-- aludel:downgrade
DROP TABLE documents;

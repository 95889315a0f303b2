-- Names that need quotes
--
-- revision:      s030
-- down_revision: s029

-- aludel:upgrade
CREATE TABLE "Order; ""x""" ("a b" TEXT, [c d] INTEGER, `e f` REAL);
INSERT INTO "Order; ""x""" VALUES ('x', 1, 2.5);
CREATE INDEX "ix order" ON "Order; ""x""" ("a b");

-- aludel:downgrade
DROP TABLE "Order; ""x""";

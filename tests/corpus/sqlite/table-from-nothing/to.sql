CREATE TABLE "order"("group" INTEGER PRIMARY KEY AUTOINCREMENT, [select] TEXT, `weird "name` INT UNIQUE, CHECK ("group" > 0)); CREATE INDEX "an index" ON "order"([select] DESC);

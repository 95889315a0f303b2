CREATE TABLE "a b"("c d" INT NOT NULL DEFAULT 0, "e""f" TEXT, "select" INT); CREATE INDEX "i j" ON "a b"("c d", "select");

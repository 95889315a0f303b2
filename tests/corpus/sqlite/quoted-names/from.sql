CREATE TABLE "a b"("c d" INT, "e""f" TEXT); CREATE INDEX "i j" ON "a b"("c d");

-- aludel:batch table=prices key=id size=60 target=1h
UPDATE prices SET amount = amount + 1 WHERE :batch;

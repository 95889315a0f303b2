-- aludel:batch table=prices key=id size=20 target=1h
UPDATE prices SET amount = amount + 1 WHERE :batch;

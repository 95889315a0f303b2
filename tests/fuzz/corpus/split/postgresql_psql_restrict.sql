1\restrict abc
SET a = 1;
SELECT 1;
\unrestrict abc



1DO $body$ SELECT $$a;$$; SELECT $other$;$other$; $body$; SELECT $ä1$;$ä1$;


-- A partition for each month
--
-- Up to three months ahead: whatever runs the scripts keeps the months coming.
-- aludel:after 003
-- aludel:run always
-- aludel:allow-data-loss the block creates partitions and nothing else
DO $$
DECLARE
  month date;
  partition text;
BEGIN
  FOR month IN
    SELECT generate_series(date '2026-01-01', greatest(current_date, date '2026-12-01') + interval '3 months', interval '1 month')
  LOOP
    partition := 'orders_' || to_char(month, 'YYYY_MM');
    CONTINUE WHEN to_regclass(partition) IS NOT NULL;
    EXECUTE format('CREATE TABLE %I PARTITION OF orders FOR VALUES FROM (%L) TO (%L)',
                   partition, date_trunc('month', month), date_trunc('month', month) + interval '1 month');
  END LOOP;
END $$;

-- aludel:after 5d0c9b71e3a2
CREATE VIEW notes_of_today AS SELECT id, text FROM notes WHERE made_at >= current_date;

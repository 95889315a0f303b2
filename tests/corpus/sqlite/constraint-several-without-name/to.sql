CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE, phone TEXT UNIQUE, name TEXT CHECK (name <> ''), CHECK (email <> ''), CHECK (phone <> ''));
CREATE TABLE shops (id INTEGER PRIMARY KEY);
CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  user_id INTEGER REFERENCES users (id) ON DELETE CASCADE,
  shop_id INTEGER REFERENCES shops (id),
  gift_to INTEGER REFERENCES users (id),
  note TEXT CHECK (length(note) < 100),
  amount INTEGER CHECK (amount > 0),
  UNIQUE (user_id, note)
);

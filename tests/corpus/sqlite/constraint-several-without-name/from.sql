CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE, phone TEXT UNIQUE, CHECK (email <> ''), CHECK (phone <> ''));
CREATE TABLE shops (id INTEGER PRIMARY KEY);
CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  user_id INTEGER REFERENCES users (id),
  shop_id INTEGER REFERENCES shops (id), -- where it was bought
  gift_to INTEGER REFERENCES users (id),
  note TEXT CHECK (length(note) < 100)
);

CREATE TABLE users (id INTEGER PRIMARY KEY);
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id), amount INTEGER CHECK (amount > 0), FOREIGN KEY (user_id) REFERENCES users (id), UNIQUE (user_id, id), UNIQUE (user_id, id));

-- Customerp as an SQLite database: what `customerp.toml` describes. Decimals are TEXT, since SQLite keeps numbers with
-- a fraction as floats; dates and moments are texts in ISO form; 0 and 1 are false and true.

CREATE TABLE customers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    revision INTEGER NOT NULL DEFAULT 1,
    modified TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    name TEXT NOT NULL CHECK (length(name) <= 200),
    organisation_number TEXT CHECK (length(organisation_number) <= 40),
    email TEXT CHECK (length(email) <= 254),
    phone TEXT CHECK (length(phone) <= 40),
    website TEXT CHECK (length(website) <= 200),
    invoice_email TEXT CHECK (length(invoice_email) <= 254),
    "address.street" TEXT CHECK (length("address.street") <= 200),
    "address.street2" TEXT CHECK (length("address.street2") <= 200),
    "address.postal_code" TEXT CHECK (length("address.postal_code") <= 20),
    "address.city" TEXT CHECK (length("address.city") <= 100),
    "address.country" TEXT CHECK (length("address.country") <= 2),
    credit_limit TEXT,
    active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
);

CREATE TABLE contacts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    revision INTEGER NOT NULL DEFAULT 1,
    modified TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    first_name TEXT CHECK (length(first_name) <= 100),
    last_name TEXT NOT NULL CHECK (length(last_name) <= 100),
    email TEXT CHECK (length(email) <= 254),
    phone TEXT CHECK (length(phone) <= 40),
    mobile TEXT CHECK (length(mobile) <= 40),
    title TEXT CHECK (length(title) <= 100),
    customer_id INTEGER REFERENCES customers
);

CREATE TABLE employees (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    revision INTEGER NOT NULL DEFAULT 1,
    modified TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    first_name TEXT CHECK (length(first_name) <= 100),
    last_name TEXT CHECK (length(last_name) <= 100),
    email TEXT CHECK (length(email) <= 254),
    phone TEXT CHECK (length(phone) <= 40),
    mobile TEXT CHECK (length(mobile) <= 40),
    title TEXT CHECK (length(title) <= 100),
    customer_id INTEGER REFERENCES customers,
    hired TEXT CHECK (hired IS date(hired)),
    birth_date TEXT CHECK (birth_date IS date(birth_date))
);

CREATE TABLE products (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    revision INTEGER NOT NULL DEFAULT 1,
    modified TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    number TEXT CHECK (length(number) <= 40),
    name TEXT NOT NULL CHECK (length(name) <= 200),
    description TEXT CHECK (length(description) <= 2000),
    price TEXT,
    cost TEXT,
    unit TEXT CHECK (length(unit) <= 20),
    ean TEXT CHECK (length(ean) <= 20),
    stock TEXT,
    active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
);

CREATE TABLE orders (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    revision INTEGER NOT NULL DEFAULT 1,
    modified TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    number TEXT CHECK (length(number) <= 40),
    customer_id INTEGER NOT NULL REFERENCES customers,
    contact_id INTEGER REFERENCES contacts,
    order_date TEXT CHECK (order_date IS date(order_date)),
    delivery_date TEXT CHECK (delivery_date IS date(delivery_date)),
    reference TEXT CHECK (length(reference) <= 200),
    comment TEXT CHECK (length(comment) <= 2000),
    contact_name TEXT CHECK (length(contact_name) <= 200),
    contact_email TEXT CHECK (length(contact_email) <= 254),
    currency TEXT CHECK (length(currency) <= 3),
    total TEXT
);

CREATE TABLE quotes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    revision INTEGER NOT NULL DEFAULT 1,
    modified TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    number TEXT CHECK (length(number) <= 40),
    customer_id INTEGER NOT NULL REFERENCES customers,
    contact_id INTEGER REFERENCES contacts,
    order_date TEXT CHECK (order_date IS date(order_date)),
    delivery_date TEXT CHECK (delivery_date IS date(delivery_date)),
    valid_until TEXT CHECK (valid_until IS date(valid_until)),
    reference TEXT CHECK (length(reference) <= 200),
    comment TEXT CHECK (length(comment) <= 2000),
    contact_name TEXT CHECK (length(contact_name) <= 200),
    contact_email TEXT CHECK (length(contact_email) <= 254),
    currency TEXT CHECK (length(currency) <= 3),
    total TEXT
);

CREATE TABLE order_lines (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    order_id INTEGER NOT NULL REFERENCES orders ON DELETE CASCADE,
    product_id INTEGER REFERENCES products,
    description TEXT CHECK (length(description) <= 2000),
    quantity TEXT,
    unit_price TEXT
);
CREATE INDEX order_lines_of ON order_lines (order_id);

CREATE TABLE quote_lines (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    quote_id INTEGER NOT NULL REFERENCES quotes ON DELETE CASCADE,
    product_id INTEGER REFERENCES products,
    description TEXT CHECK (length(description) <= 2000),
    quantity TEXT,
    unit_price TEXT
);
CREATE INDEX quote_lines_of ON quote_lines (quote_id);

-- What changed: the feed. SQLite has one writer at a time, so numbers are committed in their order.
CREATE TABLE flowc_change (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    type TEXT NOT NULL,
    key TEXT NOT NULL
);
CREATE VIEW flowc_changes AS SELECT id, type, key FROM flowc_change;

INSERT INTO sqlite_sequence (name, seq) VALUES ('customers', 1000);
CREATE TRIGGER customers_made AFTER INSERT ON customers BEGIN
    INSERT INTO flowc_change (type, key) VALUES ('customers', NEW.id);
END;
CREATE TRIGGER customers_changed AFTER UPDATE ON customers BEGIN
    UPDATE customers SET revision = OLD.revision + 1,
        modified = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = NEW.id;
    INSERT INTO flowc_change (type, key) VALUES ('customers', NEW.id);
END;
CREATE TRIGGER customers_gone AFTER DELETE ON customers BEGIN
    INSERT INTO flowc_change (type, key) VALUES ('customers', OLD.id);
END;

INSERT INTO sqlite_sequence (name, seq) VALUES ('contacts', 1000);
CREATE TRIGGER contacts_made AFTER INSERT ON contacts BEGIN
    INSERT INTO flowc_change (type, key) VALUES ('contacts', NEW.id);
END;
CREATE TRIGGER contacts_changed AFTER UPDATE ON contacts BEGIN
    UPDATE contacts SET revision = OLD.revision + 1,
        modified = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = NEW.id;
    INSERT INTO flowc_change (type, key) VALUES ('contacts', NEW.id);
END;
CREATE TRIGGER contacts_gone AFTER DELETE ON contacts BEGIN
    INSERT INTO flowc_change (type, key) VALUES ('contacts', OLD.id);
END;

INSERT INTO sqlite_sequence (name, seq) VALUES ('employees', 1000);
CREATE TRIGGER employees_made AFTER INSERT ON employees BEGIN
    INSERT INTO flowc_change (type, key) VALUES ('employees', NEW.id);
END;
CREATE TRIGGER employees_changed AFTER UPDATE ON employees BEGIN
    UPDATE employees SET revision = OLD.revision + 1,
        modified = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = NEW.id;
    INSERT INTO flowc_change (type, key) VALUES ('employees', NEW.id);
END;
CREATE TRIGGER employees_gone AFTER DELETE ON employees BEGIN
    INSERT INTO flowc_change (type, key) VALUES ('employees', OLD.id);
END;

INSERT INTO sqlite_sequence (name, seq) VALUES ('products', 1000);
CREATE TRIGGER products_made AFTER INSERT ON products BEGIN
    INSERT INTO flowc_change (type, key) VALUES ('products', NEW.id);
END;
CREATE TRIGGER products_changed AFTER UPDATE ON products BEGIN
    UPDATE products SET revision = OLD.revision + 1,
        modified = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = NEW.id;
    INSERT INTO flowc_change (type, key) VALUES ('products', NEW.id);
END;
CREATE TRIGGER products_gone AFTER DELETE ON products BEGIN
    INSERT INTO flowc_change (type, key) VALUES ('products', OLD.id);
END;

INSERT INTO sqlite_sequence (name, seq) VALUES ('orders', 1000);
CREATE TRIGGER orders_made AFTER INSERT ON orders BEGIN
    INSERT INTO flowc_change (type, key) VALUES ('orders', NEW.id);
END;
CREATE TRIGGER orders_changed AFTER UPDATE ON orders BEGIN
    UPDATE orders SET revision = OLD.revision + 1,
        modified = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = NEW.id;
    INSERT INTO flowc_change (type, key) VALUES ('orders', NEW.id);
END;
CREATE TRIGGER orders_gone AFTER DELETE ON orders BEGIN
    INSERT INTO flowc_change (type, key) VALUES ('orders', OLD.id);
END;

INSERT INTO sqlite_sequence (name, seq) VALUES ('quotes', 1000);
CREATE TRIGGER quotes_made AFTER INSERT ON quotes BEGIN
    INSERT INTO flowc_change (type, key) VALUES ('quotes', NEW.id);
END;
CREATE TRIGGER quotes_changed AFTER UPDATE ON quotes BEGIN
    UPDATE quotes SET revision = OLD.revision + 1,
        modified = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = NEW.id;
    INSERT INTO flowc_change (type, key) VALUES ('quotes', NEW.id);
END;
CREATE TRIGGER quotes_gone AFTER DELETE ON quotes BEGIN
    INSERT INTO flowc_change (type, key) VALUES ('quotes', OLD.id);
END;

CREATE TRIGGER orders_numbered AFTER INSERT ON orders WHEN coalesce(NEW.number, '') = '' BEGIN
    UPDATE orders SET number = CAST(NEW.id AS TEXT) WHERE id = NEW.id;
END;
-- A line that is made, changed or deleted is a change of its record: an update that sets nothing moves its revision.
CREATE TRIGGER order_lines_made AFTER INSERT ON order_lines BEGIN
    UPDATE orders SET revision = revision WHERE id = NEW.order_id;
END;
CREATE TRIGGER order_lines_changed AFTER UPDATE ON order_lines BEGIN
    UPDATE orders SET revision = revision WHERE id IN (OLD.order_id, NEW.order_id);
END;
CREATE TRIGGER order_lines_gone AFTER DELETE ON order_lines BEGIN
    UPDATE orders SET revision = revision WHERE id = OLD.order_id;
END;

CREATE TRIGGER quotes_numbered AFTER INSERT ON quotes WHEN coalesce(NEW.number, '') = '' BEGIN
    UPDATE quotes SET number = CAST(NEW.id AS TEXT) WHERE id = NEW.id;
END;
-- A line that is made, changed or deleted is a change of its record: an update that sets nothing moves its revision.
CREATE TRIGGER quote_lines_made AFTER INSERT ON quote_lines BEGIN
    UPDATE quotes SET revision = revision WHERE id = NEW.quote_id;
END;
CREATE TRIGGER quote_lines_changed AFTER UPDATE ON quote_lines BEGIN
    UPDATE quotes SET revision = revision WHERE id IN (OLD.quote_id, NEW.quote_id);
END;
CREATE TRIGGER quote_lines_gone AFTER DELETE ON quote_lines BEGIN
    UPDATE quotes SET revision = revision WHERE id = OLD.quote_id;
END;

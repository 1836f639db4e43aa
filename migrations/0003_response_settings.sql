-- What senders get in place of the default reply, as JSON; NULL: the default.
ALTER TABLE endpoints ADD COLUMN response TEXT;

-- JSON list of the providers whose checks are answered.
ALTER TABLE endpoints ADD COLUMN handshakes TEXT NOT NULL DEFAULT '[]';

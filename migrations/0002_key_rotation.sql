-- The key that took this one's place; the two count as one until this one has ended.
ALTER TABLE credentials ADD COLUMN replaced_by TEXT;

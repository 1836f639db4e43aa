/** A mailed code. Its key is the hashed secret of the browser that requested it. */
export interface SignInCode {
  browserHash: string;
  email: string;
  codeHash: string;
  network: string;
  createdAt: number;
  expiresAt: number;
}

/** How many codes an email address and a network may request after `since`. */
export interface SignInLimits {
  since: number;
  maxPerEmail: number;
  maxPerNetwork: number;
  maxPerEmailAndNetwork: number;
}

/** Stores a code if it is within the limits. Resolves to whether it was stored. */
export async function insertSignInCode(
  db: D1Database,
  code: SignInCode,
  limits: SignInLimits,
): Promise<boolean> {
  const { meta } = await db
    .prepare(
      `INSERT INTO sign_in_codes (browser_hash, email, code_hash, network, created_at, expires_at)
       SELECT ?1, ?2, ?3, ?4, ?5, ?6
       WHERE (SELECT count(*) FROM sign_in_codes WHERE email = ?2 AND created_at > ?7) < ?8
         AND (SELECT count(*) FROM sign_in_codes WHERE network = ?4 AND created_at > ?7) < ?9
         AND (SELECT count(*) FROM sign_in_codes
           WHERE email = ?2 AND network = ?4 AND created_at > ?7) < ?10`,
    )
    .bind(
      code.browserHash,
      code.email,
      code.codeHash,
      code.network,
      code.createdAt,
      code.expiresAt,
      limits.since,
      limits.maxPerEmail,
      limits.maxPerNetwork,
      limits.maxPerEmailAndNetwork,
    )
    .run();
  return meta.changes === 1;
}

/**
 * Tries a code. One statement compares and counts the try, so that racing guesses can't exceed
 * `maxTries`. A right code can't be used again.
 * @returns whether the code is right, has not expired, and had tries left
 */
export async function trySignInCode(
  db: D1Database,
  attempt: { browserHash: string; email: string; codeHash: string },
  maxTries: number,
  now: number,
): Promise<boolean> {
  const found = await db
    .prepare(
      `UPDATE sign_in_codes
       SET tries = CASE WHEN code_hash = ?3 THEN ?4 ELSE tries + 1 END
       WHERE browser_hash = ?1 AND email = ?2 AND tries < ?4 AND expires_at > ?5
       RETURNING code_hash = ?3 AS is_right`,
    )
    .bind(attempt.browserHash, attempt.email, attempt.codeHash, maxTries, now)
    .first<number>("is_right");
  return found === 1;
}

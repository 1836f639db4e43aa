import type { LeaseInput, Grant } from "../../account/allowance.ts";
import type { Env } from "../../env.ts";
import { callAccount, callAccountOnce } from "../stub.ts";

/** The calls of a hub to its account's object. */
export interface Lender {
  lease(input: LeaseInput): Promise<Grant>;
  giveBack(endpointId: string, day: number, count: number): Promise<void>;
}

/** The object of an account, in the version that it speaks. */
export function lenderOf(env: Env, accountId: string): Lender {
  return {
    // At worst, a grant whose reply was lost is available again on the next day.
    lease: (input) =>
      callAccount<Grant>(env, accountId, (account, version) => account.lease(input, version)),
    // A repetition would return more than was granted.
    giveBack: (endpointId, day, count) =>
      callAccountOnce<void>(env, accountId, (account, version) =>
        account.giveBack(endpointId, day, count, version),
      ),
  };
}

/** How long a run measures, and how much. */
export interface Scale {
  isSmoke: boolean;
  rounds: number;
  /** Load for a server that has just started, so that its code is compiled before it is measured. */
  serverWarmUpMs: number;
  warmUpMs: number;
  measureMs: number;
  deliveryMs: number;
  /** How many idle listeners each stage has. */
  idleListeners: number[];
  connects: number;
  revokes: number;
  catchUps: number;
  pagedRequests: number;
  storedRequests: number;
  manyEndpoints: number;
  allowanceRequests: number;
  /** Total time for repeating disturbed rounds. */
  repeatBudgetMs: number;
  /** After this time each cell gets one round, so that a slow run ends in time. */
  hurryAfterMs: number;
}

/** Takes less than ten minutes. */
export const FULL: Scale = {
  isSmoke: false,
  rounds: 3,
  serverWarmUpMs: 1_500,
  warmUpMs: 250,
  measureMs: 1_400,
  deliveryMs: 2_500,
  idleListeners: [1_000, 10_000],
  connects: 1_000,
  revokes: 50,
  catchUps: 50,
  pagedRequests: 20_000,
  storedRequests: 1_000_000,
  manyEndpoints: 1_000,
  allowanceRequests: 4_000,
  repeatBudgetMs: 60_000,
  hurryAfterMs: 480_000,
};

/** Takes less than one minute. It shows that everything works; its figures are coarse. */
export const SMOKE: Scale = {
  isSmoke: true,
  rounds: 1,
  serverWarmUpMs: 300,
  warmUpMs: 100,
  measureMs: 500,
  deliveryMs: 1_000,
  idleListeners: [1_000],
  connects: 200,
  revokes: 3,
  catchUps: 5,
  pagedRequests: 2_000,
  storedRequests: 100_000,
  manyEndpoints: 100,
  allowanceRequests: 1_000,
  repeatBudgetMs: 0,
  hurryAfterMs: 60_000,
};

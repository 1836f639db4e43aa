/** How long and how much a run measures. */
export interface Scale {
  isSmoke: boolean;
  rounds: number;
  /** For a server that has just started: its code is compiled while it is used. */
  serverWarmUpMs: number;
  warmUpMs: number;
  measureMs: number;
  deliveryMs: number;
  /** Idle listeners, stage by stage. */
  idleListeners: number[];
  connects: number;
  revokes: number;
  catchUps: number;
  pagedRequests: number;
  storedRequests: number;
  manyEndpoints: number;
  allowanceRequests: number;
  /** In all, for rounds that are measured again because the machine was busy. */
  repeatBudgetMs: number;
  /** From here on each cell has one round, so that the end comes in time. */
  hurryAfterMs: number;
}

/** Under ten minutes. */
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

/** Under one minute: shows that all of it works; its figures are coarse. */
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

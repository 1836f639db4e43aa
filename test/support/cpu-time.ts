/**
 * How long this process worked while `act` went on, in milliseconds of CPU time: unlike the time
 * that passed, it is hardly more on a busy machine.
 */
export async function cpuMsOf(act: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** How long a clean end may take once the parent is gone. */
const graceMs = 10_000;

/**
 * Makes a service that `startServices` has spawned end with the process that spawned it, also where the kernel cannot be asked
 * to see to it: the channel between the two breaks when the parent dies. Does nothing in a process that was started by hand.
 */
export function exitWithParent(): void {
  const { channel } = process;
  if (channel === undefined) return;
  process.once('disconnect', () => {
    // The clean end is the one that a supervisor would ask for; what hangs in it must not stay behind.
    setTimeout(() => process.exit(1), graceMs).unref();
    process.kill(process.pid, 'SIGTERM');
  });
  // The listener alone would keep the process alive.
  channel.unref();
}

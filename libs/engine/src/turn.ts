/** A real turn of the event loop: timers, sockets and health checks run. A resolved promise alone would not let them. */
export const turn = (): Promise<void> => new Promise(setImmediate);

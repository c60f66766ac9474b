/** Lets others have the event loop. */
export const turn = (): Promise<void> => new Promise(setImmediate);

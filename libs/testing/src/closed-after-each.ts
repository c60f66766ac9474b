/** @returns what takes note of something that was opened in a test, to be closed after it, in the order of opening */
export function closedAfterEach(): (close: () => Promise<unknown>) => void {
  const closers: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
  });
  return (close) => closers.push(close);
}

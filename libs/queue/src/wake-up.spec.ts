import { WakeUp } from './wake-up';

const hour = 3_600_000;

describe('WakeUp', () => {
  it('cuts a sleep short', async () => {
    const wakeUp = new WakeUp();
    const sleep = wakeUp.sleep(hour);
    wakeUp.ring();
    await expect(sleep).resolves.toBeUndefined();
  });

  it('keeps a ring for the next sleep, once', async () => {
    const wakeUp = new WakeUp();
    wakeUp.ring();
    wakeUp.ring();
    await expect(wakeUp.sleep(hour)).resolves.toBeUndefined();
    let awake = false;
    const second = wakeUp.sleep(hour).then(() => {
      awake = true;
    });
    await Promise.resolve();
    expect(awake).toBe(false);
    wakeUp.ring();
    await second;
  });
});

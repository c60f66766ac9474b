/** The end of a process as its caller sees it: an error that nobody expects. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

export interface CrashPlan<Port> {
  readonly method: keyof Port & string;
  /** Which call crashes, from 1. */
  readonly call: number;
  /** `before` the call does anything, or `after` it has done everything. */
  readonly when: 'before' | 'after';
}

/** The port, but the planned call throws a `Crash`, and so does every call after it: a dead process does nothing more. */
export function crashing<Port extends object>(port: Port, { method, call, when }: CrashPlan<Port>): Port {
  let calls = 0;
  let isDead = false;
  const die = (): never => {
    isDead = true;
    throw new Crash();
  };
  return new Proxy(port, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key);
      if (typeof member !== 'function') return member;
      if (key !== method) {
        return (...parameters: unknown[]): unknown =>
          isDead ? Promise.reject(new Crash()) : Reflect.apply(member, target, parameters);
      }
      return async (...parameters: unknown[]): Promise<unknown> => {
        calls += 1;
        const isPlanned = calls === call;
        if (isDead || (isPlanned && when === 'before')) die();
        const result: unknown = await Reflect.apply(member, target, parameters);
        return isPlanned ? die() : result;
      };
    },
  });
}

/** The time, injected so that use cases can be tested at a chosen moment. */
export abstract class Clock {
  abstract now(): Date;
}

/** A limit that kept a list shorter or other than asked, named so that a person can act on it. */
export interface BoundLimit {
  readonly list: 'shortlist' | 'picks' | 'reserves';
  readonly limit: string;
  readonly message: string;
  readonly zh: string;
}

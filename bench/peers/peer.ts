import type { LibraryProject, ScoreRequest } from '@throughtrain/matching';

/** A demand as others take it: its words, and its vector. */
export interface PeerQuery {
  readonly terms: readonly string[];
  readonly vector: Float32Array;
}

/** Something else that answers demands on the same projects, one query a demand. */
export interface Peer {
  /** How many of the projects it holds; it may bear few. */
  readonly projects: number;
  /** How many demands it is asked for at once. */
  readonly atOnce: number;
  /** @returns ids of the best, best first */
  ask(query: PeerQuery): Promise<readonly number[]>;
  close(): Promise<void>;
}

/** What it is filled with. */
export interface PeerInput {
  readonly batches: AsyncIterable<readonly LibraryProject[]>;
  readonly dimension: number;
  /** Length of the lists: that of the match's. */
  readonly depth: number;
}

/** A project as others take it: each term as often as it occurs. */
export interface PeerProject {
  readonly id: number;
  readonly words: readonly string[];
  readonly vector: Float32Array;
}

/** @param from number of the first */
export const peerProjects = (batch: readonly LibraryProject[], from: number): readonly PeerProject[] =>
  batch.map(({ analysis, vector }, at) => ({
    id: from + at,
    words: (analysis?.terms ?? []).flatMap(([term, [title, keywords, body]]) =>
      new Array<string>(title + keywords + body).fill(term),
    ),
    vector: Float32Array.from(vector ?? []),
  }));

export const peerQueries = (queries: ScoreRequest['queries']): readonly PeerQuery[] =>
  queries.map(({ analysis, vector }) => ({
    terms: analysis.terms.map(([term]) => term),
    vector: Float32Array.from(vector ?? []),
  }));

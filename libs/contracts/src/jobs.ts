import { z } from 'zod';
import { defineJob, mostShards, shardQueues } from './job';

export const importFile = defineJob({
  queue: 'ingest',
  name: 'import-file.v1',
  payload: z.strictObject({ importId: z.uuid() }),
  key: (p) => `import-file.${p.importId}`,
  attempts: 5,
  backoffMs: 1_000,
});

export const findDuplicates = defineJob({
  queue: 'ingest',
  name: 'find-duplicates.v1',
  payload: z.strictObject({ searchId: z.uuid() }),
  key: (p) => `find-duplicates.${p.searchId}`,
  attempts: 5,
  backoffMs: 1_000,
});

export const fetchFeed = defineJob({
  queue: 'ingest',
  name: 'fetch-feed.v1',
  payload: z.strictObject({ feedId: z.uuid() }),
  key: (p) => `fetch-feed.${p.feedId}`,
  attempts: 1,
  backoffMs: 1_000,
});

/** Erases contacts of projects that ended long ago. */
export const eraseContacts = defineJob({
  queue: 'ingest',
  name: 'erase-contacts.v1',
  payload: z.strictObject({}),
  key: () => 'erase-contacts',
  attempts: 5,
  backoffMs: 60_000,
});

/** Brings what the analyser and the encoder of an encoding make of each text, a slice of the library at a time. */
export const encodeLibrary = defineJob({
  queue: 'ingest',
  name: 'encode-library.v1',
  payload: z.strictObject({ encodingId: z.uuid() }),
  key: (p) => `encode-library.${p.encodingId}`,
  attempts: 5,
  backoffMs: 1_000,
});

export const runMatch = defineJob({
  queue: 'matching',
  name: 'run-match.v1',
  payload: z.strictObject({ matchRunId: z.uuid() }),
  key: (p) => `run-match.${p.matchRunId}`,
  attempts: 5,
  backoffMs: 1_000,
});

export const pushShortlist = defineJob({
  queue: 'matching',
  name: 'push-shortlist.v1',
  payload: z.strictObject({ shortlistId: z.uuid() }),
  key: (p) => `push-shortlist.${p.shortlistId}`,
  attempts: 5,
  backoffMs: 1_000,
});

/** One for each part of the library, in the queue of the part. */
const scoreShards = shardQueues.map((queue) =>
  defineJob({
    queue,
    name: 'score-shard.v1',
    payload: z.strictObject({
      matchRunId: z.uuid(),
      shard: z
        .number()
        .int()
        .min(0)
        .max(mostShards - 1),
    }),
    key: (p) => `score-shard.${p.matchRunId}.${p.shard}`,
    attempts: 5,
    backoffMs: 1_000,
  }),
);

/** Scores one part of the library for a run. @throws RangeError for a part that there can not be */
export function scoreShard(shard: number): (typeof scoreShards)[number] {
  const job = scoreShards[shard];
  if (job === undefined) throw new RangeError(`there is no shard ${shard}`);
  return job;
}

/** Every job there is; workers check at start that each job of their queue has a handler. */
export const jobs = [
  importFile,
  findDuplicates,
  fetchFeed,
  eraseContacts,
  encodeLibrary,
  runMatch,
  pushShortlist,
  ...scoreShards,
] as const;

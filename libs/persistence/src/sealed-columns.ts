/** What each value is bound to that is sealed by `SecretBox`: it does not open in another row. */
export const boundTo = {
  contact: ({ projectId, hostId, enterpriseId }: ContactOwner): string =>
    projectId === null ? `contact of ${enterpriseId ?? ''} with ${hostId ?? ''}` : `contact of ${projectId}`,
  feed: (id: string): string => `feed ${id}`,
  quarantinedRow: (id: string): string => `quarantined_row:${id}`,
  uploadChunk: (importId: string, sequence: number): string => `chunk ${sequence} of ${importId}`,
};

/** A project, or an enterprise in the list of a host. */
export interface ContactOwner {
  readonly projectId: string | null;
  readonly hostId: string | null;
  readonly enterpriseId: string | null;
}

/** A column whose values are sealed. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** The primary key, with the types of its columns. */
  readonly key: readonly { readonly name: string; readonly type: 'uuid' | 'integer' }[];
  /** Rows whose values are sealed, where not all are that have one. */
  readonly where?: string;
  /** Set along with a value, over the row `resealed` with its new one. */
  readonly alsoSets?: string;
  /** Values that are in memory at once. */
  readonly valuesAtOnce: number;
  readonly boundTo: (row: never) => string;
}

const id = [{ name: 'id', type: 'uuid' }] as const;
const ofRow = 500;

/** All columns of the database that `DATA_KEY` is for; to be added to with each that is sealed. */
export const sealedColumns: readonly SealedColumn[] = [
  {
    table: 'contact',
    column: 'sealed',
    key: id,
    alsoSets: `key_id = encode(substring(resealed.value from 1 for 8), 'hex')`,
    valuesAtOnce: ofRow,
    boundTo: (row: { project_id: string | null; host_id: string | null; enterprise_id: string | null }) =>
      boundTo.contact({ projectId: row.project_id, hostId: row.host_id, enterpriseId: row.enterprise_id }),
  },
  {
    table: 'feed',
    column: 'authorization_sealed',
    key: id,
    valuesAtOnce: ofRow,
    boundTo: (row: { id: string }) => boundTo.feed(row.id),
  },
  {
    table: 'quarantined_row',
    column: 'content',
    key: id,
    valuesAtOnce: ofRow,
    boundTo: (row: { id: string }) => boundTo.quarantinedRow(row.id),
  },
  {
    table: 'upload_chunk',
    column: 'bytes',
    key: [
      { name: 'import_id', type: 'uuid' },
      { name: 'sequence', type: 'integer' },
    ],
    where: 'sealed',
    // A megabyte each.
    valuesAtOnce: 8,
    boundTo: (row: { import_id: string; sequence: number }) => boundTo.uploadChunk(row.import_id, row.sequence),
  },
];

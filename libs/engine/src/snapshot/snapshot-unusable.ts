/** Why a snapshot can not be read; the message goes on after the name of the file. */
export class SnapshotUnusable extends Error {}

/** What people do to a record besides submitting it again. */
export const revisionActs = ['withdrawal', 'seal', 'confirmation', 'consent'] as const;
export type RevisionAct = (typeof revisionActs)[number];

/** By what a revision came to be: a row of an import, counted as its report does, or an act. Revisions of before it was kept have none. */
export type RevisionSource = { readonly import: string; readonly row: number } | { readonly act: RevisionAct };

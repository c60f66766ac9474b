import type { Task, Texts } from '../embedding/measure-tasks';

/** @returns a name for a folder: zh → en, whole becomes zh-to-en-whole */
export function folderName({ name }: Pick<Task, 'name'>): string {
  return name
    .replaceAll('→', 'to')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .join('-');
}

/**
 * A task as `npm run evaluate` reads it. What answers a query has its gain as grade; the rest is not judged. Where texts are asked for among themselves, every second asks for the others, so
 * that none finds itself.
 * @returns contents by file name
 */
export function taskFolder({ queries, documents, gain, name }: Task): Readonly<Record<string, string>> {
  const isAmongItself = gain(0, 0) === undefined;
  const takesPart = (place: number, side: 'asks' | 'answers'): boolean =>
    !isAmongItself || (place % 2 === 0) === (side === 'asks');
  const asking = [...queries.keys()].filter((place) => takesPart(place, 'asks'));
  const answering = [...documents.keys()].filter((place) => takesPart(place, 'answers'));
  const grades = asking.flatMap((query) =>
    answering.flatMap((document) => {
      const grade = gain(query, document) ?? 0;
      return grade > 0 ? [`q${query}\t0\td${document}\t${grade}\n`] : [];
    }),
  );
  const lines = (places: readonly number[], texts: readonly Texts[], letter: string, body: string): string =>
    places
      .map((place) => {
        const { title = '', keywords, body: text } = texts[place] ?? {};
        return `${JSON.stringify({ id: `${letter}${place}`, title, keywords, [body]: text })}\n`;
      })
      .join('');
  return {
    'projects.ndjson': lines(answering, documents, 'd', 'summary'),
    'demands.ndjson': lines(asking, queries, 'q', 'description'),
    'qrels.tsv': grades.join(''),
    'meta.json': `${JSON.stringify({ name, unit: 'demand', candidates: 'all' }, undefined, 2)}\n`,
  };
}

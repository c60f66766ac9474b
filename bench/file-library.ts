import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { openShippedTable, type StaticTableEncoder } from '@throughtrain/encoders';
import type { LibraryProject, ScoreRequest } from '@throughtrain/matching';
import { analyseRecord, quantiseVector, recordTexts, type Analysis } from '@throughtrain/text';
import { z } from 'zod';
import { bareProject, idOf, nobody, readLines, type BenchLibrary } from './engine-library';

const sampleDemands = 'samples/demands.ndjson';
const keywords = z.array(z.string()).default([]);
const projectText = z.object({ title: z.string(), summary: z.string().default(''), keywords });
const demandText = z.object({ title: z.string(), description: z.string(), keywords });

/** Projects of a file of NDJSON, a text a line, analysed and encoded by the shipped table; the demands of the sample, over and over. */
export class FileLibrary implements BenchLibrary {
  private constructor(
    private readonly file: string,
    private readonly encoder: StaticTableEncoder,
    private readonly demands: readonly { readonly analysis: Analysis; readonly vector: Int8Array }[],
  ) {}

  static async open(file: string): Promise<FileLibrary> {
    const encoder = await openShippedTable();
    const demands = readLines(sampleDemands, demandText).map(({ description, ...said }) =>
      encoded({ ...said, summary: description }, 'query', encoder),
    );
    return new FileLibrary(file, encoder, await Promise.all(demands));
  }

  get dimension(): number {
    return this.encoder.dimensions;
  }

  async *projects(count: number, batch = 500): AsyncGenerator<readonly LibraryProject[]> {
    const lines = createInterface({ input: createReadStream(this.file) });
    let projects: LibraryProject[] = [];
    let number = 0;
    for await (const line of lines) {
      if (number === count) break;
      const said = projectText.safeParse(jsonOf(line));
      if (!said.success) continue;
      projects.push({ project: bareProject(idOf(number)), ...(await encoded(said.data, 'document', this.encoder)) });
      number += 1;
      if (projects.length < batch) continue;
      yield projects;
      projects = [];
    }
    lines.close();
    if (projects.length > 0) yield projects;
  }

  queries(count: number): ScoreRequest['queries'] {
    const { demands } = this;
    return Array.from({ length: count }, (_, at) => ({ ...demands[at % demands.length]!, mask: nobody }));
  }
}

async function encoded(said: z.infer<typeof projectText>, purpose: 'query' | 'document', encoder: StaticTableEncoder) {
  const [analysis, texts] = [analyseRecord(said), recordTexts(said)];
  const [vector] = await encoder.encode([{ purpose, texts, analysis }]);
  return { analysis, vector: quantiseVector(vector, encoder.dimensions) };
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

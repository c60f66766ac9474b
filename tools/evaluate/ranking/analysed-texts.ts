import type { Project } from '@throughtrain/domain';
import { countsAt, LibraryState, type LibraryDocument } from '@throughtrain/engine';
import type { LibraryProject } from '@throughtrain/matching';
import {
  analyse,
  analyserVersion,
  countCorpus,
  quantiseVector,
  recordTexts,
  type Analysis,
  type CorpusStatistics,
  type Encoder,
  type EncoderInput,
} from '@throughtrain/text';
import type { ProjectText } from '../input/records';

const batchSize = 500;

/** A text as it is ranked. */
export interface AnalysedText {
  readonly analysis: Analysis;
  readonly vector: Int8Array;
}

/** Analyses and encodes as imports do. */
export async function analyseTexts(
  records: readonly ProjectText[],
  purpose: EncoderInput['purpose'],
  encoder: Encoder,
): Promise<AnalysedText[]> {
  const inputs = records.map((record) => {
    const texts = recordTexts(record);
    return { purpose, texts, analysis: analyse(texts) };
  });
  const vectors = await encoder.encode(inputs);
  return inputs.map(({ analysis }, at) => ({ analysis, vector: quantiseVector(vectors[at], encoder.dimensions) }));
}

/** Projects as the scorer holds them; their texts are not kept. */
export function holdProjects(projects: AsyncIterable<ProjectText>, encoder: Encoder): Promise<LibraryState> {
  return LibraryState.empty().with('', analysed(projects, encoder));
}

async function* analysed(
  projects: AsyncIterable<ProjectText>,
  encoder: Encoder,
): AsyncGenerator<readonly LibraryProject[]> {
  for await (const batch of inBatches(projects)) {
    const texts = await analyseTexts(batch, 'document', encoder);
    yield texts.map((text, at) => ({ project: bareProject(batch[at]?.id ?? ''), ...text }));
  }
}

async function* inBatches(projects: AsyncIterable<ProjectText>): AsyncGenerator<ProjectText[]> {
  let batch: ProjectText[] = [];
  for await (const project of projects) {
    batch.push(project);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

const nothing: readonly never[] = [];

/** A project of which nothing but its text counts. */
function bareProject(id: string): Project {
  return {
    id,
    revision: 1,
    channel: 'open-call',
    externalId: id,
    status: 'active',
    title: '',
    summary: '',
    keywords: nothing,
    seiCodes: nothing,
    hteCodes: nothing,
    patents: nothing,
    cooperation: nothing,
    consentToPush: false,
  };
}

/** Document counts of the projects held. */
export function countHeld({ documents }: LibraryState): CorpusStatistics {
  const version = `${documents.size} projects`;
  return countCorpus(analysesOf(documents.values()), { version, analyserVersion, leastCount: 1 });
}

function* analysesOf(documents: Iterable<LibraryDocument>): Generator<Analysis> {
  for (const document of documents)
    yield {
      terms: document.terms.map((term, at) => {
        const [title = 0, keywords = 0, body = 0] = countsAt(document, at);
        return [term, [title, keywords, body]];
      }),
    };
}

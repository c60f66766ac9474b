import { similarity } from 'ml-distance';
import { TfIdf } from 'natural/lib/natural/tfidf';
import { peerProjects, type Peer, type PeerInput, type PeerQuery } from './peer';

const mostProjects = 1_000;

/** What one writes first: TF-IDF of `natural` and the cosine of `ml-distance`, project by project. It bears few projects, and its time grows with them. */
export class Naive implements Peer {
  readonly atOnce = 1;
  private readonly words = new TfIdf();
  private readonly vectors: Float32Array[] = [];

  private constructor(private readonly depth: number) {}

  static async open({ batches, depth }: PeerInput): Promise<Naive> {
    const naive = new Naive(depth);
    for await (const batch of batches) {
      for (const { words, vector } of peerProjects(batch.slice(0, mostProjects - naive.projects), naive.projects)) {
        naive.words.addDocument([...words]);
        naive.vectors.push(vector);
      }
      if (naive.projects === mostProjects) break;
    }
    return naive;
  }

  get projects(): number {
    return this.vectors.length;
  }

  ask({ terms, vector }: PeerQuery): Promise<readonly number[]> {
    const scores = this.words
      .tfidfs([...terms])
      .map((score, id) => ({ id, score: score + similarity.cosine(vector, this.vectors[id] ?? []) }));
    return Promise.resolve(
      scores
        .sort((a, b) => b.score - a.score)
        .slice(0, this.depth)
        .map(({ id }) => id),
    );
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

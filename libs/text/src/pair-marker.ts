import { RecordMarker, type MarkedRecord, type RecordText } from './mark-words';

/** Projects and demands by id, as the revisions that were ranked. */
export interface PairTexts {
  readonly projects: ReadonlyMap<string, RecordText>;
  readonly demands: ReadonlyMap<string, RecordText>;
}

/** A pair with the words by which it was explained. */
export interface ExplainedPair {
  readonly projectId: string;
  readonly demandId: string;
  readonly words: readonly {
    readonly word: string;
    readonly contribution: number;
    /** The demand's own word, where the project's is of the other language. */
    readonly standsFor?: string | undefined;
  }[];
}

export interface MarkedPair {
  readonly project: MarkedRecord;
  readonly demand: MarkedRecord;
}

/** Marks in both texts of a pair the words that met: each text in its own language. Reads a text once, however many pairs it is in. */
export class PairMarker {
  private readonly markers = new Map<RecordText, RecordMarker>();

  constructor(private readonly texts: PairTexts) {}

  /** @returns undefined when a text is not among those given */
  mark({ projectId, demandId, words }: ExplainedPair): MarkedPair | undefined {
    const project = this.texts.projects.get(projectId);
    const demand = this.texts.demands.get(demandId);
    if (project === undefined || demand === undefined) return undefined;
    return {
      project: this.markerOf(project).mark(words.map(({ word, contribution: weight }) => ({ word, weight }))),
      demand: this.markerOf(demand).mark(
        words.map(({ word, standsFor = word, contribution: weight }) => ({ word: standsFor, weight })),
      ),
    };
  }

  private markerOf(text: RecordText): RecordMarker {
    const marker = this.markers.get(text) ?? new RecordMarker(text);
    this.markers.set(text, marker);
    return marker;
  }
}

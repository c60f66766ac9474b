import { wordVariants } from './field-words';
import { foldForSearch, type FoldedText } from './fold-for-search';
import { cutSnippet, joinSpans, type SnippetPart, type Span } from './highlight';
import { foldForms, normaliseText } from './normalise';
import { isInCapitals, kindOf, latinForms, latinTerm, tokenise, type Term } from './tokeniser';

/** A word that met, as an explanation tells it, and what it counts. */
export interface WeighedWord {
  readonly word: string;
  readonly weight: number;
}

/** What is told of a record, as somebody wrote it. */
export interface RecordText {
  readonly title: string;
  readonly keywords: readonly string[];
  readonly summary: string;
}

/** A text of which the words that met are marked. Parts that read one after the other are the text, or a piece of it. */
export interface MarkedRecord {
  readonly title: readonly SnippetPart[];
  /** Sentences of the rest that say most of what met, in their order; none where it says nothing of it. */
  readonly passages: readonly (readonly SnippetPart[])[];
  /** Keywords in which a word stands. */
  readonly keywords: readonly (readonly SnippetPart[])[];
}

const mostPassages = 3;
const longestPassage = 160;
const hasHan = /\p{Script=Han}/u;
/** What analysis cuts as one, after folding: a word never reaches beyond it. */
const stretches = /[\p{Script=Han}\p{Script=Latin}\p{Script=Greek}\d.+-]+/gu;
const sentences = /[^。！？；!?;\n]+?(?:\.(?=\s)|[。！？；!?;\n]|$)+/gu;

/** Finds words of an explanation in the texts that were analysed for it: where they are terms, whatever way they are written. */
export class RecordMarker {
  private readonly title: MarkableText;
  private readonly body: MarkableText;
  private readonly keywords: readonly MarkableText[];
  private readonly terms: ReadonlySet<Term>;

  constructor({ title, keywords, summary }: RecordText) {
    this.title = new MarkableText(title);
    this.body = new MarkableText(summary);
    this.keywords = keywords.map((keyword) => new MarkableText(keyword));
    this.terms = new Set([title, ...keywords, summary].flatMap(tokenise));
  }

  mark(words: readonly WeighedWord[]): MarkedRecord {
    const terms = words.map(({ word, weight }) => ({ term: this.termOf(word), weight }));
    const hitsOf = (text: MarkableText): readonly Hit[] => terms.flatMap((term) => text.find(term));
    return {
      title: this.title.whole(hitsOf(this.title)),
      passages: this.body.passages(hitsOf(this.body)),
      keywords: this.keywords.flatMap((keyword) => {
        const hits = hitsOf(keyword);
        return hits.length > 0 ? [keyword.whole(hits)] : [];
      }),
    };
  }

  /** Explanations tell words without their kind. A pair of characters is told only where it is no word. */
  private termOf(word: string): Term {
    if (!hasHan.test(word)) return latinTerm(foldForms(word), false) ?? `s${normaliseText(word)}`;
    const folded = normaliseText(word);
    return this.terms.has(`w${folded}`) ? `w${folded}` : `b${folded}`;
  }
}

interface WeighedTerm {
  readonly term: Term;
  readonly weight: number;
}

interface Hit extends Span, WeighedTerm {}

/** A text with what is found out about it once, for the words of many explanations. */
class MarkableText {
  private readonly folded: FoldedText;
  private latin: readonly (Span & { readonly term: Term })[] | undefined;
  private readonly termsOf = new Map<string, ReadonlySet<Term>>();

  constructor(private readonly text: string) {
    this.folded = foldForSearch(text);
  }

  find({ term, weight }: WeighedTerm): Hit[] {
    const spans = kindOf(term) === 's' ? this.findLatin(term) : this.findChinese(term);
    return spans.map(({ start, end }) => ({ start, end, term, weight }));
  }

  whole(hits: readonly Hit[]): readonly SnippetPart[] {
    return cutSnippet(this.text, joinSpans(hits), Infinity);
  }

  passages(hits: readonly Hit[]): (readonly SnippetPart[])[] {
    return [...this.text.matchAll(sentences)]
      .map(({ 0: sentence, index }) => {
        const start = index + (sentence.length - sentence.trimStart().length);
        const end = start + sentence.trim().length;
        const inside = hits.filter((hit) => hit.start >= start && hit.end <= end);
        const weights = new Map(inside.map(({ term, weight }) => [term, weight]));
        return { start, end, inside, weight: [...weights.values()].reduce((sum, weight) => sum + weight, 0) };
      })
      .filter(({ inside }) => inside.length > 0)
      .sort((a, b) => b.weight - a.weight || a.start - b.start)
      .slice(0, mostPassages)
      .sort((a, b) => a.start - b.start)
      .map(({ start, end, inside }) => {
        const spans = inside.map((hit) => ({ start: hit.start - start, end: hit.end - start }));
        return cutSnippet(this.text.slice(start, end), joinSpans(spans), longestPassage);
      });
  }

  /** Where the characters of a term stand in a stretch in which analysis finds it: 铁 stands in 高铁, and is no term of it. */
  private findChinese(term: Term): Span[] {
    const word = term.slice(1);
    return [...this.folded.text.matchAll(stretches)].flatMap(({ 0: stretch, index }) => {
      const places = [stretch, inOneWay(stretch)].flatMap((written) => placesOf(word, written));
      if (places.length === 0 || !this.termsIn(stretch).has(term)) return [];
      return places.map((place) => this.original(index + place, word.length));
    });
  }

  private termsIn(stretch: string): ReadonlySet<Term> {
    const terms = this.termsOf.get(stretch) ?? new Set(tokenise(stretch));
    this.termsOf.set(stretch, terms);
    return terms;
  }

  /** Tokens that have the stem: electrolytes for electrolyte. */
  private findLatin(term: Term): Span[] {
    return this.latinTerms().filter((found) => found.term === term);
  }

  private latinTerms(): readonly (Span & { readonly term: Term })[] {
    if (this.latin !== undefined) return this.latin;
    const isAllCapitals = isInCapitals(foldForms(this.text));
    this.latin = latinForms(this.folded.text).flatMap(({ form, start }) => {
      const span = this.original(start, form.length);
      // Written as it is, since capitals tell an abbreviation from a word.
      const term = latinTerm(foldForms(this.text.slice(span.start, span.end)), isAllCapitals);
      return term === undefined ? [] : [{ ...span, term }];
    });
    return this.latin;
  }

  private original(start: number, length: number): Span {
    return { start: this.folded.starts[start] ?? 0, end: this.folded.ends[start + length - 1] ?? 0 };
  }
}

/** With the variants of words written as analysis writes them, each as long as it was: 铁心 as 铁芯. */
function inOneWay(stretch: string): string {
  let written = stretch;
  for (const [variant, word] of wordVariants) written = written.replaceAll(variant, word);
  return written;
}

function placesOf(form: string, stretch: string): number[] {
  const places: number[] = [];
  for (let at = stretch.indexOf(form); at >= 0; at = stretch.indexOf(form, at + form.length)) places.push(at);
  return places;
}

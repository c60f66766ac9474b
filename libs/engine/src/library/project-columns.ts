import { affiliationKeys, projectStatuses, toGroupMember, type GroupMember, type Project } from '@throughtrain/domain';
import { toGated, type GatedProject } from '@throughtrain/ranking';
import { withRoom } from '../index/growing';

/** An institution, as far as pairs are masked by it. */
export interface MaskedInstitution {
  readonly id: string | undefined;
  /** See {@link affiliationKeys}. */
  readonly keys: readonly string[];
}

/** What links a project to others. */
export type Links = Pick<GroupMember, 'numbers' | 'declaredGroup'>;

/** Numbers of projects, one of each a document. */
export interface ProjectNumbers {
  /** Place among the institutions + 1; 0 for none. */
  readonly institutionOf: Uint32Array;
  /** YYYYMMDD, 0 for none. */
  readonly validUntil: Uint32Array;
  readonly fitness: Float64Array;
  readonly flags: Uint8Array;
}

const leastCapacity = 1 << 10;
const bits = { isMatchable: 4, isDisputed: 8 } as const;
const statusMask = 3;

const dayNumber = (day: string): number => Number(day.replaceAll('-', ''));

/** What gates, masks and duplicate groups ask of projects: about twenty bytes each, and the numbers of those that have some. */
export class ProjectColumns {
  /** Other institutions than those before. */
  readonly institutions: MaskedInstitution[] = [];
  /** Place in {@link institutions} + 1; 0 for none. */
  institutionOf = new Uint32Array(leastCapacity);
  private flags = new Uint8Array(leastCapacity);
  /** YYYYMMDD, 0 for none. */
  private validUntil = new Uint32Array(leastCapacity);
  private fitness = new Float64Array(leastCapacity);
  private readonly institutionByKey = new Map<string, number>();
  private readonly placesByMaskKey = new Map<string, number[]>();
  private readonly links = new Map<number, Links>();

  /** @param documents that have their rows already: whoever asks for them fills {@link numbers} and tells the rest by {@link take} */
  constructor(documents = 0) {
    this.makeRoom(documents);
  }

  take(institutions: Iterable<MaskedInstitution>, links: Iterable<readonly [document: number, links: Links]>): void {
    for (const institution of institutions) this.addInstitution(institution);
    for (const [document, linked] of links) this.links.set(document, linked);
  }

  /** Columns as they are now; they may be longer than there are documents. */
  get numbers(): ProjectNumbers {
    const { institutionOf, validUntil, fitness, flags } = this;
    return { institutionOf, validUntil, fitness, flags };
  }

  get bytes(): number {
    const columns = [this.institutionOf, this.flags, this.validUntil, this.fitness];
    return columns.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  /** @param document its number, the next after those before */
  append(document: number, project: Project): void {
    this.makeRoom(document + 1);
    const { status, validUntil, isMatchable, isDisputed } = toGated(project);
    this.flags[document] =
      projectStatuses.indexOf(status) + (isMatchable ? bits.isMatchable : 0) + (isDisputed ? bits.isDisputed : 0);
    this.validUntil[document] = validUntil === undefined ? 0 : dayNumber(validUntil);
    this.institutionOf[document] = this.placeOf(project);
    const { fitness, numbers, declaredGroup } = toGroupMember(project);
    this.fitness[document] = fitness;
    if (numbers.length > 0 || declaredGroup !== undefined) this.links.set(document, { numbers, declaredGroup });
  }

  /** @returns places as in {@link institutionOf} of the institutions that have one of their {@link maskKeys} with a demand */
  institutionsWith(maskKey: string): readonly number[] {
    return this.placesByMaskKey.get(maskKey) ?? [];
  }

  gated(document: number): GatedProject<number> {
    const flags = this.flags[document] ?? 0;
    return {
      id: document,
      status: projectStatuses[flags & statusMask] ?? 'withdrawn',
      validUntil: this.lastDay(document),
      isMatchable: (flags & bits.isMatchable) !== 0,
      isDisputed: (flags & bits.isDisputed) !== 0,
    };
  }

  /** @returns whether no gate stops a document for what it says itself on a day (YYYY-MM-DD) */
  openOn(today: string): (document: number) => boolean {
    const { flags, validUntil } = this;
    const day = dayNumber(today);
    const open = projectStatuses.indexOf('active') + bits.isMatchable;
    return (document) => flags[document] === open && (validUntil[document] === 0 || (validUntil[document] ?? 0) >= day);
  }

  /** Last day (YYYY-MM-DD) on which the record holds. */
  lastDay(document: number): string | undefined {
    const day = String(this.validUntil[document] ?? 0);
    return day === '0' ? undefined : `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`;
  }

  /** @param id of the project */
  groupMember(document: number, id: string): GroupMember {
    const { numbers, declaredGroup } = this.linksOf(document);
    const { status } = this.gated(document);
    return { id, status, numbers, declaredGroup, fitness: this.fitness[document] ?? 0 };
  }

  /** What links a project to others: its numbers and its declared group, each of its own kind. */
  keysOf(document: number): readonly string[] {
    const { numbers, declaredGroup } = this.linksOf(document);
    return declaredGroup === undefined ? numbers : [...numbers, `group ${declaredGroup}`];
  }

  /** Absent for a project that nothing links to others but a decision. */
  ownLinks(document: number): Links | undefined {
    return this.links.get(document);
  }

  private linksOf(document: number): Links {
    return this.links.get(document) ?? { numbers: [], declaredGroup: undefined };
  }

  private placeOf({ institutionId: id, institution }: Project): number {
    const keys = institution === undefined ? [] : affiliationKeys(institution);
    if (id === undefined && keys.length === 0) return 0;
    return this.institutionByKey.get(keyOf({ id, keys })) ?? this.addInstitution({ id, keys });
  }

  private addInstitution(institution: MaskedInstitution): number {
    const place = this.institutions.push(institution);
    this.institutionByKey.set(keyOf(institution), place);
    for (const key of maskKeys(institution)) {
      const places = this.placesByMaskKey.get(key);
      if (places === undefined) this.placesByMaskKey.set(key, [place]);
      else places.push(place);
    }
    return place;
  }

  private makeRoom(length: number): void {
    this.institutionOf = withRoom(this.institutionOf, length);
    this.flags = withRoom(this.flags, length);
    this.validUntil = withRoom(this.validUntil, length);
    this.fitness = withRoom(this.fitness, length);
  }
}

/** By what an institution is found to be an enterprise, or close to it. */
export const maskKeys = ({ id, keys }: MaskedInstitution): readonly string[] =>
  id === undefined ? keys : [`id:${id}`, ...keys];

const keyOf = ({ id, keys }: MaskedInstitution): string => JSON.stringify([id, ...keys]);

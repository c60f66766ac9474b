import { affiliationKeys, projectStatuses, toGroupMember, type GroupMember, type Project } from '@throughtrain/domain';
import { toGated, type GatedProject } from '@throughtrain/ranking';
import { withRoom } from '../index/growing';

/** An institution, as far as pairs are masked by it. */
export interface MaskedInstitution {
  readonly id: string | undefined;
  /** See {@link affiliationKeys}. */
  readonly keys: readonly string[];
}

type Links = Pick<GroupMember, 'numbers' | 'declaredGroup'>;

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
  private readonly links = new Map<number, Links>();

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

  private linksOf(document: number): Links {
    return this.links.get(document) ?? { numbers: [], declaredGroup: undefined };
  }

  private placeOf({ institutionId: id, institution }: Project): number {
    const keys = institution === undefined ? [] : affiliationKeys(institution);
    if (id === undefined && keys.length === 0) return 0;
    const key = JSON.stringify([id, ...keys]);
    const known = this.institutionByKey.get(key);
    if (known !== undefined) return known;
    const place = this.institutions.push({ id, keys });
    this.institutionByKey.set(key, place);
    return place;
  }

  private makeRoom(length: number): void {
    this.institutionOf = withRoom(this.institutionOf, length);
    this.flags = withRoom(this.flags, length);
    this.validUntil = withRoom(this.validUntil, length);
    this.fitness = withRoom(this.fitness, length);
  }
}

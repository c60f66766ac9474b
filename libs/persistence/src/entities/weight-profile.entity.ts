import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A version of the weights. */
@Entity('weight_profile')
export class WeightProfileRow {
  @PrimaryColumn('integer')
  version: number;

  @Column('text')
  state: 'draft' | 'published' | 'retired';

  /** The `WeightSetting[]` of libs/ranking. */
  @Column('jsonb')
  settings: object;

  /** The `JudgedBands` of libs/ranking that its bands are; null where they were set by hand. */
  @Column('jsonb', { nullable: true })
  bands: object | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;

  @Column('timestamptz', { name: 'published_at', nullable: true })
  publishedAt: Date | null;
}

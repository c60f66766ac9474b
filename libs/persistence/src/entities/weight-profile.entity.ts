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

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;

  @Column('timestamptz', { name: 'published_at', nullable: true })
  publishedAt: Date | null;
}

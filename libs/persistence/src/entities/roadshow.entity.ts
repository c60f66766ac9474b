import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** One event of a host. */
@Entity('roadshow')
export class RoadshowRow {
  @PrimaryGeneratedColumn('uuid')
  id: string;

  @Column('uuid', { name: 'host_id' })
  hostId: string;

  /** The `RoadshowContent` of libs/matching. */
  @Column('jsonb')
  content: object;

  @Column('uuid', { name: 'created_by' })
  createdBy: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;
}

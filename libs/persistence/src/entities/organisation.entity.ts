import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** Who is registered, one row for all hosts. */
@Entity('organisation')
export class OrganisationRow {
  @PrimaryGeneratedColumn('uuid')
  id: string;

  /** See `organisationIdentity`. */
  @Column('text', { unique: true })
  identity: string;

  @Column('text', { name: 'credit_code', nullable: true, unique: true })
  creditCode: string | null;

  @Column('text')
  name: string;

  @Column('text')
  kind: string;

  @Column('text', { name: 'region_code', nullable: true })
  regionCode: string | null;

  @Column('text', { name: 'group_name', nullable: true })
  groupName: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;
}

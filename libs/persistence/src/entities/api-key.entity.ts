import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** A key of a principal; of the key itself only the hash is kept. */
@Entity('api_key')
export class ApiKeyRow {
  @PrimaryGeneratedColumn('uuid')
  id: string;

  @Column('uuid', { name: 'principal_id' })
  principalId: string;

  /** SHA-256 of the key. */
  @Column('bytea', { unique: true })
  hash: Buffer;

  /** First characters of the key, to tell keys apart. */
  @Column('text')
  hint: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;

  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt: Date | null;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt: Date | null;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An enterprise that takes part in a roadshow. */
@Entity('enrolment')
export class EnrolmentRow {
  @PrimaryColumn('uuid', { name: 'roadshow_id' })
  roadshowId: string;

  @PrimaryColumn('uuid', { name: 'enterprise_id' })
  enterpriseId: string;

  @Column('timestamptz', { name: 'enrolled_at', default: () => 'now()' })
  enrolledAt: Date;
}

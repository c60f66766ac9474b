import { ApiKeyRow } from './api-key.entity';
import { AuditEventRow } from './audit-event.entity';
import { EnrolmentRow } from './enrolment.entity';
import { OrganisationRow } from './organisation.entity';
import { PrincipalRow } from './principal.entity';
import { RoadshowRow } from './roadshow.entity';
import { WeightProfileRow } from './weight-profile.entity';

/** The tables that are read and written row by row; all others are reached by SQL. */
export const entities = [
  ApiKeyRow,
  AuditEventRow,
  EnrolmentRow,
  OrganisationRow,
  PrincipalRow,
  RoadshowRow,
  WeightProfileRow,
] as const;

import type { Feature } from '../feature';
import type { RoadshowInputs } from './roadshow-inputs';

/** relevance(project, brief). */
export const briefFeature = {
  name: 'brief',
  weight: 'roadshow.weight.brief',
  neutral: 'roadshow.neutral.brief',
  value: ({ briefRelevance }) => briefRelevance,
} as const satisfies Feature<'brief', RoadshowInputs>;

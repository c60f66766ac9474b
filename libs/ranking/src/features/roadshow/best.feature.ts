import type { Feature } from '../feature';
import type { RoadshowInputs } from './roadshow-inputs';

/** The highest match(project, demand) over stored pairs. */
export const bestFeature = {
  name: 'best',
  weight: 'roadshow.weight.best',
  neutral: 'roadshow.neutral.best',
  value: ({ bestMatch }) => bestMatch,
} as const satisfies Feature<'best', RoadshowInputs>;

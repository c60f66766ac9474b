import { sei2018 } from '@throughtrain/domain';
import type { CallableDemand, CallContent, CalledDemand } from '../ports/call.repository.port';
import type { RoadshowContent } from '../ports/roadshow.repository.port';

/** Demands that the text of a call names; the others are in its list. */
const mostNamed = 30;
/** Sub-domains of a call. */
const mostSubDomains = 10;

/** @returns what a call tells of demands: who has them is left out, also where the title says it */
export function calledDemands(demands: readonly CallableDemand[]): readonly CalledDemand[] {
  return demands.map(({ demandId, title, enterpriseName, industryCode, regionCode }) => ({
    demandId,
    title: enterpriseName === '' ? title : title.replaceAll(enterpriseName, '某企业'),
    ...(industryCode !== undefined && { industryCode }),
    ...(regionCode !== undefined && { regionCode }),
  }));
}

/** @returns title, text, domains and sub-domains of a call for what a roadshow lacks; the host may say each of them otherwise */
export function draftCall(
  { domains, month, place }: Pick<RoadshowContent, 'domains' | 'month' | 'place'>,
  demands: readonly CallableDemand[],
): Pick<CallContent, 'title' | 'text' | 'domains' | 'subDomains'> {
  const names = domains.map((code) => sei2018.get(code) ?? code).join('、');
  const [year = '', monthOfYear = ''] = month.split('-');
  const titles = calledDemands(demands).map(({ title }, index) => `${index + 1}．${title}`);
  const more = titles.length > mostNamed ? [`……共${titles.length}项需求`] : [];
  const text = [
    `根据${year}年${Number(monthOfYear)}月在${place}举办的科技成果直通车路演活动的对接需求，现面向高校、院所、科研人员和技术转移机构，重点征集能够解决下列技术需求的科技成果：`,
    ...titles.slice(0, mostNamed),
    ...more,
  ].join('\n');
  const subDomains = [...new Set(demands.flatMap(({ hteCodes }) => hteCodes))].sort().slice(0, mostSubDomains);
  return { title: `“${names}”领域科技成果重点征集`, text, domains, subDomains };
}

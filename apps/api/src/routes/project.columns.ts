import { cooperationLabels, hte2016, stageLabels, type ProjectDigest } from '@throughtrain/domain';
import type { Cell, Column } from '@throughtrain/tabular';

/** Columns by which a reader knows a project, in every table that lists some. */
export const projectColumns: readonly Column[] = [
  { key: 'title', header: '项目名称', width: 40 },
  { key: 'institution', header: '第一完成单位', width: 24 },
  { key: 'subDomain', header: '细分领域', width: 20 },
  { key: 'stage', header: '技术成熟阶段', width: 24 },
  { key: 'trl', header: '技术就绪度（级）', width: 16 },
  { key: 'programme', header: '来源计划', width: 20 },
  { key: 'patents', header: '专利（件）', width: 10 },
  { key: 'cooperation', header: '合作方式', width: 28 },
];

/** The cells of {@link projectColumns}. What a record leaves open says so: an empty cell reads like a mistake. */
export function describeProject(project: ProjectDigest): Record<string, Cell> {
  const { title, institution, subDomain, stage, trl, programme, patents, cooperation } = project;
  return {
    title,
    institution: institution ?? notGiven,
    subDomain: subDomain === undefined ? notGiven : (hte2016.get(subDomain) ?? subDomain),
    stage: stage === undefined ? notGiven : stageLabels[stage],
    trl: trl ?? notGiven,
    programme: programme ?? notGiven,
    patents,
    cooperation: cooperation.length === 0 ? notGiven : cooperation.map((mode) => cooperationLabels[mode]).join('；'),
  };
}

const notGiven = '未填报';

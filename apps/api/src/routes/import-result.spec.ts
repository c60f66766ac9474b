import { resultOf } from './import-result';

describe('resultOf', () => {
  it.each([
    [{ row: 2, outcome: 'refused', column: 'title', code: 'field.required' }, '未导入', '成果名称：必填项为空', true],
    [{ row: 3, outcome: 'refused', code: 'project.secrecy-not-public' }, '未导入', '密级不是“公开”，不得入库', true],
    [
      { row: 4, outcome: 'changed', column: 'seiCodes.1', code: 'value.alias', became: '6.5' },
      '已导入，有调整',
      '战略性新兴产业分类：已按对应的标准选项入库（6.5）',
      false,
    ],
    [{ row: 5, outcome: 'quarantined', code: 'mark.level' }, '待复核', '含密级标志，待人工复核', true],
    [
      { row: 6, outcome: 'refused', column: '备注', code: 'row.new', message: 'is odd' },
      '未导入',
      '备注：is odd',
      true,
    ],
    [
      {
        row: 7,
        outcome: 'advised',
        column: 'seiCodes',
        code: 'domain.suggested',
        suggested: [
          { list: 'sei', code: '6.3', score: 0.82 },
          { list: 'hte', code: '60101', score: 0.6 },
        ],
      },
      '已导入，有建议',
      '战略性新兴产业分类：未填写产业领域，系统根据文字给出建议，未写入记录（6.3 太阳能产业 0.82；60101 太阳能 0.6）',
      false,
    ],
  ] as const)('tells %j as %s：%s', (fault, fate, text, isRefused) => {
    expect(resultOf('projects', fault)).toEqual({ row: fault.row, fate, text, isRefused });
  });
});

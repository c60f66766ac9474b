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
  ] as const)('tells %j as %s：%s', (fault, fate, text, isRefused) => {
    expect(resultOf('projects', fault)).toEqual({ row: fault.row, fate, text, isRefused });
  });
});

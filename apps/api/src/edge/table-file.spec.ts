import { tableFile } from './table-file';

const table = { sheet: '清单', columns: [{ key: 'a', header: '甲' }], rows: [{ a: 1 }] };

describe('tableFile', () => {
  it('names the file for old clients and for all others', async () => {
    const { type, disposition } = (await tableFile(table, 'xlsx', 'list', "清单 (1)'*")).getHeaders();
    expect(type).toBe('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
    expect(disposition).toBe(
      `attachment; filename="list.xlsx"; filename*=UTF-8''%E6%B8%85%E5%8D%95%20%281%29%27%2A.xlsx`,
    );
  });

  it('says how long a CSV is in bytes', async () => {
    const { type, length } = (await tableFile(table, 'csv', 'list', '清单')).getHeaders();
    expect([type, length]).toEqual(['text/csv; charset=utf-8', Buffer.byteLength('\ufeff甲\r\n1\r\n')]);
  });
});

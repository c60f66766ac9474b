import { contactSchema } from './contact.schema';
import { enterpriseRecordSchema } from './enterprise-record.schema';

const problems = (value: unknown) =>
  contactSchema.safeParse(value).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);

describe('contactSchema', () => {
  it.each([
    { name: '张三', phone: '13812345678' },
    { name: '张三', phone: '+86 138-1234-5678' },
    { name: '张三', phone: '0571-88886666转801' },
    { name: '张三', phone: '(010) 12345678' },
    { name: 'Ada Lovelace', email: 'ada@example.org' },
    { name: '成果转化办公室', phone: '028-12345678', email: 'office@example.org' },
  ])('takes %j as it is', (contact) => {
    expect(contactSchema.parse(contact)).toEqual(contact);
  });

  it('folds the width of numbers and addresses', () => {
    expect(contactSchema.parse({ name: ' 张三 ', phone: '１３８１２３４５６７８', email: 'a＠example.org' })).toEqual({
      name: '张三',
      phone: '13812345678',
      email: 'a@example.org',
    });
  });

  it.each([
    [{ phone: '13812345678' }, 'name: '],
    [{ name: '张三' }, ': needs a phone or an email'],
    [{ name: '张三', phone: '' }, 'phone: '],
    [{ name: '张三', phone: '微信同号' }, 'phone: is not a phone number'],
    [{ name: '张三', phone: '123' }, 'phone: is not a phone number'],
    [{ name: '张三', email: 'zhang' }, 'email: is not an e-mail address'],
    [{ name: '张'.repeat(51), phone: '13812345678' }, 'name: '],
    [{ name: '张三 11010519491231002X', phone: '13812345678' }, 'name: holds the number of an identity card'],
    [{ name: '张三', phone: '110105194912310021' }, 'phone: holds the number of an identity card'],
    [{ name: '张三', email: '11010519491231002x@example.org' }, 'email: holds the number of an identity card'],
    [{ name: '张三', phone: '13812345678', idNumber: '1' }, ': Unrecognized key'],
  ])('refuses %j', (contact, problem) => {
    const told = problems(contact);
    expect(told).toHaveLength(1);
    expect(told![0]).toContain(problem);
    expect(told![0]).not.toMatch(/\d{4}/);
  });
});

it('an enterprise may keep the contact that is on file, and name no other by reference', () => {
  const reference = enterpriseRecordSchema.shape.contactRef;
  expect(reference.safeParse('on-file').success).toBe(true);
  expect(reference.safeParse('13812345678').success).toBe(false);
});

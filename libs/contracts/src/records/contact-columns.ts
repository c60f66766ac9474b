import type { RecordColumn } from './record-column';

/** 联系人 as columns of projects and of enterprises. */
export const contactColumns: readonly RecordColumn[] = [
  {
    field: 'contactRef',
    headers: ['联系人编号', '联系人索引'],
    type: { is: 'identifier' },
    need: 'pushable',
    isPrivate: true,
  },
  {
    field: 'contact.name',
    headers: ['联系人', '联系人姓名', '项目联系人', 'contact', 'contact person'],
    type: { is: 'text' },
    need: 'pushable',
    isPrivate: true,
  },
  {
    field: 'contact.phone',
    headers: ['手机', '联系电话', '手机号', '手机号码', '联系人电话', '联系人手机', '电话', 'phone', 'mobile'],
    type: { is: 'identifier' },
    need: 'pushable',
    isPrivate: true,
  },
  {
    field: 'contact.email',
    headers: ['邮箱', '电子邮箱', '联系邮箱', '电子邮件', 'e-mail', 'email'],
    type: { is: 'text' },
    need: 'pushable',
    isPrivate: true,
  },
];

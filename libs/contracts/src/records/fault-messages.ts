import { errorMessages, errorMessagesZh, unreadableReasons } from '@throughtrain/domain';

/** What the codes of a report say to people in Chinese, besides the codes of problems. */
const chinese: Readonly<Record<string, string>> = {
  'field.required': '必填项为空',
  'field.unknown': '没有这个字段',
  'field.invalid': '填写内容不符合要求',
  'field.invalid-type': '填写内容的类型不对',
  'field.invalid-value': '不在可选范围内',
  'field.invalid-format': '格式不对',
  'field.too-small': '内容过短、为空或数值过小',
  'field.too-big': '超过长度、数量或数值上限',
  'project.secrecy-not-public': '密级不是“公开”，不得入库',
  'record.secrecy-not-public': '密级不是“公开”，不得入库',
  'project.owned-by-another': '该渠道下的这个编号已由其他单位报送',
  'project.withdrawn': '该成果已撤回，内容未变；内容有更新时可重新入库',
  'project.sealed': '该成果已封存，经运维人员核查前不再入库',
  'project.authority-in-future': '授权日期晚于今天',
  'project.call-unknown': '没有这个编号的重点征集',
  'project.call-closed': '该重点征集目前不接收申报',
  'contact.none-on-file': '填写了“沿用原联系人”，但没有已登记的联系人',
  'enterprise.external-id-taken': '这个企业编号已对应另一个统一社会信用代码',
  'enterprise.already-listed': '这家企业已用另一个编号登记',
  'demand.unknown-enterprise': '没有这个编号的企业，请先导入企业',
  'demand.enterprise-changed': '这个编号的需求属于另一家企业',
  'row.not-json': '不是有效的 JSON',
  'row.not-object': '不是 JSON 对象',
  'row.not-utf8': '不是 UTF-8 文本',
  'row.not-text': '含有无法识别的字符',
  'row.too-long': '整行过长',
  'row.too-many-cells': '单元格多于表头',
  'row.cell-too-long': '单元格内容过长',
  'row.cell-without-header': '该列没有表头',
  'row.cell-unreadable': '单元格引用的内容在工作簿中不存在',
  'row.formula-error': '单元格公式出错',
  'row.formula-without-value': '单元格公式没有计算结果，请用表格软件打开并保存',
  'row.number-inexact': '数字位数过多，表格软件已丢失精度，请将该列设为文本格式后重新填写',
  'row.nested-too-deeply': '嵌套层次过深',
  'value.alias': '已按对应的标准选项入库',
  'value.converted': '已换算单位',
  'value.dropped': '该项填写有误，已去掉该项后入库',
  'value.spreadsheet-number': '被表格软件当作数字并丢失了位数，请将该列设为文本格式后重新填写',
  'value.not-a-number': '不是有效的数值',
  'value.not-a-day': '不是有效的日期，如 2026-01-05',
  'value.not-a-month': '不是有效的月份，如 2026-01',
  'value.not-yes-or-no': '请填写“是”或“否”',
  'value.unknown-word': '不在可选范围内',
  'domain.suggested': '未填写产业领域，系统根据文字给出建议，未写入记录',
  'mark.level': '含密级标志，待人工复核',
  'mark.level-declared': '正文写有密级，待人工复核',
  'mark.internal': '含内部资料标志，待人工复核',
  'mark.state-secret': '提及国家秘密或涉密，待人工复核',
  'mark.defence-programme': '提及国防、军工计划，待人工复核',
  'mark.defence-number': '含国防、军工项目编号，待人工复核',
  'mark.foreign': '含外文密级标志，待人工复核',
  'broken-gzip': '压缩文件不完整或已损坏',
  'broken-zip': '工作簿不完整或已损坏',
  'broken-workbook': '工作簿缺少部件或部件损坏',
  'workbook-with-macros': '工作簿含宏，请另存为不含宏的 XLSX',
  'old-workbook': '是旧版 .xls 工作簿，请另存为 XLSX',
  'binary-workbook': '是 .xlsb 工作簿，请另存为 XLSX',
  encrypted: '工作簿有密码保护，请取消后再上传',
  'too-many-sheets': '工作表过多',
  'json-document': '是一个 JSON 文档；NDJSON 每行一个对象',
  markup: '是网页或 XML，请用表格软件打开并另存为 XLSX',
  'utf-16': '是 UTF-16 文本，请另存为 UTF-8 或 GB18030',
  'not-a-table': '不是 CSV、XLSX 或 NDJSON',
  'no-header': '第一个非空行不是表头，请删去表头上方的标题行',
  'unreadable-header': '表头含无法识别的字符',
  'two-headers-alike': '有两列表头相同',
  'too-many-columns': '列数过多',
  'unclosed-quote': '有未闭合的引号',
  'row-without-end': '有一行没有结尾，多因引号未闭合',
};

const held = 'a person decides about it';

/** What codes say that come without a message of their own, besides the codes of problems. */
const english: Readonly<Record<string, string>> = {
  'project.secrecy-not-public': 'is not declared 公开 (public)',
  'record.secrecy-not-public': 'is not declared 公开 (public)',
  'value.alias': 'is stored as the value of the list that it stands for',
  'value.converted': 'is stored in the unit of the field',
  'domain.suggested': 'names no domain; the text suggests some, and nothing of it is stored',
  'mark.level': `carries a mark of secrecy; ${held}`,
  'mark.level-declared': `says in its text that it is secret; ${held}`,
  'mark.internal': `carries a mark of internal material; ${held}`,
  'mark.state-secret': `speaks of state secrets; ${held}`,
  'mark.defence-programme': `speaks of a defence programme; ${held}`,
  'mark.defence-number': `holds the number of a defence programme; ${held}`,
  'mark.foreign': `carries a foreign mark of secrecy; ${held}`,
};

/** @returns what a code of a report says in Chinese, undefined for a code that has no sentence of its own */
export function inChinese(code: string): string | undefined {
  return of(code, chinese, errorMessagesZh);
}

/** @returns the same in English; a message that comes with the code tells more */
export function inEnglish(code: string): string | undefined {
  return of(code, english, unreadableReasons, errorMessages);
}

function of(code: string, ...sentences: readonly Readonly<Record<string, string>>[]): string | undefined {
  return sentences.find((known) => Object.hasOwn(known, code))?.[code];
}

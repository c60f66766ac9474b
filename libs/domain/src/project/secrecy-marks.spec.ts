import fc from 'fast-check';
import { findSecrecyMarks } from './secrecy-marks';

describe('findSecrecyMarks', () => {
  it.each([
    ['机密★10年', ['mark.level']],
    ['（秘密）某型材料的制备', ['mark.level']],
    ['【内部】关于下达任务的通知', ['mark.level']],
    ['机 密 ★ 长期', ['mark.level']],
    ['機密★5年', ['mark.level']],
    ['本文件秘密 二十年', ['mark.level']],
    ['第一行\n秘密\n第三行', ['mark.level']],
    ['按绝密管理', ['mark.level']],
    ['属机密项目', ['mark.level']],
    ['商业秘密★5年', ['mark.level']],
    ['密级：秘密', ['mark.level-declared']],
    ['密级 为 机密', ['mark.level-declared']],
    ['内部资料，注意保管', ['mark.internal']],
    ['内部文件 严禁外传', ['mark.internal']],
    ['该成果涉及国家秘密', ['mark.state-secret']],
    ['部分数据涉密，已删减', ['mark.state-secret']],
    ['国防基础科研计划项目支持', ['mark.defence-programme']],
    ['源自武器装备预研重点课题', ['mark.defence-programme']],
    ['已申请国防专利2项', ['mark.defence-programme']],
    ['编号JCKY2016204A001', ['mark.defence-number']],
    ['９１４０Ａ０２０１０４１４ＨＴ', ['mark.defence-number']],
    ['SECRET//NOFORN', ['mark.foreign']],
    ['涉密，密级：机密★15年', ['mark.level', 'mark.level-declared', 'mark.state-secret']],
  ])('suspects %j', (text, codes) => {
    expect(findSecrecyMarks(text)).toEqual(codes);
  });

  it.each([
    '以技术秘密形式保护的配方，可签保密协议后提供样品',
    '商业秘密与专利组合布局',
    '面向机密计算的可信执行环境，保证数据机密性',
    '基于秘密共享的联邦学习协议，通信量降低40%',
    '加密芯片支持国密SM4算法',
    '本成果不涉密，可公开',
    '非涉密；不涉及国家秘密',
    '密级：公开',
    '可用于航空航天、军工、核电等领域',
    '获国家重点研发计划项目2099YFB2400001支持',
    '具备涉密资质的集成单位可直接采用',
    '内部资料室照明改造',
    '客户机密由托管方保管',
    '稳定运行10年',
  ])('leaves %j alone', (text) => {
    expect(findSecrecyMarks(text)).toEqual([]);
  });

  it('finds a mark wherever it stands in a text', () => {
    const text = fc.stringMatching(/^[\u4e00-\u4e10。，0-9 ]{0,20}$/);
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(findSecrecyMarks(`${before}机密★10年${after}`)).toContain('mark.level');
      }),
    );
  });
});

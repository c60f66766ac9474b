import { compareProjects, type DuplicateClass } from './compare-projects';
import { traitsOf, type ToldProject } from './project-traits';

type Told = Partial<ToldProject> & Pick<ToldProject, 'title' | 'summary'> & { readonly by?: string };
interface HardPair {
  readonly why: string;
  readonly isOne: boolean;
  readonly class: DuplicateClass;
  readonly a: Told;
  readonly b: Told;
}

/** Pairs written to deceive: of one series, of one title, in other words, in another language. Institutions, figures and numbers are made up. */
const pairs: readonly HardPair[] = [
  {
    why: 'one series, another cell size',
    isOne: false,
    class: 'none',
    a: {
      by: '青渡大学',
      title: '面向商用车的280Ah磷酸铁锂电芯长寿命设计技术',
      summary:
        '采用双层涂布与低膨胀石墨，280Ah方形电芯能量密度178Wh/kg，常温1C循环6200次后容量保持80%，已在两家物流车队装车340台。',
    },
    b: {
      by: '青渡大学',
      title: '面向储能的314Ah磷酸铁锂电芯长寿命设计技术',
      summary:
        '采用补锂正极与陶瓷隔膜，314Ah方形电芯能量密度186Wh/kg，0.5P循环11000次后容量保持76%，已在一座百兆瓦时电站投运。',
    },
  },
  {
    why: 'one series, anode and cathode',
    isOne: false,
    class: 'none',
    a: {
      by: '青渡大学',
      title: '固态电池正极界面包覆技术',
      summary: '以原子层沉积在高镍正极表面形成3nm铌酸锂层，界面阻抗由86Ω·cm2降至21Ω·cm2，0.3C循环450周保持88%。',
    },
    b: {
      by: '青渡大学',
      title: '固态电池负极界面包覆技术',
      summary:
        '在锂金属表面原位生成氟化锂与聚醚复合层，临界电流密度由0.6mA/cm2提高到2.4mA/cm2，对称电池稳定运行1350小时。',
    },
  },
  {
    why: 'one programme, two results of it',
    isOne: false,
    class: 'none',
    a: {
      by: '望川机械研究院',
      programmeNumbers: ['2021YFB3400102'],
      title: '五轴机床热误差补偿方法',
      summary: '布置12路温度传感器辨识热变形，主轴Z向热误差由46μm降到7μm，补偿周期0.2s，在三家模具厂验证。',
    },
    b: {
      by: '望川机械研究院',
      programmeNumbers: ['2021YFB3400102'],
      title: '五轴机床几何误差补偿方法',
      summary: '用激光跟踪仪一次装夹标定41项几何误差，空间定位误差由58μm降到14μm，标定时间由两天缩到3.5小时。',
    },
  },
  {
    why: 'one programme, two results told by one form with two figures in both: a person looks',
    isOne: false,
    class: 'likely',
    a: {
      by: '望川机械研究院',
      programmeNumbers: ['2021YFB3400102'],
      patents: ['ZL202110000011.3'],
      title: '高速电主轴轴承在线预紧装置',
      summary:
        '压电执行器调节预紧力50至900N，转速36000转时温升降低11℃，轴承寿命由8000小时提高到15000小时，完成样机三台。',
    },
    b: {
      by: '望川机械研究院',
      programmeNumbers: ['2021YFB3400102'],
      patents: ['ZL202110000027.8'],
      title: '高速电主轴轴承在线润滑装置',
      summary:
        '油气润滑按振动信号调节供油量，转速36000转时供油量减少38%，温升降低6℃，轴承寿命由8000小时提高到13000小时。',
    },
  },
  {
    why: 'one series, three generations of a sensor',
    isOne: false,
    class: 'none',
    a: {
      by: '衡岭传感技术研究所',
      title: '车用氢气浓度传感器（第一代）',
      summary: '催化燃烧原理，量程0至4%，响应时间3.2s，工作温度-30至85℃，寿命5年，已供货2600只。',
    },
    b: {
      by: '衡岭传感技术研究所',
      title: '车用氢气浓度传感器（第二代）',
      summary: '热导与半导体双原理，量程0至10%，响应时间1.1s，工作温度-40至105℃，抗硅中毒，已通过整车厂摸底。',
    },
  },
  {
    why: 'one title but for the place of its use, the method copied from the form',
    isOne: false,
    class: 'none',
    a: {
      by: '东篱水利科学研究院',
      title: '基于遥感的水库蓝藻水华预警系统',
      summary:
        '融合卫星影像与浮标监测数据，建立深度学习预报模型，在松涛水库连续运行两个汛期，提前5天预报准确率83.6%，覆盖水面134平方公里。',
    },
    b: {
      by: '东篱水利科学研究院',
      title: '基于遥感的河口赤潮预警系统',
      summary:
        '融合卫星影像与浮标监测数据，建立深度学习预报模型，在两处河口试运行一年，提前3天预报准确率76.2%，覆盖海域820平方公里。',
    },
  },
  {
    why: 'one lab, the same test conditions',
    isOne: false,
    class: 'none',
    a: {
      by: '沧屿涂层研究中心',
      title: '海上风电塔筒免打磨修补涂料',
      summary: '可带锈施工，附着力9.2MPa，3000小时盐雾无起泡，5℃可固化，已用于17台风机。',
    },
    b: {
      by: '沧屿涂层研究中心',
      title: '船舶压载舱无溶剂环氧涂料',
      summary: '一次成膜320微米，附着力7.5MPa，3000小时盐雾无起泡，挥发物含量低于60g/L，已涂装8条船。',
    },
  },
  {
    why: 'one lab, a process and the machine for it',
    isOne: false,
    class: 'none',
    a: {
      by: '砧岭金属研究院',
      title: '铝锂合金搅拌摩擦焊工艺',
      summary: '针对2195铝锂合金8mm板，焊速300mm/min，接头系数0.82，疲劳极限138MPa，用于贮箱纵缝。',
    },
    b: {
      by: '砧岭金属研究院',
      title: '铝锂合金搅拌摩擦焊装备',
      summary: '恒压力控制机头，最大顶锻力80kN，主轴转速3000转，跳动小于0.02mm，可焊最大直径3.35米环缝。',
    },
  },
  {
    why: 'one title of two institutes',
    isOne: false,
    class: 'none',
    a: {
      by: '青渡大学',
      title: '高性能碳纤维复合材料回收技术',
      summary: '微波热解结合水蒸气活化，回收纤维强度保持92%，长度不变，吨耗电1900kWh，建成300吨/年示范线。',
    },
    b: {
      by: '北浦理工学院',
      title: '高性能碳纤维复合材料回收技术',
      summary: '以乙酸—双氧水体系在110℃解聚环氧树脂，4小时解聚率97%，单丝强度保持95.5%，溶剂循环使用20次。',
    },
  },
  {
    why: 'one title of two institutes, one of them named by no more than a title',
    isOne: false,
    class: 'none',
    a: {
      by: '青渡大学',
      title: '智能网联汽车测试平台',
      summary: '建成封闭道路12公里、场景库4100条，支持车路协同与整车在环测试。',
    },
    b: {
      by: '海棠洲汽车研究院',
      title: '智能网联汽车测试平台',
      summary: '提供毫米波雷达暗室与驾驶模拟器，年服务企业60家，具备国家认可资质。',
    },
  },
  {
    why: 'the same figures of a standard at two institutes',
    isOne: false,
    class: 'none',
    a: {
      by: '云岫大学',
      title: '动力电池包防火隔热毯',
      summary: '玄武岩纤维与气凝胶复合，1000℃火焰烧蚀30分钟背温低于180℃，阻燃等级V-0，厚度2mm。',
    },
    b: {
      by: '东篱大学',
      title: '电池舱云母复合防火板',
      summary: '改性云母带层压成型，1000℃火焰烧蚀30分钟背温低于200℃，阻燃等级V-0，耐压3kV/mm。',
    },
  },
  {
    why: 'a university and another university whose name begins with it',
    isOne: false,
    class: 'none',
    a: {
      by: '青渡大学',
      title: '柔性钙钛矿光伏组件',
      summary: '卷对卷涂布，30cm×30cm组件效率17.8%，弯折5000次保持90%。',
    },
    b: {
      by: '青渡大学附属中学产业园',
      title: '柔性钙钛矿光伏组件封装胶膜',
      summary: '水汽透过率0.0008g/m2，层压温度95℃，老化1000小时黄变指数小于2。',
    },
  },
  {
    why: 'two results with one name of a method and one programme',
    isOne: false,
    class: 'none',
    a: {
      by: '望川科技大学',
      programmeNumbers: ['52075012345'],
      title: 'YOLOv8改进的铸件表面缺陷检测方法',
      summary: '引入可变形卷积，12类缺陷平均精度91.7%，每秒46帧，误检率1.3%。',
      keywords: ['缺陷检测', '深度学习'],
    },
    b: {
      by: '望川科技大学',
      programmeNumbers: ['52075012345'],
      title: 'YOLOv8改进的焊缝内部缺陷检测方法',
      summary: '面向X射线底片，6类缺陷平均精度88.4%，最小可检0.15mm，单张用时0.08秒。',
      keywords: ['缺陷检测', '深度学习', 'X射线'],
    },
  },
  {
    why: 'copied by an agency, a clause added',
    isOne: true,
    class: 'certain',
    a: {
      by: '嘉岭电化学研究所',
      title: '一种低温磷酸铁锂电解液及其制备方法',
      summary: '以乙酸甲酯为共溶剂，-20℃放电保持84.5%，1C循环2100次后保持91.3%，已供货38吨。',
    },
    b: {
      by: '嘉岭电化学研究所',
      title: '低温磷酸铁锂电解液制备技术',
      summary:
        '本所推介：以乙酸甲酯为共溶剂，-20℃放电保持84.5%，1C循环2100次后保持91.3%，已供货38吨。寻求电芯企业合作。',
    },
  },
  {
    why: 'another width and case of everything',
    isOne: true,
    class: 'certain',
    a: {
      by: '启衡电力电子研究院',
      title: '1200V SiC半桥模块双面散热封装',
      summary: '杂散电感4.6nH，热阻0.061K/W，功率循环15.2万次，已装车210台。',
    },
    b: {
      by: '启衡电力电子研究院 ',
      title: '１２００Ｖ ＳｉＣ 半桥模块双面散热封装技术',
      summary: '杂散电感4.6 nH、热阻0.061 K/W；功率循环152,000次；已装车210台。',
    },
  },
  {
    why: 'one programme number and one result, told shorter',
    isOne: true,
    class: 'certain',
    a: {
      by: '望川机械研究院',
      programmeNumbers: ['2021YFB3400102'],
      title: '五轴机床热误差补偿方法研究',
      summary: '布置12路温度传感器辨识热变形，主轴Z向热误差由46μm降到7μm，补偿周期0.2s，在三家模具厂验证。',
    },
    b: {
      by: '望川机械研究院',
      programmeNumbers: ['2021 YFB 3400102'],
      title: '五轴机床热误差补偿方法',
      summary: '热误差由46微米降到7微米，欢迎机床企业合作。',
    },
  },
  {
    why: 'one registration number, nothing else alike',
    isOne: true,
    class: 'certain',
    a: { title: '秸秆还田腐熟菌剂', registrationNumber: '3402023Y0178', summary: '复合菌系，低温启动，亩用量2公斤。' },
    b: {
      title: '让稻草十五天烂在地里',
      registrationNumber: '340-2023-Y-0178',
      summary: '某农科院的菌种，撒下去就行。',
    },
  },
  {
    why: 'copied with another patent: two results or one, a person looks',
    isOne: false,
    class: 'likely',
    a: {
      by: '恒川稀土研究院',
      patents: ['ZL202010000101.4'],
      title: '钕铁硼晶界扩散工艺',
      summary: '铽用量降低42%，矫顽力提高9.6kOe，片厚1.8mm，月产12吨。',
    },
    b: {
      by: '恒川稀土研究院',
      patents: ['ZL202210000533.9'],
      title: '钕铁硼晶界扩散工艺',
      summary: '铽用量降低42%，矫顽力提高9.6kOe，片厚1.8mm，月产12吨。',
    },
  },
  {
    why: 'copied by an agency that names no institution',
    isOne: true,
    class: 'likely',
    a: {
      by: '霁山氢能研究院',
      title: '70MPa车载储氢瓶口组合阀',
      summary: '集成电磁阀、减压与温度传感，-40℃无外漏，循环5.1万次，质量1.85kg，小批40套。',
    },
    b: {
      title: '70MPa车载储氢瓶口组合阀',
      summary: '集成电磁阀、减压与温度传感，-40℃无外漏，循环5.1万次，质量1.85kg，小批40套。',
    },
  },
  {
    why: 'told by the inventor in words of the street',
    isOne: true,
    class: 'likely',
    a: {
      by: '砧岭金属研究院',
      title: '汽车转向节半固态压铸成形技术',
      summary: '浆料固相率42%，铸件伸长率11.5%，抗拉强度325MPa，单件减重2.3kg，合格率96.4%，年产18万件。',
    },
    b: {
      by: '砧岭金属研究院',
      title: '把铝水搅成“冰沙”再压：转向节省料一斤多',
      summary:
        '我们做了二十年压铸。铝料半稀半稠地压进模，拉到325兆帕才断，延伸11.5%；每件轻了2.3公斤，一年干了十八万件，一百件里坏不了四件。',
    },
  },
  {
    why: 'told by a broker, numbers in words',
    isOne: true,
    class: 'likely',
    a: {
      by: '凌塘环境研究所',
      title: '印染废水臭氧催化深度处理成套装置',
      summary: '臭氧利用率93%，出水COD低于38mg/L，吨水电耗1.7kWh，处理规模8500吨/天，连续运行26个月。',
    },
    b: {
      by: '凌塘环境研究所',
      title: '染厂污水提标用的催化臭氧设备',
      summary: '经纪人走访所得：臭氧九成三都用上了，每吨水1.7度电，一天能处理八千五百吨，已经连开26个月没停。',
    },
  },
  {
    why: 'title of a paper and title of a product',
    isOne: true,
    class: 'likely',
    a: {
      by: '云岫大学',
      title: '基于光纤光栅的高铁轴承温度与应变分布式感知机理及解调',
      summary: '单纤串接64个测点，温度分辨0.12℃，应变分辨1.4με，解调频率2.5kHz，线路考核31万公里。',
      keywords: ['光纤光栅', '轴承', '高铁'],
    },
    b: {
      by: '云岫大学',
      title: '高铁轴承“光纤听诊器”',
      summary: '一根光纤串64个测点，每秒采2500次，温度分到0.12度，已随车跑了31万公里。',
      keywords: ['轴承', '状态监测'],
    },
  },
  {
    why: 'two channels, indicators apart from the summary',
    isOne: true,
    class: 'likely',
    a: {
      by: '东篱大学',
      title: '聚酰亚胺气凝胶连续化制备',
      summary: '解决超临界干燥间歇生产的难题，建成连续线，用于柔性隔热。',
      indicators: ['密度0.11g/cm3', '导热系数0.021W/(m·K)', '幅宽1.2m', '线速3.6m/min'],
    },
    b: {
      by: '东篱大学',
      title: '一种耐高温柔性隔热卷材',
      summary: '聚酰亚胺骨架，密度只有0.11g/cm³，导热0.021W/(m·K)，幅宽1.2米，每分钟出3.6米。',
    },
  },
  {
    why: 'the same words with most of the figures left out',
    isOne: true,
    class: 'likely',
    a: {
      by: '锦溪大学',
      title: '退役风机叶片热解回收玻璃纤维技术',
      summary:
        '两段回转窑低氧热解，先去除环氧再表面修复，纤维强度保持82%，吨处理成本640元，年处理6000吨，产品用于人造石与工程塑料增强。',
    },
    b: {
      by: '锦溪大学',
      title: '退役风机叶片热解回收玻璃纤维',
      summary: '两段回转窑低氧热解，先去除环氧再表面修复，产品用于人造石与工程塑料增强，愿与叶片拆解企业合作。',
    },
  },
  {
    why: 'figures rounded by whoever told it again: missed',
    isOne: true,
    class: 'none',
    a: {
      by: '锦溪大学',
      title: '微通道连续硝化反应装置',
      summary: '停留时间42s，收率98.3%，持液量1.6L，年产1200吨。',
    },
    b: {
      by: '锦溪大学',
      title: '把硝化釜换成一排细管子',
      summary: '反应不到一分钟，几乎没有副产物，锅里存料少，千吨级跑通了。',
    },
  },
  {
    why: 'translated, the institution by its credit code',
    isOne: true,
    class: 'likely',
    a: {
      institutionId: 'i-1',
      by: '青渡大学',
      language: 'zh',
      title: '无人机高光谱小麦条锈病早期诊断',
      summary: '显症前6天识别准确率91.4%，单株定位误差0.25米，三年监测3.8万亩，亩成本4.5元。',
    },
    b: {
      institutionId: 'i-1',
      by: 'Qingdu University',
      language: 'en',
      title: 'Early diagnosis of wheat stripe rust by UAV hyperspectral imaging',
      summary:
        'Infected plants are found 6 days before symptoms with an accuracy of 91.4%, located within 0.25 m; 38 thousand mu monitored at 4.5 yuan per mu.',
    },
  },
  {
    why: 'translated, the institution named in two languages',
    isOne: true,
    class: 'likely',
    a: {
      by: '望川微电子研究院',
      language: 'zh',
      title: '8英寸SiC衬底激光剥离技术',
      summary: '单片切割时间14分钟，材料损耗78μm，表面粗糙度1.9μm，已剥离SiC衬底2300片。',
    },
    b: {
      by: 'Wangchuan Institute of Microelectronics',
      language: 'en',
      title: 'Laser lift-off of 8-inch SiC substrates',
      summary:
        'One wafer takes 14 min with a kerf loss of 78 μm and a roughness of 1.9 μm; 2300 SiC wafers have been separated.',
    },
  },
  {
    why: 'two English results of one lab',
    isOne: false,
    class: 'none',
    a: {
      by: 'Example Institute of Lasers',
      language: 'en',
      title: 'Femtosecond laser drilling of cooling holes in turbine blades',
      summary: 'Holes of 0.45 mm with a recast layer below 2 μm are drilled in 38 s through a thermal barrier coating.',
    },
    b: {
      by: 'Example Institute of Lasers',
      language: 'en',
      title: 'Femtosecond laser texturing of cutting tools',
      summary: 'Grooves of 30 μm reduce the cutting force by 17% and extend the tool life from 55 min to 92 min.',
    },
  },
  {
    why: 'translated, but of another institute and another sample',
    isOne: false,
    class: 'none',
    a: {
      by: '北浦理工学院',
      language: 'zh',
      title: '8英寸SiC衬底激光剥离技术',
      summary: '单片切割时间21分钟，材料损耗120μm，表面粗糙度3.2μm。',
    },
    b: {
      by: 'Wangchuan Institute of Microelectronics',
      language: 'en',
      title: 'Laser lift-off of 8-inch SiC substrates',
      summary: 'One wafer takes 14 min with a kerf loss of 78 μm and a roughness of 1.9 μm.',
    },
  },
  {
    why: 'one lab, the platform and a device that came out of it, some figures in both',
    isOne: false,
    class: 'none',
    a: {
      by: '华汐半导体研究所',
      title: '车规级隧道磁阻电流传感芯片',
      summary: '带宽1.2MHz，零漂0.3%，隔离5kV，量程2000A，通过AEC-Q100，出货45万颗。',
    },
    b: {
      by: '华汐半导体研究所',
      title: '隧道磁阻晶圆溅射与退火工艺平台',
      summary: '8英寸晶圆磁阻率210%，面内均匀性1.8%，片间重复性2.6%，退火场1T，对外流片服务16家。',
    },
  },
];

const toTraits = ({ by, ...told }: Told) =>
  traitsOf({
    keywords: [],
    patents: [],
    language: 'zh',
    ...(by !== undefined && { institution: { name: by } }),
    ...told,
  });

describe('compareProjects on hard pairs', () => {
  it.each(pairs.map((pair) => [pair.why, pair] as const))('%s', (_why, pair) => {
    const [a, b] = [toTraits(pair.a), toTraits(pair.b)];
    const evidence = compareProjects(a, b);
    expect({ class: evidence.class, score: evidence.score }).toEqual({ class: pair.class, score: expect.any(Number) });
    expect(compareProjects(b, a)).toMatchObject({ class: evidence.class, score: evidence.score });
  });

  it('makes no pair certain that is not one project', () => {
    expect(pairs.length).toBeGreaterThanOrEqual(30);
    const certain = pairs.filter(({ a, b }) => compareProjects(toTraits(a), toTraits(b)).class === 'certain');
    expect(certain.filter(({ isOne }) => !isOne)).toEqual([]);
    expect(certain).toHaveLength(4);
  });
});

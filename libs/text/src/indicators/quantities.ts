/** Which way a quantity is wanted when a text does not say. */
export type Wanted = 'more' | 'less' | 'unknown';

interface Quantity {
  readonly name: string;
  readonly wanted: Wanted;
  /** Dimensions that it may have; any when empty. */
  readonly dimensions: readonly string[];
  /** Of many things in one text (成本, 厚度): the words beside it decide what it is of. */
  readonly isGeneric: boolean;
}

/**
 * Standard terms, a quantity a line: name, wanted (+ more, - less, ? unknown; ~ marks a generic one), dimensions (`*` any), and what else it is called,
 * Chinese and English. The longest term that a text holds counts.
 */
const table = `
回收率|+|percent|总回收率 回收效率 浸出率 提取率 萃取率 浸取率 提锂率|recovery rate;recovery;recovery efficiency;leaching efficiency;leaching rate;extraction rate;extraction efficiency
收率|+|percent|得率 产率 总收率 收得率 摩尔收率|yield;product yield;overall yield
成品率|+|percent|合格率 良率 良品率 通断良率 一次合格率 直通率 成材率 一次通过率 优等品率|qualification rate;pass rate;first-pass yield;qualified rate
转化率|+|percent||conversion;conversion rate
选择性|+|percent||selectivity
去除率|+|percent|脱除率 清除率 净化率 降解率 脱硫率 脱硝率 脱氮率 减排率 除尘效率 过滤效率 截留率|removal rate;removal efficiency;removal;degradation rate;rejection;filtration efficiency
纯度|+|percent|品位 主含量|purity
准确率|+|percent|正确率 命中率 识别率 识别准确率 检出率 检测率 召回率 灵敏度 特异性 特异度 精确率 预报率 复现率 覆盖率|accuracy;recall;precision;detection rate;sensitivity;specificity;hit rate;coverage
漏检率|-|percent|漏检 漏报率 漏判率 漏报|miss rate;missed detection rate;false negative rate
误报率|-|percent|误检率 误判率 误检 过杀率 过杀 虚警率 虚警 误剔率 误剔|false alarm rate;false positive rate;false alarms
缺陷率|-|percent|不良率 不合格率 报废率 废品率 破损率 碎片率 隐裂率 返修率 失效率 退货率 次品率 返工率 断丝率 断带率 气泡不良|defect rate;scrap rate;rejection rate;failure rate;breakage rate;return rate
保持率|+|percent|容量保持率 容量保留率 容量保持 放电容量保持率 载量保留 强度保持率 保留率 保持 剩 剩余|capacity retention;retention;retention rate;retains;retained;keep;keeps
首效|+|percent|首次效率 首次库仑效率 首次库伦效率 首圈效率|first-cycle efficiency;initial coulombic efficiency;first coulombic efficiency;initial efficiency
库仑效率|+|percent|库伦效率|coulombic efficiency;coulombic efficiencies
效率|+|percent|转换效率 峰值效率 满载效率 平均效率 热效率 能量效率 光电转换效率 发电效率 系统效率 传动效率 均效 综合效率|efficiency;conversion efficiency;peak efficiency;energy efficiency;power conversion efficiency
利用率|+|percent|材料利用率 资源化率 利用效率 稼动率 开机率 综合利用率|utilisation;utilization;utilisation rate
存活率|+|percent|成活率 活菌率 存活 细胞活率|survival rate;viability;survival
防效|+|percent|病穗防效 抑制率 抑菌率 杀菌率 灭活率 杀灭率 缓解率|control efficacy;efficacy;inhibition rate;inhibition
透过率|+|percent|透光率 透射率 可见光透过率|transmittance;light transmittance
延伸率|+|percent|断后伸长率 伸长率 断裂伸长率 断后延伸率|elongation;elongation at break
孔隙率|?|percent||porosity
含水率|-|percent|含水量 水分 水份 水含量|moisture content;water content;moisture
湿度|?|percent|相对湿度 环境湿度|humidity;relative humidity
固含量|?|percent|固含|solid content;solids content
残碱|-|percent|总残碱 残锂|residual lithium;residual alkali
杂质|-|percent density|杂质含量 杂质总量 总杂质 残留量 残留 残胶 残余量|impurities;impurity content;residue
氧含量|-|percent||oxygen content
含量|?~|percent density mol·m-3 kg-1·mol|浓度 质量浓度 质量分数 体积分数|content;concentration;mass fraction
偏差|-~|*|误差 波动 精度 定位误差 定位精度 测量误差 测量精度 不确定度 重复性 重复精度 重复定位精度 准确度 直线度 平面度 圆度 平行度 同轴度 批间偏差 偏差率 一致性偏差 极差 瓶间差 翘曲 漂移 零漂 变形 变形量 永久变形 翘曲度 跳动|error;deviation;uncertainty;positioning accuracy;repeatability;relative error;drift;measurement accuracy;positioning error;scatter
分辨率|?|*|空间分辨率 体素 分辨力|resolution;spatial resolution
损耗|-|percent power level voltage power-density dB·m-1 energy mass|损失 开关损耗 铁损 铁心损耗 线损 效率损失 搅油损失 容量损失 衰减 衰减率 容量衰减 电压衰减 压降 插损 插入损耗 热收缩 收缩率 膨胀率 膨胀 药损 自放电|loss;losses;switching loss;insertion loss;degradation;attenuation;shrinkage;fade;capacity fade;decay
成本|-~|money|费用 造价 单价 价格 售价 增加成本 新增成本 处理成本 生产成本 加工费 加工成本 原料成本 制造成本 处理费 加价 吨成本 材料成本 综合成本 运行成本 运营成本 物料成本 设备成本 吨粉成本 度电成本 亩均成本 维修费 匣钵费用 净成本 增加物料 刀具费 药剂费|cost;costs;price;unit cost;material cost;production cost;treatment cost
能耗|-|*|电耗 吨电耗 综合能耗 单位能耗 耗电 耗电量 用电 蒸汽用量 汽耗 煤耗 气耗 油耗 水耗 用水量 用气 吨铝用气 耗水 吨水电耗 能源消耗 直流电耗 天然气耗量|energy consumption;power consumption;electricity consumption;energy use;fuel consumption;specific energy consumption
用量|-~|*|消耗量 耗量 添加量 添加 掺量 投加量 药耗 耗银 银耗 铂载量 铂总载量 总载量 碳纤维用量 用油量 剂量 单次剂量 补钌|dosage;consumption;usage;loading
排放|-|*|排放量 排放浓度 非甲烷总烃 氮氧化物 二氧化硫 颗粒物浓度 粉尘浓度 碳排放 碳排放量 VOCs 出水COD COD 氨氮 总氮 总磷|emissions;emission;nox;carbon emissions
能量密度|+|energy-density pressure|质量能量密度 体积能量密度 比能量 系统能量密度|energy density;specific energy
功率密度|+|*|比功率 体积功率密度|power density;specific power
比容量|+|specific-capacity|克容量 可逆容量 放电容量 放电比容量 可逆比容量 首次放电容量|specific capacity;reversible capacity;discharge capacity;capacity
面容量|+|areal-capacity||areal capacity
压实密度|+|density|粉体压实 压实 极片压实 压实密|compaction density;electrode density;compacted density;tap density;press density
密度|?|density|松密度 堆积密度 振实密度 体积密度|density
面密度|?|mass-per-area||areal density;areal mass
循环寿命|+|cycles time|循环次数 压力循环 循环|cycle life
寿命|+~|cycles time count length|使用寿命 机械寿命 耐久 刃磨寿命 刀具寿命 额定寿命 疲劳寿命 平均寿命 存储期 储存期 保质期 货架期 质保 连续运行 稳定运行 无故障运行 平均无故障时间 MTBF 累计运行 运行时间|service life;lifetime;life;shelf life;mtbf;durability
离子电导率|+|conductivity|室温离子电导率 室温电导率 锂离子电导率|ionic conductivity;lithium-ion conductivity
电导率|+|conductivity|导电率|electrical conductivity;conductivity
电阻率|?|resistivity resistance|体积电阻率 方阻 方块电阻|resistivity;sheet resistance
接触电阻|-|resistance *|单片接触电阻|contact resistance;interfacial resistance
内阻|-|resistance|直流内阻 阻抗|internal resistance;impedance
绝缘电阻|+|resistance||insulation resistance
导热系数|?|thermal-conductivity|导热率 热导率 导热|thermal conductivity
热阻|-|*||thermal resistance
抗拉强度|+|pressure|拉伸强度 常温抗拉 抗拉 断裂强度|tensile strength;ultimate tensile strength
屈服强度|+|pressure||yield strength;yield stress
抗压强度|+|pressure|压缩强度|compressive strength
抗弯强度|+|pressure|弯曲强度 抗折强度 抗弯 抗折|flexural strength;bending strength
剪切强度|+|pressure|粘接强度 剥离强度 结合强度 附着力 键合强度|shear strength;bond strength;adhesion strength;peel strength
强度|+|pressure|静强度|strength
模量|?|pressure|弹性模量 杨氏模量 拉伸模量|modulus;young's modulus;elastic modulus
硬度|?|*||hardness
爆破压力|+|pressure|爆破压|burst pressure
压力|?~|pressure|工作压力 气压 开启压力|pressure
冲击韧性|+|*|断裂韧性 冲击吸收能量 冲击强度|fracture toughness;impact strength;toughness
工作温度|?|temperature|使用温度 工作温度范围 温度范围 运行温度 耐温 环境温度|operating temperature;working temperature;temperature range;service temperature
温升|-|temperature|端子温升|temperature rise
温差|-|temperature|全柜温差 芯间温差|temperature difference
露点|?|temperature||dew point
熔点|?|temperature|闪点 玻璃化温度 熔化温度|melting point;flash point
温度|?~|temperature|退火温度 烧结温度 反应温度 处理温度 结温|temperature;annealing temperature
粒径|?|length|平均粒径 粒度 中值粒径 D50 颗粒尺寸 最大残留颗粒 晶粒尺寸|particle size;grain size;mean particle size
粗糙度|-|length number|表面粗糙度 表面Ra Ra|surface roughness;roughness
厚度|?~|length|膜厚 总厚 隔热层厚度 涂层厚度 壁厚 绝缘厚|thickness
直径|?~|length|孔径 外径 内径 线径|diameter;pore size
毛刺|-|length||burr;burr height
长度|?~|length|管长 轴向长 宽度 幅宽 高度|length;width;height
比表面积|?|*|比表面|specific surface area;surface area
重量|-~|mass|总重 整重 增重 新增重量 质量 重|weight;mass
体积|-~|volume||volume
储氢密度|+|percent *|质量储氢密度 储氢量|hydrogen storage density;hydrogen storage capacity
响应时间|-|time|响应 接合响应 碰撞响应 停机时间 动作时间 切换时间 响应速度 开通时间 上升时间|response time;response;settling time;rise time
检测时间|-|time|单次检测 检测周期 测试周期 检测用时 推理时间 单件推理|detection time;test time;inference time
节拍|-|time|生产节拍 单颗节拍 单件节拍|takt time;cycle time
时间|?~|time|反应时间 提取时间 烧结时间 充电时间 恢复时间 处理时间 固化时间 重排时间 复溶时间 周期 生产周期 研发周期 整改周期 交期 工期 延迟 时延 换型|time;latency;delay;processing time;charging time;lead time
产能|+~|mass-per-time count-per-time count mass volume-per-time area *|年产 年产能 产量 日产 月产 日产量 单釜日产 处理量 日处理 日处理量 年处理 年处理量 处理能力 产出 日均产量 生产能力 规模 批量|capacity;throughput;output;production capacity;annual output
亩产|+|*|单产 产量|yield per hectare
速度|+~|*|车速 涂布车速 焊速 打印速度 线速 扫描速度 生长速率 沉积速率 速率 焊接速度 进给速度|speed;rate;velocity;scanning speed
流量|?|volume-per-time mass-per-time|透气|flow rate;flow
转速|?|rotation|最高转速 额定转速|rotational speed;speed
扭矩|?|energy|转矩 峰值扭矩 堵转转矩|torque
拖曳转矩|-|energy|拖滞力矩|drag torque
功率|?|power|额定功率 峰值功率 输出功率 饱和功率 持续功率|power;output power;rated power;peak power
制热量|+|power|制冷量 制热|heating capacity;cooling capacity
能效比|+|number ratio|COP 制热COP 性能系数|cop;coefficient of performance
载荷|+|force mass|承载力 额定动载 动载 推力 夹紧力 负载|load capacity;payload;thrust
噪声|-|level *|噪音 整机噪声|noise;noise level
信噪比|+|level||signal-to-noise ratio;snr
增益|+|level||gain
检出限|-|*|检测限 检测下限 最低检测限 最低检出限 定量限|detection limit;limit of detection;lod
探测距离|+|length|感知距离 作用距离 通信距离 识别距离 测量距离 目标探测|detection range;range;working distance
续航|+|length time|续航里程 续驶里程|driving range;endurance
频率|?|frequency|工作频率 频段 谐振频率|frequency
带宽|+|frequency bit-rate|传输速率 吞吐量|bandwidth;data rate
电压|?~|voltage|工作电压 额定电压 平均电压 开路电压|voltage;operating voltage;open-circuit voltage
击穿电压|+|voltage|局放起始电压 耐压 击穿场强|breakdown voltage;withstand voltage
电流|?~|current|额定电流 短路电流|current;rated current
电流密度|?|current-density||current density
粘度|?|viscosity *|黏度|viscosity
线宽|-|length|键合节距 节距 最小线宽|line width;pitch;linewidth
误差率|-|percent|词错率 错误率 误码率 残差|error rate;word error rate;bit error rate
球形度|+|number percent||sphericity
压缩比|?|number ratio||compression ratio
`;

const quantities = new Map<string, Quantity>();
const byTerm = new Map<string, Quantity[]>();
for (const line of table.trim().split('\n')) {
  const [name = '', wanted = '', dimensions = '', chinese = '', english = ''] = line.split('|');
  const quantity: Quantity = {
    name,
    wanted: wanted.startsWith('+') ? 'more' : wanted.startsWith('-') ? 'less' : 'unknown',
    dimensions: dimensions.includes('*') ? [] : dimensions.split(' '),
    isGeneric: wanted.endsWith('~'),
  };
  quantities.set(name, quantity);
  for (const term of [name, ...chinese.split(' '), ...english.split(';')]) {
    const folded = term.trim().toLowerCase();
    if (folded !== '') byTerm.set(folded, [...(byTerm.get(folded) ?? []), quantity]);
  }
}

/** Terms by their first character, the longest first. */
const byInitial = new Map<string, string[]>();
for (const term of [...byTerm.keys()].sort((a, b) => b.length - a.length))
  byInitial.set(term[0] ?? '', [...(byInitial.get(term[0] ?? '') ?? []), term]);

/** A term of a known quantity in a text. */
export interface FoundQuantity {
  readonly quantity: string;
  readonly start: number;
  readonly end: number;
}

/** Finds the terms of known quantities that may have a dimension. @param text in small letters */
export function findQuantities(text: string, dimension: string, isChange: boolean): readonly FoundQuantity[] {
  const found: FoundQuantity[] = [];
  for (let start = 0; start < text.length; start += 1) {
    const term = byInitial
      .get(text[start] ?? '')
      ?.find((known) => text.startsWith(known, start) && isWhole(text, start, known));
    if (term === undefined) continue;
    const end = start + term.length;
    const fitting = byTerm.get(term)?.find((quantity) => canHave(quantity, dimension, isChange));
    if (fitting !== undefined) found.push({ quantity: fitting.name, start, end });
    start = end - 1;
  }
  return found;
}

/** Latin terms are whole words. */
function isWhole(text: string, start: number, term: string): boolean {
  return (
    !/^[a-z]/.test(term) || !(/[a-z]/.test(text[start - 1] ?? '') || /[a-z]/.test(text[start + term.length] ?? ''))
  );
}

function canHave({ dimensions }: Quantity, dimension: string, isChange: boolean): boolean {
  if (dimensions.length === 0 || dimensions.includes(dimension)) return true;
  return dimensions.includes('money')
    ? dimension.includes('yuan') || isMoney(dimension) || isChange
    : isChange && dimension === 'percent';
}

/** @returns whether a dimension is of money, by itself or for an amount of something */
export const isMoney = (dimension: string): boolean => dimension.startsWith('money') || dimension.includes('yuan');

/** Quantities that a dimension names by itself. */
const ofDimension: Readonly<Record<string, string>> = {
  'specific-capacity': '比容量',
  'areal-capacity': '面容量',
  'energy-density': '能量密度',
  conductivity: '电导率',
  'thermal-conductivity': '导热系数',
  viscosity: '粘度',
  rotation: '转速',
  'current-density': '电流密度',
};

/** @returns the quantity that figures of a dimension usually are of, or undefined */
export const quantityOfDimension = (dimension: string): string | undefined => ofDimension[dimension];

/** @returns which way a quantity is wanted where the text does not say; `unknown` for one that is not in the table */
export const wantedOf = (quantity: string): Wanted => quantities.get(quantity)?.wanted ?? 'unknown';

/** @returns whether a name is one of the table's */
export const isKnownQuantity = (quantity: string): boolean => quantities.has(quantity);

/** @returns whether figures of a quantity tell of one another only when the words beside it agree */
export const isGenericQuantity = (quantity: string): boolean => quantities.get(quantity)?.isGeneric ?? true;

/**
 * Words by which a text shows that it belongs to a domain of SEI 2018 (level 2), in Chinese and English, beyond the names and the phrases in which
 * hosts name it. This project's own list, written from what the classes of the official list take in. What a sub-domain of HTE 2016 has of its own stands
 * in `sub-domain-words.ts`.
 */
export const domainWords: Readonly<Record<string, string>> = {
  '1.1':
    '基站、天线、射频、交换机、路由器、光模块、光纤、光缆、毫米波、通感一体、核心网、通信协议、信道、调制、base station、antenna、wireless communication、optical fibre、router、millimetre wave',
  '1.2':
    '芯片、晶圆、封装、光刻、刻蚀、薄膜晶体管、功率半导体、MOSFET、IGBT、射频器件、互连、键合、硅片、存储器、探针卡、显示面板、OLED、Micro-LED、传感芯片、调制器、衬底、外延、chip、wafer、semiconductor、lithography、photoresist、transistor、packaging、interposer、display panel、photonic integrated circuit、epitaxy',
  '1.3':
    '软件、仿真软件、求解器、几何内核、CAD、CAE、数据库、操作系统、中间件、排产、ERP、MES、隐私计算、联邦学习、加密、身份认证、漏洞、区块链、software、solver、database、operating system、scheduling、encryption、federated learning',
  '1.4':
    '大数据、云平台、数据湖、数据治理、时序数据、分布式存储、数据中心、查询引擎、数据压缩、推荐、big data、cloud computing、data platform、data centre',
  '1.5':
    '人工智能、深度学习、神经网络、大语言模型、知识图谱、问答、缺陷检测、小样本、图像识别、目标检测、语义分割、强化学习、扩散模型、多模态、检索增强、异常检测、点云、语音识别、deep learning、neural network、large language model、machine vision、knowledge graph、object detection、self-supervised、reinforcement learning',
  '2.1':
    '机床、主轴、刀具、切削、铣削、磨削、加工中心、数控系统、丝杠、导轨、轴承、齿轮、谐波减速器、机械臂、关节、力控、协作机器人、故障诊断、测量仪、标定、光栅尺、激光加工、激光熔融、三维打印、粉末床、装配线、传感器、machine tool、spindle、cutting tool、milling、grinding、robot、gripper、gear、bearing、metrology、encoder、calibration、laser powder bed fusion、additive manufacturing、fault diagnosis',
  '2.2':
    '飞机、飞行器、机翼、蒙皮、涡轮叶片、气膜孔、旋翼、机载、适航、航电、防除冰、起降、飞控、空域、低空、叠层制孔、aircraft、wing、turbine blade、rotor、airworthiness、UAV、drone、flight control、avionics',
  '2.3':
    '卫星、星座、低轨、在轨、航天器、火箭、推力器、电推进、星间、太阳翼、星载、载荷、导航定位、北斗、遥感影像、测控、satellite、low Earth orbit、spacecraft、thruster、navigation signal、remote sensing、launch vehicle',
  '2.4':
    '列车、地铁、高铁、轨道、转向架、受电弓、接触网、钢轨、轮对、车轮、隧道、编组站、信号系统、牵引、道岔、train、railway、metro、bogie、pantograph、rail、wheelset',
  '2.5':
    '海洋、水下、深海、平台、系泊、半潜、船体、船舶、螺旋桨、潜水器、海底、钻井、海缆、重防腐、海水、subsea、offshore platform、mooring、ship hull、underwater vehicle、propeller、deep sea、marine',
  '3.1':
    '钢材、钢板、不锈钢、轴承钢、模具钢、硅钢、电工钢、合金钢、炼钢、连铸、轧制、高强钢、耐蚀钢、steel、stainless steel、rolling、continuous casting、electrical steel',
  '3.2':
    '铝合金、镁合金、钛合金、铜合金、高温合金、稀土永磁、钕铁硼、永磁材料、靶材、硬质合金、钨、钼、锆合金、晶界扩散、熔炼、压铸、锻造、板材、aluminium alloy、magnesium alloy、titanium alloy、copper alloy、rare-earth magnet、superalloy、permanent magnet',
  '3.3':
    '聚合物、树脂、尼龙、聚酰胺、聚氨酯、聚乳酸、聚烯烃、聚醚醚酮、环氧、胶粘剂、涂料、弹性体、膜材料、薄膜、聚合、催化剂、加氢、单体、溶剂、助剂、添加剂、表面活性剂、降解、polymer、resin、polyamide、polyurethane、elastomer、adhesive、coating、catalyst、monomer、biodegradable plastic',
  '3.4':
    '氮化硅陶瓷、碳化硅陶瓷、氧化铝、氧化锆、陶瓷基板、烧结、压敏电阻、玻璃、增透膜、石英、耐火、水泥、混凝土、晶体、流延、ceramic、silicon nitride、sintering、glass、refractory、cement、varistor、single crystal',
  '3.5':
    '碳纤维、芳纶、玻璃纤维、预浸料、复材、层合板、纤维增强、编织、树脂基、玄武岩纤维、超高分子量聚乙烯纤维、carbon fibre、composite laminate、prepreg、aramid、fibre reinforced',
  '3.6':
    '石墨烯、纳米管、纳米粒子、超导、液态金属、超材料、气凝胶、形状记忆、量子点、二维材料、智能材料、金属粉末、高熵合金、graphene、carbon nanotube、superconductor、metamaterial、aerogel、quantum dot、two-dimensional material',
  '3.7':
    '材料数据库、材料基因、标准样品、材料表征服务、材料计量、失效分析服务、materials testing service、materials database',
  '4.1':
    '药物、制剂、缓释、微球、抗体、蛋白、疫苗、佐剂、原料药、中间体、手性、结晶、提取、饮片、配方颗粒、给药、肿瘤、靶点、纯化、层析、细胞培养、核酸药物、drug、antibody、vaccine、adjuvant、formulation、controlled release、pharmaceutical、herbal medicine、protein purification、microneedle',
  '4.2':
    '患者、临床、手术、植入、支架、导管、球囊、介入、磁共振、超声、CT、X射线、内窥镜、呼吸机、监护、康复、外骨骼、假肢、血栓、检测试剂、试纸、化学发光、核酸检测、微流控、基因芯片、骨科、牙科、敷料、假体、patient、implant、stent、catheter、medical imaging、MRI、ultrasound imaging、prosthetic、diagnostic、rehabilitation、surgical、biosensor、immunoassay',
  '4.3':
    '作物、小麦、水稻、玉米、花生、种子、育种、病虫害、农药、肥料、土壤、养殖、仔猪、家禽、饲料、兽药、温室、果园、植保、拖拉机、盐碱地、crop、wheat、rice、citrus、breeding、pesticide、fertiliser、livestock、poultry、feed、greenhouse、plant disease',
  '4.4':
    '生物柴油、燃料乙醇、纤维素乙醇、生物航煤、微藻燃料、沼气提纯、成型燃料、biodiesel、bioethanol、biofuel、sustainable aviation fuel',
  '4.5':
    '发酵、菌株、酶、酶法、益生菌、淀粉、蛋白粉、食品、保鲜、酿酒、代谢工程、底盘细胞、生物基、甜味剂、提取物、食品添加剂、fermentation、enzyme、strain、probiotic、food、starch、synthetic biology、bio-based',
  '5.1':
    '整车、车身、底盘、电动汽车整车、重卡、客车、整车控制、能量管理、混合动力、增程、车辆平台、线控、域控制器、electric vehicle、hybrid vehicle、vehicle platform、vehicle body、truck、bus',
  '5.2':
    '动力电池、电芯、正极、负极、三元、磷酸铁锂、电解液、隔膜、硅碳、锂金属、固态电解质、电池包、热失控、电池管理、BMS、荷电状态、驱动电机、电机控制器、逆变器、永磁电机、扁线、电驱、减速箱、油冷、线束、极片、极耳、铜箔、涂布、高镍、集流体、补锂、车用、车规级、800V、车载电源、车载充电机、高压连接器、直流继电器、熔断器、母排、定子、转子、电机铁心、电池托盘、一体化压铸、热管理、制动、卡钳、转向、悬架、膜电极、双极板、质子交换膜、燃料电池堆、储氢瓶、车载、lithium-ion battery、cathode、anode、electrolyte、separator、battery pack、battery management、state of charge、thermal runaway、traction motor、inverter、fuel cell stack、bipolar plate、membrane electrode assembly、brake',
  '5.3':
    '充电、快充桩、充电站、换电站、充电枪、无线充电、加氢、充电模块、锁止、液冷充电、charging station、charging pile、battery swapping、wireless charging、hydrogen refuelling',
  '5.4':
    '梯次利用、退役电池分选、电池健康评估、车联网数据、二手车评估、车辆监管平台、监管数据、充电运营、车辆检测、battery health、fleet data、second-life battery、vehicle data platform',
  '6.1':
    '核电、反应堆、核燃料、包壳、蒸汽发生器、压力容器、乏燃料、堆芯、核岛、中子、热管堆、聚变、nuclear reactor、nuclear fuel、cladding、steam generator、neutron、fusion',
  '6.2':
    '风机、风电机组、叶片、塔筒、变桨、偏航、风电齿轮箱、机舱、漂浮式、风场、尾流、雨蚀、wind turbine、wind farm、pitch control、nacelle、floating wind',
  '6.3':
    '光伏、电池片、组件、晶硅、异质结、TOPCon、钙钛矿、叠层电池、银浆、栅线、钝化、胶膜、支架、逆变、光热、聚光、定日镜、硅棒、直拉单晶、photovoltaic、solar cell、perovskite、heterojunction、module、Czochralski silicon、concentrated solar',
  '6.4':
    '氢能、制氢、电解水、储氢、固体氧化物、燃料电池热电联供、生物质、秸秆、沼气、厌氧、气化、地热、潮汐、波浪能、hydrogen production、electrolyser、hydrogen storage、biomass、anaerobic digestion、gasification、geothermal、tidal、solid oxide',
  '6.5':
    '电网、储能、储能电站、变流器、构网、配电网、断路器、变压器、开关柜、环网柜、输电线路、继电保护、接地、电能质量、直流、虚拟电厂、需求响应、液流电池、压缩空气储能、台区、power grid、energy storage、converter、grid-forming、circuit breaker、transformer、transmission line、distribution network、demand response、flow battery',
  '7.1':
    '节能、余热、热泵、锅炉、换热器、燃烧器、蓄热、空压机、能耗、能效、保温、绿色建筑、电机节能、变频、有机朗肯循环、相变储热、waste heat、heat pump、heat exchanger、boiler、energy saving、organic Rankine cycle、insulation、compressed air',
  '7.2':
    '废水、污水、废气、烟气、脱硫、脱硝、除尘、碳捕集、吸附、膜分离、纳滤、反渗透、氨氮、脱氮、污泥、恶臭、VOCs、土壤修复、地下水、重金属、噪声、监测站、除氟、高级氧化、wastewater、flue gas、adsorption、membrane、nanofiltration、denitrification、carbon capture、sludge、odour、soil remediation、groundwater',
  '7.3':
    '回收、再生、退役、废旧、固废、尾矿、赤泥、粉煤灰、飞灰、废塑料、解聚、拆解、黑粉、浸出、综合利用、选矿、再制造、垃圾、海水淡化、recycling、recovery、waste、spent battery、tailings、depolymerisation、leaching、residue、remanufacturing、desalination',
  '8.1':
    '虚拟现实、头显、全息、摄影机、舞台、音响、投影、裸眼三维、沉浸式、录音、灯光、virtual reality、augmented reality、head-mounted display、hologram、stage lighting、projector',
  '8.2':
    '文物、博物馆、数字化保护、动画、游戏、影视、渲染、三维重建、数字人、非遗、出版、museum、cultural heritage、animation、game、film、rendering、digital human',
  '8.3':
    '工业设计、造型、人机工程、服装设计、建筑设计、包装设计、方案设计、industrial design、ergonomics、product styling、architectural design',
  '8.4':
    '元宇宙、文旅、景区、导览、数字展馆、在线教育、体育赛事、直播、tourism、exhibition、metaverse、online education、live streaming',
  '9.1':
    '检测服务、认证、标准、技术转移、孵化、专利、知识产权、研发外包、评价服务、成果转化、testing service、certification、standards、technology transfer、intellectual property',
  '9.2': '物流、供应链、仓储、支付、金融、会展、航空物流、融资、logistics、supply chain、warehouse、payment、finance',
};

/** How much of an HTE sub-domain lies within an SEI domain: `core` as a rule all of it, `part` only some. */
export type CrosswalkStrength = 'core' | 'part';

interface CrosswalkRow {
  /** Codes of HTE level 3, blanks between; `10401-10409` stands for all that exist from one to the other. */
  readonly core: string;
  readonly part: string;
}

/**
 * SEI 2018 (level 2) ↔ HTE 2016 (level 3). This project's own reading of the two lists, of 2026-11-25; neither authority has published such a
 * table. HTE 2016 names no field for artificial intelligence, new materials services, charging facilities or car services: there only parts.
 */
export const seiHteCrosswalk: Readonly<Record<string, CrosswalkRow>> = {
  '1.1': { core: '10301-10304 10401-10405 10407-10409 10503 10504 10507', part: '10406 10505 10701 10704' },
  '1.2': { core: '10201-10206 10601-10607 40106 40107 40502 80301 80305 80405', part: '10804 40202 40503' },
  '1.3': { core: '10101-10106 10108-10110 10112 10701-10708 50303', part: '10107 10111 10801-10803 80101-80104' },
  '1.4': { core: '10107 10111 10410 50301 50302 50601', part: '10110 10112 10304 50602 50701 50702' },
  '1.5': { core: '', part: '10104 10105 50302 50303 50701 80402' },
  '2.1': {
    core: '80101-80105 80302-80304 80401-80404 80406 80407 80501 80503 80504',
    part: '10102 10103 20404 80301 80305 80405 80502',
  },
  '2.2': { core: '30101-30106', part: '' },
  '2.3': { core: '10406 30201-30208', part: '10106' },
  '2.4': { core: '10805 10806 80705', part: '10801 10803' },
  '2.5': { core: '80802', part: '60104 80801' },
  '3.1': { core: '40101', part: '40104 40105' },
  '3.2': { core: '40102 40103', part: '40104 40105' },
  '3.3': { core: '40301-40303 40305 40306 40501 40504', part: '40205 40502 40503 20601' },
  '3.4': { core: '40201-40203', part: '40107 40204' },
  '3.5': { core: '40304', part: '30104 30206 40105 40201' },
  '3.6': { core: '40104', part: '40108 40405 40503 80406' },
  '3.7': { core: '', part: '50101 50201' },
  '4.1': { core: '20101 20102 20104 20105 20201-20204 20301-20305 20401-20404', part: '20103 20106 20602-20604' },
  '4.2': { core: '20103 20501-20506 40401-40408', part: '20106 50703' },
  '4.3': { core: '20701-20703', part: '20605 20704 20705' },
  '4.4': { core: '60103', part: '20601 20602 70305' },
  '4.5': { core: '20106 20601-20604', part: '20605 20606 40305' },
  '5.1': { core: '80703', part: '80701 80704' },
  '5.2': { core: '60302 60303 80702', part: '10603 10804 40108 40204 60301 60304 80701 80703 80704' },
  '5.3': { core: '', part: '60202 60302 80603 80704' },
  '5.4': { core: '', part: '10803 50201 70306' },
  '6.1': { core: '60201 70402 70806', part: '70805' },
  '6.2': { core: '60102', part: '80601' },
  '6.3': { core: '60101', part: '40106 40203 40204 80601' },
  '6.4': { core: '60103 60104 60202', part: '60405' },
  '6.5': { core: '60404 60407 80601-80605', part: '40107 40108 60301 60302 60304' },
  '7.1': { core: '60401-60403 60405-60408', part: '10601 40204 60404 80502' },
  '7.2': {
    core: '40205 70101-70104 70106 70201-70205 70301 70303 70401 70501-70504 70701-70703',
    part: '20705 70105 70305 70402 80303',
  },
  '7.3': { core: '70105 70302-70306 70802-70804', part: '40305 70801 70807 80407' },
  '8.1': { core: '10501 10506 10509', part: '10502 10507 10607 40601 40603 40604' },
  '8.2': { core: '50801 50802', part: '10105 10508 50803' },
  '8.3': { core: '50102', part: '10103 50801' },
  '8.4': { core: '50803 50804', part: '10508 50702 50704 50802' },
  '9.1': { core: '50101 50201 50202', part: '' },
  '9.2': { core: '', part: '30106 50602 50704' },
};

/** Sub-domains of HTE 2016 that no SEI domain takes in, and why. */
export const hteWithoutSei: ReadonlyMap<string, string> = new Map([
  ['40602', 'materials for the fine arts: no strategic emerging industry'],
  ['40605', 'conservation of relics: no strategic emerging industry'],
  ['80201', 'safety in mines: SEI 2018 has no industry of safety and emergencies'],
  ['80202', 'safety with dangerous chemicals: SEI 2018 has no industry of safety and emergencies'],
  ['80203', 'prevention of other accidents: SEI 2018 has no industry of safety and emergencies'],
  ['80901', 'musical instruments: no strategic emerging industry'],
  ['80902', 'printing: no strategic emerging industry'],
]);

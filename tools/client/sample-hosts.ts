/** A host of the sample; its enterprises and demands have identifiers that begin with the letter. */
export interface SampleHost {
  readonly letter: string;
  readonly organisation: { readonly name: string; readonly kind: 'host'; readonly regionCode: string };
}

const host = (letter: string, name: string, regionCode: string): SampleHost => ({
  letter,
  organisation: { name, kind: 'host', regionCode },
});

/** The hosts of the sample, all fictional; the first one holds the roadshow of the demo. */
export const sampleHosts = [
  host('T', '澜江高新技术产业开发区管理委员会', '340200'),
  host('A', '蜀澄高新技术产业开发区管理委员会', '510100'),
  host('B', '澄泾市科学技术局', '320500'),
  host('C', '洛澧国家自主创新示范区管理委员会', '410300'),
] as const;

const folder = 'samples/files';

/** Files of projects as people send them: NDJSON in gzip, a workbook, and a CSV of a Chinese Windows. */
export const sampleProjectFiles = ['projects-energy.ndjson.gz', 'projects-equipment.xlsx', 'projects-life.csv'].map(
  (name) => `${folder}/${name}`,
);

/** The two files that a host of the sample brings in. */
export const sampleFilesOf = ({
  letter,
}: Pick<SampleHost, 'letter'>): { readonly enterprises: string; readonly demands: string } => ({
  enterprises: `${folder}/enterprises-${letter}.csv`,
  demands: `${folder}/demands-${letter}.xlsx`,
});

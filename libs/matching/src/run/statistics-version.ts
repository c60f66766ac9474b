/** Corpus statistics in force, `models/corpus-statistics/<version>.tsv.gz`. A new version is put in force here, deliberately. */
export const statisticsVersion = '2';

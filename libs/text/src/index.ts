export * from './analyse';
export * from './corpus-statistics';
export * from './detect-language';
export * from './normalise';
export * from './tokeniser';

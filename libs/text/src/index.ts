export * from './analyse';
export * from './corpus-statistics';
export * from './detect-language';
export * from './fold-for-search';
export * from './highlight';
export * from './normalise';
export * from './search-terms';
export * from './tokeniser';

export * from './reference-library-scorer';
export * from './statistics-source';

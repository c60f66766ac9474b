export * from './http-library-scorer';
export * from './scorer-listener';

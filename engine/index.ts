// AssemblyScript. The module: what the program may call. Every function has a plain twin in src/engine/plain.
export * from './layout';
export * from './prefilter';
export * from './tree';

// AssemblyScript. The module: what the program may call. Every function has a plain twin in src/engine/plain.
export * from './delta';
export * from './inflate';
export * from './layout';
export * from './prefilter';

/** The configuration where there is no file. */
import type { Config } from './read-config.ts';

export const NO_CONFIG: Config = {
  path: null,
  options: {},
  allow: [],
  detectors: [],
  patterns: [],
  labels: [],
  maps: [],
  zones: [],
  verifyHosts: new Map(),
  isAsked: false,
  partners: [],
  regimes: [],
  credential: null,
  disabled: [],
  problems: [],
};

/** What is said of a store of private keys: that it is one, and which usual password opens it. Detectors read it. */
import { createHash } from 'node:crypto';
import type { Member } from './container.ts';

/** Defaults of tools, and what their guides use. */
export const USUAL_PASSWORDS = [
  'changeit',
  '',
  'changeme',
  'password',
  'secret',
  '123456',
  'android',
  'test',
  'keystore',
  'storepass',
  '12345678',
  '1234',
  'admin',
  'default',
  'tomcat',
  'jboss',
  'weblogic',
  'confluent',
  'kafka',
  'pass',
  'qwerty',
  'letmein',
  'keypass',
  'mypassword',
] as const;

/** @param password that opens it; undefined: none of the usual ones does, or it was not tried */
export function keyStoreMember(bytes: Buffer, keys: number, password: string | undefined): Member {
  const hash = createHash('sha256').update(bytes).digest('hex');
  const count = `${keys} private ${keys === 1 ? 'key' : 'keys'}`;
  const lock = password === undefined ? 'locked' : 'open';
  const how = password === '' ? ', no password' : `, password ${password ?? ''}`;
  return {
    name: password === undefined ? count : count + how,
    bytes: Buffer.from(`bitsieve-key-store-${lock} sha256:${hash}\n`),
  };
}
